"""Which rows stay out, where the report says they stand, and that the others land all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import Importing

from twofour.events.lake import Lake
from twofour.problems import DataMissing, UsageError
from twofour.sources import NothingUsable

ORDERS = "order_id,shop_id,customer_id,created_at,amount,status\n"
GOOD = "good,s,c,2026-06-01 09:00:00,1.00,paid\n"
MESSAGES = "shop_id,customer_id,agent_id,sender,sent_at,text\n"


def test_order_without_customer_is_refused_and_the_rest_lands(importing: Importing) -> None:
    importing.csv(ORDERS + GOOD + "o2,s,,2026-06-01 09:00:00,1.00,paid\n")
    assert importing.refused == [(3, "customer_id", "no customer")]
    assert importing.cells("orders", "order_id") == ["good"]


def test_row_is_reported_once_with_its_first_bad_cell(importing: Importing) -> None:
    importing.csv(ORDERS + GOOD + ",s,,never,-1,paid\n")
    assert importing.refused == [(3, "order_id", "order_id is required and missing")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("o2,s,c,2026-06-01 09:00:00\n", "too few cells: half a row"),
        ("o2\n", "too few cells: half a row"),
        ("o2,s,c,2026-06-01 09:00:00,1.00,paid,extra\n", "too many cells"),
        ('o2,s,c,2026-06-01 09:00:00,1.00,"paid\n', "a quote is never closed; the row is incomplete"),
    ],
)
def test_half_a_row_costs_only_itself(importing: Importing, row: str, reason: str) -> None:
    after = GOOD.replace("good", "after")
    importing.csv(ORDERS + GOOD + row + after)
    assert importing.refused == [(3, "", reason)]
    assert importing.cells("orders", "order_id") == ["good", "after"]


def test_open_quote_does_not_swallow_the_rows_behind_it(importing: Importing) -> None:
    rows = [f'm{n},c,a,customer,2026-06-01 09:00:0{n},"quoted"\n' for n in range(3)]
    half = 's,c,a,customer,2026-06-01 09:00:05,"half\n'
    importing.csv(MESSAGES + half + "".join(row.replace(f"m{n}", "s") for n, row in enumerate(rows)))
    assert importing.refused == [(2, "", "a quote is never closed; the row is incomplete")]
    assert importing.cells("messages", "text") == ["quoted"] * 3


def test_file_that_breaks_off_keeps_its_whole_rows(importing: Importing) -> None:
    importing.csv(ORDERS + GOOD + "o2,s,c,2026-06")
    assert importing.refused == [(3, "", "too few cells: half a row")]


def test_extra_cells_without_content_do_no_harm(importing: Importing) -> None:
    importing.csv(ORDERS + GOOD.replace("\n", ",,\n"))
    assert (importing.refused, importing.cells("orders", "status")) == ([], ["paid"])


@pytest.mark.parametrize("blank", ["\n", ",,,,,\n", "   \n", " , ,,,,\n", "\r\n"])
def test_blank_rows_are_no_rows_but_count_as_lines(importing: Importing, blank: str) -> None:
    importing.csv(ORDERS + blank + GOOD + blank + "o2,s,,2026-06-01 09:00:00,1,\n" + blank)
    assert importing.refused == [(5, "customer_id", "no customer")]
    assert importing.done is not None
    assert importing.done.outcomes[0].read == 2


def test_lines_count_as_an_editor_shows_them_behind_cells_with_line_breaks(importing: Importing) -> None:
    importing.csv(
        MESSAGES
        + 's,c,a,customer,2026-06-01 09:00:00,"one\ntwo\r\nthree"\n'
        + "s,c,a,nobody,2026-06-01 09:00:01,x\n"
        + 's,c,a,customer,2026-06-01 09:00:02,"four\nfive"\n'
        + "s,c,,agent,2026-06-01 09:00:03,x\n"
    )
    assert [line for line, *_ in importing.refused] == [5, 8]


def test_cell_of_ten_megabytes_is_refused(importing: Importing) -> None:
    row = "s,c,a,customer,2026-06-01 09:00:00,{}\n"
    importing.csv(MESSAGES + row.format("x" * 10_000_000) + row.format("y"))
    assert importing.refused == [(2, "text", "the cell is too long")]
    assert importing.cells("messages", "text") == ["y"]
    assert importing.report.stat().st_size < 2_000


def test_cell_of_exactly_one_megabyte_is_kept(importing: Importing) -> None:
    importing.csv(MESSAGES + "s,c,a,customer,2026-06-01 09:00:00," + "x" * 1_000_000 + "\n")
    assert importing.refused == []


@pytest.mark.parametrize("sender", ["customer", "bot", "system"])
def test_only_messages_of_agents_must_name_an_agent(importing: Importing, sender: str) -> None:
    row = f"s,c,,{sender},2026-06-01 09:00:00,x\n"
    importing.csv(MESSAGES + row + "s,c,,agent,2026-06-01 09:00:00,x\n")
    assert importing.refused == [(3, "agent_id", "a message sent by an agent does not say which agent")]


def test_damaged_bytes_cost_only_their_row(importing: Importing) -> None:
    good = [f"o{n},s,买家,2026-06-01 09:00:00,1,已付款\n".encode() for n in range(30)]
    bad = "bad,s,买家,2026-06-01 09:00:00,1,已付".encode()[:-1] + b"\n"
    importing.csv(ORDERS.encode() + b"".join(good) + bad + good[0].replace(b"o0", b"after"))
    assert importing.refused == [(32, "", "holds bytes that are no text in the file's encoding")]
    assert importing.cells("orders", "order_id")[-1] == "after"


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "   "])
def test_empty_file_holds_nothing(importing: Importing, content: str) -> None:
    with pytest.raises(DataMissing, match="is empty"):
        importing.csv(content)
    assert not importing.data.exists()


def test_header_without_rows_holds_nothing(importing: Importing) -> None:
    assert "it has no rows" in importing.nothing(ORDERS)


def test_file_whose_every_row_is_bad_holds_nothing(importing: Importing) -> None:
    assert "its only row has a problem" in importing.nothing(ORDERS + "o2,s,,2026-06-01 09:00:00,1,\n")
    assert importing.refused == [(2, "customer_id", "no customer")]


def test_one_useless_file_keeps_all_files_out(importing: Importing) -> None:
    paths = [importing.file(ORDERS + GOOD, "good.csv"), importing.file(ORDERS, "useless.csv")]
    with pytest.raises(NothingUsable, match=r"useless\.csv"):
        importing.files(paths)
    assert Lake(importing.data).snapshot().number == 0


def test_binary_file_is_named_and_refused(importing: Importing) -> None:
    with pytest.raises(DataMissing, match="neither UTF-8 nor GB18030"):
        importing.csv(bytes(range(128, 256)) * 40 + b"\xff\n\xff\n\xff")


def test_files_of_one_import_make_one_snapshot(importing: Importing) -> None:
    messages = MESSAGES + "s,c,a,customer,2026-06-01 09:00:00,x\n"
    importing.files([importing.file(ORDERS + GOOD, "orders.csv"), importing.file(messages, "messages.csv")])
    snapshot = Lake(importing.data).snapshot()
    assert (snapshot.number, sorted(snapshot.versions)) == (1, ["messages", "orders"])


def test_same_file_twice_changes_nothing(importing: Importing) -> None:
    importing.csv(MESSAGES + "s,c,a,customer,2026-06-01 09:00:00,x\n" * 2)
    digest = Lake(importing.data).snapshot().digest
    importing.csv(MESSAGES + "s,c,a,customer,2026-06-01 09:00:00,x\n" * 2)
    assert importing.done is not None
    assert not importing.done.receipt.changed_lake
    assert Lake(importing.data).snapshot().digest == digest
    assert len(importing.cells("messages", "text")) == 2


def test_file_that_does_not_exist_is_a_usage_error(importing: Importing) -> None:
    with pytest.raises(UsageError, match=r"there is no file .*gone\.csv"):
        importing.files([Path("gone.csv")])


@pytest.mark.parametrize(("name", "offered"), [("六月", "六月/*"), ("6 月", '6 月"/*')])
def test_folder_is_a_usage_error_that_offers_its_files(importing: Importing, name: str, offered: str) -> None:
    folder = importing.folder / name
    folder.mkdir()
    with pytest.raises(UsageError) as caught:
        importing.files([folder])
    assert "是文件夹" in caught.value.message.zh and offered in caught.value.message.zh
    assert "is a folder" in caught.value.message.en
