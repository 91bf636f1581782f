"""Retention: whole closed months go when the shop's rules say so, and nobody takes them for empty ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lake_rows import frame, message, order, shift, staff, stored

from twofour.events.lake import Lake
from twofour.events.privacy import Due, apply_retention, due, load_retention, removals
from twofour.events.rules import CountingRules
from twofour.metrics import ask
from twofour.period import parse_period
from twofour.problems import DataMissing, SchemeError

TODAY = date(2026, 6, 15)
RULES = CountingRules()


def at(month: int, year: int = 2025) -> datetime:
    return datetime(year, month, 10, 3, tzinfo=UTC)


def shop(data: Path, rules: str) -> Lake:
    """A customer's message and order in January, February and December 2025, one corrected later."""
    lake = Lake(data)
    months = (1, 2, 12)
    lake.commit(
        {
            "messages": frame(
                "messages", *(message(sent_at=at(m), text=f"第{m}月的话", message_id=str(m)) for m in months)
            ),
            "orders": frame("orders", *(order(order_id=f"o{m}", created_at=at(m)) for m in months)),
            "staff": frame("staff", staff()),
            "shifts": frame("shifts", shift(day=date(2025, 1, 5))),
        },
        source={},
    )
    lake.commit({"orders": frame("orders", order(order_id="o1", created_at=at(1), amount=7))}, source={})
    (data / "retention.yaml").write_text(rules, encoding="utf-8")
    return lake


def parts(found: list[Due]) -> list[tuple[str, str, str, int]]:
    return [(one.table, one.month, one.what, one.rows) for one in found]


ROWS = "tables:\n  messages: {retain_days: 400}\n  orders: {retain_days: 480}\n"


def test_without_rules_everything_is_kept(tmp_path: Path) -> None:
    shop(tmp_path, "tables: {}\n")
    (tmp_path / "retention.yaml").unlink()
    assert due(tmp_path, load_retention(tmp_path), TODAY) == []


def test_months_are_due_when_their_last_day_is_old_enough(tmp_path: Path) -> None:
    shop(tmp_path, ROWS)
    found = due(tmp_path, load_retention(tmp_path), TODAY)
    # 15 June 2026 less 400 days is 11 May 2025, less 480 days 20 February 2025.
    assert parts(found) == [
        ("messages", "2025-01", "rows", 1),
        ("messages", "2025-02", "rows", 1),
        ("orders", "2025-01", "rows", 1),
    ]
    assert due(tmp_path, load_retention(tmp_path), date(2026, 1, 1)) == []


def test_what_an_unclosed_period_looks_back_to_is_never_due(tmp_path: Path) -> None:
    shop(tmp_path, ROWS)
    rules = load_retention(tmp_path)
    # 210 days before 30 August 2025 is 1 February: January is out of reach, February is not.
    found = due(tmp_path, rules, TODAY, {"s": date(2025, 8, 30)})
    assert parts(found) == [("messages", "2025-01", "rows", 1), ("orders", "2025-01", "rows", 1)]
    assert due(tmp_path, rules, TODAY, {"s": date(2025, 8, 29)}) == []


def test_removed_rows_are_in_no_version_any_more(tmp_path: Path) -> None:
    lake = shop(tmp_path, ROWS)
    (tmp_path / "cache").mkdir()
    done = apply_retention(tmp_path, due(tmp_path, load_retention(tmp_path), TODAY), by="主管")
    assert [(one.by, one.table, one.month, one.count) for one in done] == [
        ("主管", "messages", "2025-01", 1),
        ("主管", "messages", "2025-02", 1),
        ("主管", "orders", "2025-01", 1),
    ]
    assert removals(tmp_path) == done
    for snapshot in (lake.snapshot(1), lake.snapshot()):
        assert stored(snapshot, "orders", "order_id") == [("o2",), ("o12",)]
        assert stored(snapshot, "messages", "message_id") == [("12",)]
    assert not (tmp_path / "cache").exists()
    assert due(tmp_path, load_retention(tmp_path), TODAY) == []


def test_removed_days_are_never_taken_for_empty_ones(tmp_path: Path) -> None:
    lake = shop(tmp_path, ROWS)
    apply_retention(tmp_path, due(tmp_path, load_retention(tmp_path), TODAY), by="主管")
    for period in ("2025-01", "2025-09"):
        with pytest.raises(DataMissing) as caught:
            ask(lake.snapshot(), ["s"], RULES, parse_period(period))
        assert "2025-02" in caught.value.message.zh and "400 天" in caught.value.message.zh
        assert "the first day that can be computed is 2025-09-27" in caught.value.message.en
    ask(lake.snapshot(), ["s"], RULES, parse_period("2025-09-27..2025-12-31"))
    ask(lake.snapshot(), ["another"], RULES, parse_period("2025-01"))


def test_words_can_go_before_the_rows(tmp_path: Path) -> None:
    lake = shop(tmp_path, "tables:\n  messages: {text_days: 400}\n")
    found = due(tmp_path, load_retention(tmp_path), TODAY)
    assert parts(found) == [("messages", "2025-01", "text", 1), ("messages", "2025-02", "text", 1)]
    apply_retention(tmp_path, found, by="主管", words=["第2"])
    assert stored(lake.snapshot(), "messages", "text") == [("某某某某某",), ("第2某某某",), ("第12月的话",)]
    assert due(tmp_path, load_retention(tmp_path), TODAY) == []
    ask(lake.snapshot(), ["s"], RULES, parse_period("2025-01"))


def test_words_of_an_unclosed_period_stay(tmp_path: Path) -> None:
    shop(tmp_path, "tables:\n  messages: {text_days: 31}\n")
    found = due(tmp_path, load_retention(tmp_path), TODAY, {"s": date(2025, 2, 1)})
    # The first hours of 1 February in Shanghai still lie in January of UTC.
    assert found == []
    found = due(tmp_path, load_retention(tmp_path), TODAY, {"s": date(2025, 2, 2)})
    assert parts(found) == [("messages", "2025-01", "text", 1)]


def test_later_rows_of_a_removed_month_are_due_again(tmp_path: Path) -> None:
    lake = shop(tmp_path, ROWS)
    apply_retention(tmp_path, due(tmp_path, load_retention(tmp_path), TODAY), by="主管")
    lake.commit({"orders": frame("orders", order(order_id="late", created_at=at(1)))}, source={})
    assert parts(due(tmp_path, load_retention(tmp_path), TODAY)) == [("orders", "2025-01", "rows", 1)]


def test_tables_without_shops_wait_for_all_of_them(tmp_path: Path) -> None:
    lake = shop(tmp_path, "tables:\n  shifts: {retain_days: 400}\n")
    rules = load_retention(tmp_path)
    assert due(tmp_path, rules, TODAY, {None: date(2025, 1, 31)}) == []
    apply_retention(tmp_path, due(tmp_path, rules, TODAY), by="主管")
    assert stored(lake.snapshot(), "shifts", "day") == []


@pytest.mark.parametrize(
    ("rules", "line", "why"),
    [
        ("tables:\n  staff: {retain_days: 400}\n", 2, "staff"),
        ("tables:\n  orders: {text_days: 400}\n", 2, "holds no words"),
        ("tables:\n  orders: {retain_days: 3}\n", 2, "31"),
        ("tables:\n  orders: {keep: 400}\n", 2, "keep"),
        ("orders: {retain_days: 400}\n", 1, "orders"),
    ],
)
def test_mistakes_in_the_rules_are_named_with_their_place(
    tmp_path: Path, rules: str, line: int, why: str
) -> None:
    shop(tmp_path, rules)
    with pytest.raises(SchemeError) as caught:
        load_retention(tmp_path)
    assert f"retention.yaml:{line}:" in caught.value.message.en and why in caught.value.message.en
