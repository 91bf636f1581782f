"""What is kept and reported all the same."""

from __future__ import annotations

from importing import Importing

ORDERS = "order_id,shop_id,customer_id,created_at,amount\n"
REFUNDS = "refund_id,shop_id,order_id,kind,amount,requested_at\n"
MESSAGES = "shop_id,customer_id,agent_id,sender,sent_at,text\n"
STAFF = "agent_id,shop_id,member_id\n"


def test_unknown_column_is_ignored_and_named(importing: Importing) -> None:
    importing.csv("order_id,shop_id,customer_id,created_at,amount,备注\no1,s,c,2026-06-01 09:00:00,1,急\n")
    assert importing.notices == [(None, "备注", "orders has no such columns; ignored")]


def test_repeated_key_points_at_the_line_that_counts(importing: Importing) -> None:
    row = "{},s,c,2026-06-01 09:00:00,{}\n"
    importing.csv(ORDERS + row.format("o1", 1) + row.format("o2", 2) + row.format("o1", 3))
    assert importing.notices == [(2, "shop_id + order_id", "the key stands twice in this import")]
    assert "以第 4 行为准" in importing.report.read_text(encoding="utf-8-sig")
    assert importing.stored("orders", "order_id", "amount") == [("o1", 300), ("o2", 200)]


def test_repeated_key_of_another_file_names_that_file(importing: Importing) -> None:
    row = "o1,s,c,2026-06-01 09:00:00,{}\n"
    files = [importing.file(ORDERS + row.format(n), f"{n}.csv") for n in (1, 2)]
    importing.files(files)
    assert importing.notices == [(2, "shop_id + order_id", "the key stands twice in this import")]
    assert "2.csv:2" in importing.report.read_text(encoding="utf-8-sig")
    assert importing.cells("orders", "amount") == [200]


def test_messages_of_an_agent_unknown_to_staff_are_kept_with_one_notice(importing: Importing) -> None:
    rows = "".join(f"s,c,{agent},agent,2026-06-01 09:00:00,{n}\n" for n, agent in enumerate("aabba"))
    staff = importing.file(STAFF + "a,s,m\n", "staff.csv")
    importing.files([importing.file(MESSAGES + rows), staff])
    assert importing.notices == [(4, "agent_id", "the staff table does not know this agent")]
    assert "店铺 s 的 2 行已保留" in importing.report.read_text(encoding="utf-8-sig")
    assert len(importing.cells("messages", "text")) == 5


def test_staff_of_an_earlier_import_counts(importing: Importing) -> None:
    importing.csv(STAFF + "a,s,m\n")
    importing.csv(MESSAGES + "s,c,a,agent,2026-06-01 09:00:00,x\n")
    assert importing.notices == []


def test_staff_of_another_shop_does_not_count(importing: Importing) -> None:
    importing.csv(STAFF + "a,t,m\n")
    importing.csv(MESSAGES + "s,c,a,agent,2026-06-01 09:00:00,x\n")
    assert importing.notices == [(2, "agent_id", "the staff table does not know this agent")]


def test_ratings_of_an_unknown_agent_are_kept_and_reported(importing: Importing) -> None:
    importing.csv("rating_id,shop_id,agent_id,rated_at,score\nr,s,a,2026-06-01 09:00:00,5\n")
    assert importing.notices == [(2, "agent_id", "the staff table does not know this agent")]


def test_refund_of_an_unknown_order_is_kept_and_reported(importing: Importing) -> None:
    orders = importing.file(ORDERS + "o1,s,c,2026-06-01 09:00:00,5\n", "orders.csv")
    refund = "{},s,{},refund_only,5,2026-06-02 09:00:00\n"
    refunds = importing.file(REFUNDS + refund.format("r1", "o1") + refund.format("r2", "o9"), "refunds.csv")
    importing.files([refunds, orders])
    assert importing.notices == [(3, "order_id", "the refunded order is not in the data")]
    assert importing.cells("refunds", "refund_id") == ["r1", "r2"]


def test_many_findings_of_a_kind_end_in_a_count(importing: Importing) -> None:
    refund = "r{},s,o{},refund_only,5,2026-06-02 09:00:00\n"
    importing.csv(REFUNDS + "".join(refund.format(n, n) for n in range(1_005)))
    assert importing.notices[-1] == (None, "", "5 more refunds without an order, not listed one by one")
    assert importing.done is not None
    assert (len(importing.notices), importing.done.outcomes[0].notices) == (1_001, 1_005)


def test_import_without_findings_leaves_no_report(importing: Importing) -> None:
    importing.csv(ORDERS + "o1,s,c,2026-06-01 09:00:00,5\n")
    assert not importing.report.exists()


def test_cells_of_the_report_never_become_formulas(importing: Importing) -> None:
    rows = "o{},s,c,{},5\n"
    bad = ["=1+1", "+1", "-1", "@x", "ok"]
    importing.csv(
        ORDERS
        + "".join(rows.format(n, cell) for n, cell in enumerate(bad))
        + "o9,s,c,2026-06-01 09:00:00,5\n"
    )
    text = importing.report.read_text(encoding="utf-8-sig")
    for cell in bad[:4]:
        assert f",'{cell}," in text
    assert ",ok," in text
    assert importing.report.read_bytes().startswith(b"\xef\xbb\xbf")
