"""The roster: who is in service on which days of a period, with which grade and wage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from lake_rows import frame, staff

from twofour.events.roster import Member, Spell, roster
from twofour.period import parse_period

JUNE = parse_period("2026-06")


def only(*rows: dict[str, Any]) -> Member:
    """The one member whom these rows of the staff table make."""
    numbered = [staff(**row) for row in rows]
    table = frame("staff", *numbered)
    if "seq" not in table.columns:
        table = table.with_row_index("seq")
    (member,) = roster(table, JUNE)
    return member


def june(first: int, last: int, grade: str | None = None, wage: int | None = None) -> Spell:
    return Spell(date(2026, 6, first), date.fromordinal(date(2026, 6, last).toordinal() + 1), grade, wage)


def test_a_whole_month_with_one_grade_has_no_parts() -> None:
    member = only({"grade": "junior", "base_wage": 250_000})
    assert member.spells == ()
    assert member.service(JUNE) == (june(1, 30, "junior", 250_000),)


@pytest.mark.parametrize(
    ("row", "spell"),
    [
        ({"hired_on": date(2026, 6, 16)}, june(16, 30)),
        ({"left_on": date(2026, 6, 10)}, june(1, 10)),
        ({"hired_on": date(2026, 6, 3), "left_on": date(2026, 6, 3)}, june(3, 3)),
        ({"valid_from": date(2026, 6, 21)}, june(21, 30)),
    ],
)
def test_both_the_day_of_hiring_and_the_last_day_are_in_service(row: dict[str, Any], spell: Spell) -> None:
    assert only(row).spells == (spell,)


def test_a_change_of_grade_or_wage_cuts_the_month() -> None:
    member = only(
        {"grade": "junior", "base_wage": 250_000, "valid_to": date(2026, 6, 10)},
        {"grade": "middle", "base_wage": 300_000, "valid_from": date(2026, 6, 11)},
    )
    assert (member.grade, member.base_wage) == ("middle", 300_000)
    assert member.spells == (june(1, 10, "junior", 250_000), june(11, 30, "middle", 300_000))


def test_the_row_that_started_last_speaks_where_two_are_valid() -> None:
    member = only({"grade": "junior"}, {"grade": "senior", "valid_from": date(2026, 6, 21)})
    assert member.spells == (june(1, 20, "junior"), june(21, 30, "senior"))


def test_a_last_day_beyond_all_time_is_no_end() -> None:
    assert only({"grade": "junior", "valid_to": date.max, "left_on": date.max}).spells == ()


def test_a_second_agent_id_or_a_new_team_cuts_nothing() -> None:
    member = only(
        {"grade": "junior", "team": "A", "valid_from": date(2026, 1, 1)},
        {"agent_id": "b", "team": "B", "valid_from": date(2026, 6, 16)},
    )
    assert member.team == "B"
    assert member.spells == ()


def test_a_gap_between_two_rows_is_not_in_service() -> None:
    member = only(
        {"grade": "junior", "valid_to": date(2026, 6, 5)},
        {"grade": "junior", "valid_from": date(2026, 6, 26)},
    )
    assert member.spells == (june(1, 5, "junior"), june(26, 30, "junior"))
