"""Customers on their way in: pseudonyms by one key, and nobody who was forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import Importing

from twofour.events.privacy import CustomerKey, forget, pseudonym
from twofour.problems import Refused

KEY, OTHER = CustomerKey(b"k" * 32), CustomerKey(b"o" * 32)
MESSAGES = "shop_id,customer_id,agent_id,sender,sent_at,text\n"
ORDERS = "order_id,shop_id,customer_id,created_at,amount\n"
REFUNDS = "refund_id,shop_id,order_id,kind,amount,requested_at\n"
SAID = "s,小明明,a,customer,2026-06-01 09:00:00,我是小明明\n"
BOUGHT = "o1,s,小明明,2026-06-01 09:00:00,5\n"


def holding(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_customer_ids_land_as_pseudonyms(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID, customer_key=KEY).csv(ORDERS + BOUGHT, customer_key=KEY)
    hidden = pseudonym(KEY, "小明明")
    assert importing.stored("messages", "customer_id", "text") == [(hidden, f"我是{hidden}")]
    assert importing.cells("orders", "customer_id") == [hidden]
    assert holding(importing.data, "小明明") == []


def test_the_same_file_twice_changes_nothing(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID, customer_key=KEY).csv(MESSAGES + SAID, customer_key=KEY)
    assert importing.done is not None and not importing.done.receipt.changed_lake


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        (KEY, None, "Give the key file"),
        (KEY, OTHER, "with another key"),
        (None, KEY, "under their own ids"),
    ],
)
def test_one_customer_never_becomes_two(
    importing: Importing, first: CustomerKey | None, then: CustomerKey | None, why: str
) -> None:
    importing.csv(MESSAGES + SAID, customer_key=first)
    with pytest.raises(Refused, match=why):
        importing.csv(ORDERS + BOUGHT, customer_key=then)
    assert importing.cells("orders", "customer_id") == []
    importing.csv(ORDERS + BOUGHT, customer_key=first)
    assert importing.cells("orders", "customer_id") == importing.cells("messages", "customer_id")


def test_each_shop_decides_for_itself(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID, customer_key=KEY)
    importing.csv(MESSAGES + SAID.replace("s,", "s2,", 1))
    assert importing.cells("messages", "customer_id") == [pseudonym(KEY, "小明明"), "小明明"]


def test_tables_without_customers_need_no_key(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID, customer_key=KEY)
    importing.csv(REFUNDS + "r1,s,o1,refund_only,5,2026-06-01 09:00:00\n")
    assert importing.cells("refunds", "order_id") == ["o1"]


def test_a_line_that_cannot_be_read_is_not_quoted_beside_pseudonyms(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID + 's,小明明,a,customer,"2026-06-01 09:00:00,坏行\n', customer_key=KEY)
    assert importing.refused
    assert "小明明" not in importing.report.read_text(encoding="utf-8-sig")


def test_rows_of_a_forgotten_person_stay_out_and_are_counted(importing: Importing) -> None:
    other = "s,小红,a,customer,2026-06-01 09:00:00,在吗\n"
    importing.csv(MESSAGES + SAID + other).csv(ORDERS + BOUGHT)
    forget(importing.data, "小明明", by="主管", reason="要求")
    importing.csv(MESSAGES + other + SAID)
    assert importing.refused == [(3, "customer_id", "this customer was erased on request")]
    assert importing.done is not None
    (outcome,) = importing.done.outcomes
    assert (outcome.read, outcome.refused, outcome.counts.unchanged) == (2, 1, 1)
    importing.csv(REFUNDS + "r1,s,o1,refund_only,5,2026-06-02 09:00:00\n")
    assert importing.refused == [(2, "customer_id", "this customer was erased on request")]
    assert importing.cells("refunds", "order_id") == []
    assert holding(importing.data, "小明明") == []


def test_lines_of_later_findings_stay_right_when_rows_are_held_back(importing: Importing) -> None:
    importing.csv(ORDERS + BOUGHT)
    forget(importing.data, "小明明", by="主管", reason="要求")
    row = "o2,s,c,2026-06-01 09:00:00,{}\n"
    importing.csv(ORDERS + BOUGHT + row.format(1) + BOUGHT + row.format(2))
    assert [line for line, _, _ in importing.refused] == [2, 4]
    assert importing.notices == [(3, "shop_id + order_id", "the key stands twice in this import")]
    assert "以第 5 行为准" in importing.report.read_text(encoding="utf-8-sig")


def test_with_pseudonyms_the_forgotten_stay_out_too(importing: Importing) -> None:
    importing.csv(MESSAGES + SAID, customer_key=KEY)
    with pytest.raises(Refused, match="give the key file"):
        forget(importing.data, "小明明", by="主管", reason="要求")
    forget(importing.data, "小明明", by="主管", reason="要求", key=KEY)
    importing.csv(MESSAGES + SAID, customer_key=KEY)
    assert len(importing.refused) == 1
    assert [who[:5] for who in importing.cells("messages", "customer_id")] == ["gone_"]
