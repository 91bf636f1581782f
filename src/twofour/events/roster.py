"""Who works in the shop: members, and the agent ids that each of them owns on which days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import polars as pl

from twofour.period import Period
from twofour.text import Text, same

_GRADES = {
    "junior": Text("初级", "junior"),
    "middle": Text("中级", "middle"),
    "senior": Text("高级", "senior"),
}
_ROLES = {
    "pre_sales": Text("售前", "pre-sales"),
    "after_sales": Text("售后", "after-sales"),
    "lead": Text("组长", "lead"),
}


class Spell(NamedTuple):
    """Days from ``start`` up to, and without, ``stop`` with one grade and one base wage (integer fen)."""

    start: date
    stop: date
    grade: str | None = None
    base_wage: int | None = None

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.stop - self.start).days


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the staff table shows them at the end of a period. ``base_wage`` is integer fen.

    ``spells`` are the parts of the period in service, in order, where it is not all of it or where grade or
    wage changed in between; empty for the whole period as it ended.
    """

    member_id: str
    name: str
    team: str | None = None
    role: str | None = None
    grade: str | None = None
    base_wage: int | None = None
    lead_member_id: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
    spells: tuple[Spell, ...] = ()

    def service(self, period: Period) -> tuple[Spell, ...]:
        """The parts of ``period`` in service, in order; one for the whole period where nothing changed."""
        return self.spells or (Spell(period.start, period.stop, self.grade, self.base_wage),)

    @property
    def grade_title(self) -> Text | None:
        """The grade (等级) for people; one that the product does not know reads as written."""
        return None if self.grade is None else _GRADES.get(self.grade, same(self.grade))

    @property
    def role_title(self) -> Text | None:
        """The role for people; one that the product does not know reads as written."""
        return None if self.role is None else _ROLES.get(self.role, same(self.role))


def roster(staff: pl.DataFrame, period: Period) -> list[Member]:
    """Everybody with a staff row valid on any day of ``period``, ordered by member id.

    Where a person has several rows (agent ids, changes of team or grade) the one that started last speaks,
    and an older one only for what it leaves empty. Who left before the period or joins after it is out.
    """
    began = pl.col("valid_from").is_null() | (pl.col("valid_from") < period.stop)
    lasts = pl.col("valid_to").is_null() | (pl.col("valid_to") >= period.start)
    here = (pl.col("hired_on").is_null() | (pl.col("hired_on") < period.stop)) & (
        pl.col("left_on").is_null() | (pl.col("left_on") >= period.start)
    )
    rows = staff.filter(began & lasts & here).sort("valid_from", "seq", descending=True, nulls_last=True)
    latest = (
        rows.group_by("member_id", maintain_order=True)
        .agg(pl.col(*_DETAILS).drop_nulls().first())
        .sort("member_id")
    )
    changes = _by_member(rows.select("member_id", *_SPELT).iter_rows(named=True))
    return [
        Member(
            **{**row, "name": row["name"] or row["member_id"]},
            spells=_spells(changes[row["member_id"]], row, period),
        )
        for row in latest.iter_rows(named=True)
    ]


_DETAILS = (
    "name",
    "team",
    "role",
    "grade",
    "base_wage",
    "lead_member_id",
    "hired_on",
    "left_on",
)
_SPELT = ("valid_from", "valid_to", "grade", "base_wage")
_Row = Mapping[str, Any]


def _by_member(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row["member_id"], []).append(row)
    return found


def _spells(rows: list[_Row], member: _Row, period: Period) -> tuple[Spell, ...]:
    """The period in service, cut where grade or wage changes; ``rows`` are the member's, latest first.

    On each day the row that started last speaks, an older one for what it leaves empty; both days of a row,
    the day of hiring and the last day are in service.
    """
    first = max(period.start, member["hired_on"] or period.start)
    stop = min(period.last, member["left_on"] or period.last) + timedelta(days=1)
    cuts = {first, stop}
    for row in rows:
        cuts.add(max(first, row["valid_from"] or first))
        cuts.add(min(stop, min(period.last, row["valid_to"] or period.last) + timedelta(days=1)))
    days = sorted(day for day in cuts if first <= day <= stop)
    parts = []
    for start, end in pairwise(days):
        valid = [row for row in rows if _valid(row, start)]
        if valid:
            parts.append((start, end, _first(valid, "grade"), _first(valid, "base_wage")))
    spells = []
    for (grade, wage), run in groupby(parts, key=lambda part: part[2:]):
        spells += _joined([(start, end) for start, end, *_ in run], grade, wage)
    whole = [Spell(period.start, period.stop, member["grade"], member["base_wage"])]
    return () if spells == whole else tuple(spells)


def _joined(days: list[tuple[date, date]], grade: str | None, wage: int | None) -> list[Spell]:
    """Neighbouring runs of days as one spell."""
    spells: list[Spell] = []
    for start, stop in days:
        if spells and spells[-1].stop == start:
            spells[-1] = spells[-1]._replace(stop=stop)
        else:
            spells.append(Spell(start, stop, grade, wage))
    return spells


def _valid(row: _Row, day: date) -> bool:
    began, ends = row["valid_from"], row["valid_to"]
    return (began is None or began <= day) and (ends is None or day <= ends)


def _first(rows: list[_Row], column: str) -> Any:
    return next((row[column] for row in rows if row[column] is not None), None)
