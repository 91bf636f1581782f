"""Shifts of people: days on duty, days late, days left early (§7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Literal

from oracle.events import END_OF_TIME, Events, Row, Shop

Attended = tuple[str, date, str, int]


def attended(events: Events, shops: list[Shop], by: Literal["member", "team"]) -> Iterator[Attended]:
    """(subject, day, sum, 1) for each day on which somebody with a staff row had a shift and was not absent.

    No shift lies after the last day that the member's shops know. A team has what its members have that day.
    """
    staff = events.get("staff", [])
    known = {shop.shop_id: date.max if shop.as_of == END_OF_TIME else shop.day(shop.as_of) for shop in shops}
    days: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for shift in events.get("shifts", []):
        own = [row for row in staff if row["member_id"] == shift["member_id"]]
        if own and not shift.get("absent") and shift["day"] <= max(known[row["shop_id"]] for row in own):
            days[shift["member_id"], shift["day"]].append(shift)
    for (member, day), shifts in days.items():
        subject = member if by == "member" else team_of(staff, member, day)
        if subject is None:
            continue
        yield subject, day, "duty_days", 1
        if any(shift.get("late_minutes") for shift in shifts):
            yield subject, day, "late_days", 1
        if any(shift.get("early_leave_minutes") for shift in shifts):
            yield subject, day, "early_leave_days", 1


def team_of(staff: list[Row], member: str, day: date) -> str | None:
    """The team of the member's row, whatever agent and shop, that began last of those valid on the day."""
    valid = [
        row
        for row in staff
        if row["member_id"] == member
        and (row.get("valid_from") or date.min) <= day <= (row.get("valid_to") or date.max)
    ]
    latest = sorted(valid, key=lambda row: row.get("valid_from") or date.min)[-1:]
    return latest[0].get("team") if latest else None
