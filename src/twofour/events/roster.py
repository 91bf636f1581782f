"""Who works in the shop: members, and the agent ids that each of them owns on which days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the staff table shows them at the end of a period. ``base_wage`` is integer fen."""

    member_id: str
    name: str
    team: str | None = None
    role: str | None = None
    grade: str | None = None
    base_wage: int | None = None
    lead_member_id: str | None = None
    hired_on: date | None = None
    left_on: date | None = None

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
    details = [f.name for f in fields(Member) if f.name != "member_id"]
    latest = (
        staff.filter(began & lasts & here)
        .sort("valid_from", "seq", descending=True, nulls_last=True)
        .group_by("member_id", maintain_order=True)
        .agg(pl.col(*details).drop_nulls().first())
        .sort("member_id")
    )
    return [
        Member(**{**row, "name": row["name"] or row["member_id"]}) for row in latest.iter_rows(named=True)
    ]
