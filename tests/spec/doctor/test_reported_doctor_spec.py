"""Platforms' reports where figures are taken from them: days, agents and figures that lack."""

from datetime import date
from decimal import Decimal
from typing import Any

from spec.doctor.rows import Rows, message, staff


def figures(*days: int, agent: str = "a", since: int | None = None, **more: int) -> Rows:
    """Receptions and inquiries of an agent in June, and what ``more`` names."""
    rows: list[dict[str, Any]] = []
    for day in days:
        for name, amount in {"received": 9, "inquiries": 5, **more}.items():
            span = "" if since is None else f" 2026-06-{since:02}..2026-06-{day:02}"
            rows.append(
                {
                    "metric": f"chitu.{name}",
                    "value": Decimal(amount),
                    "subject_kind": "agent",
                    "subject_id": agent,
                    "day": date(2026, 6, day),
                    "evidence": f"chitu.xlsx:{day}{span}",
                    "entered_by": "chitu",
                }
            )
    return rows


def test_chats_and_orders_are_not_missed_where_a_report_stands_in(found):
    """Only that the figures are the report's is noted."""
    tables = {"staff": [staff()], "indicators": figures(1, 2)}
    assert not found("table_missing", tables)
    assert not found("table_unused", tables)
    (note,) = found("report_in_use", tables)
    assert (note.severity, note.shop_id, note.count) == ("note", "s", 2)
    assert "赤兔报表：2 天，1 个客服" in note.what.zh


def test_without_a_report_chats_are_missed_as_ever(found):
    """And with chats nobody says that a report is in use."""
    assert len(found("table_missing", {"staff": [staff()]})) == 2
    tables = {"staff": [staff()], "messages": [message()], "indicators": figures(1)}
    assert not found("report_in_use", tables)
    assert [one.what.en.split(":")[0] for one in found("table_missing", tables)] == ["no orders"]


def test_days_that_no_row_is_about_are_missing(found):
    """Between days with rows; with a period also before and after them."""
    tables = {"staff": [staff()], "indicators": figures(2, 3, 6)}
    (gap,) = found("report_days_missing", tables)
    assert (gap.first, gap.last, gap.count) == (date(2026, 6, 4), date(2026, 6, 5), 2)
    gaps = found("report_days_missing", tables, period="2026-06-01..2026-06-07")
    assert [(one.first.day, one.last.day) for one in gaps] == [(1, 1), (4, 5), (7, 7)]


def test_a_row_over_several_days_covers_them(found):
    """June in one row."""
    tables = {"staff": [staff()], "indicators": figures(30, since=1)}
    assert not found("report_days_missing", tables, period="2026-06")


def test_agents_of_a_report_whom_no_staff_row_knows_are_named_once(found):
    """They count for nobody; no other check names them again."""
    tables = {"staff": [staff()], "indicators": [*figures(1, 2), *figures(2, agent="ghost")]}
    (nobody,) = found("report_unknown_agent", tables)
    assert (nobody.severity, nobody.count, nobody.examples) == ("warning", 1, ("ghost",))
    assert not found("indicator_unknown_subject", tables)


def test_reports_without_any_staff_are_looked_at_too(found):
    """No table names a shop yet."""
    (nobody,) = found("report_unknown_agent", {"indicators": figures(1)})
    assert (nobody.shop_id, nobody.examples) == (None, ("a",))


def test_rows_whose_outcome_is_not_settled_are_pending(found):
    """Other days have it, so the report gives it, later."""
    tables = {"staff": [staff()], "indicators": [*figures(1, inquiry_paid=2), *figures(2, 3)]}
    (late,) = found("report_pending", tables)
    assert (late.count, late.first, late.last) == (2, date(2026, 6, 2), date(2026, 6, 3))


def test_an_outcome_that_the_report_never_gives_is_not_pending(found):
    assert not found("report_pending", {"staff": [staff()], "indicators": figures(1, 2)})
