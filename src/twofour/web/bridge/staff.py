"""Who works in a shop, over all time: people with their agent ids and changes, and ids that nobody owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl
from cachetools import LRUCache

from twofour.events.roster import Member, roster
from twofour.events.tables import TABLES
from twofour.period import Period, business_day
from twofour.web.bridge import figures, lake, reports, rules
from twofour.web.bridge.kept import kept

__all__ = ["Member"]

_EVER = Period(date(1990, 1, 1), date(2200, 1, 1))


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One row of the staff table: who an agent id is from one day on. ``base_wage`` is integer fen."""

    agent_id: str
    shop_id: str
    member_id: str
    name: str | None = None
    team: str | None = None
    role: str | None = None
    grade: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
    base_wage: int | None = None
    lead_member_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def lasts(self, day: date) -> bool:
        """Whether the row is valid on ``day`` or any later one."""
        return self.valid_to is None or self.valid_to >= day


@dataclass(frozen=True, slots=True)
class Person:
    """A member as of the day of the data: ``here``, ``left`` or still ``coming``; every row, newest first."""

    member: Member
    standing: str
    rows: tuple[StaffRow, ...]

    @property
    def agents(self) -> list[str]:
        """The agent ids that the person owns or owned, each once."""
        return list(dict.fromkeys(row.agent_id for row in self.rows))

    @property
    def since(self) -> date | None:
        """The day of the latest change."""
        return max((row.valid_from for row in self.rows if row.valid_from), default=None)


@dataclass(frozen=True, slots=True)
class Stranger:
    """An agent id that chats, is rated or stands in a report (on ``reported`` days), and in no staff row of
    the shop; its first and last day.
    """

    agent_id: str
    messages: int
    ratings: int
    first: date
    last: date
    reported: int = 0


def day_of(shop_id: str) -> date | None:
    """The day as of which people are shown: the data's last ordinary one, else that of the latest row."""
    return figures.latest_day(shop_id) or max(
        (row.valid_from for row in _rows(str(lake.data()), lake.newest(), shop_id) if row.valid_from),
        default=None,
    )


def people(shop_id: str) -> list[Person]:
    """Everybody who ever stood in the staff table of a shop, by team and name; who left comes last."""
    return list(_people(str(lake.data()), lake.newest(), shop_id, day_of(shop_id)))


def person(shop_id: str, member_id: str) -> Person | None:
    """One of them."""
    return next((one for one in people(shop_id) if one.member.member_id == member_id), None)


def strangers(shop_id: str) -> Sequence[Stranger]:
    """Agent ids that nobody owns, the busiest first."""
    counting = rules.of(shop_id)
    zone, cut = counting.timezone, counting.day_cut_seconds
    return _strangers(str(lake.data()), lake.newest(), shop_id, zone, cut)


def agents_known(shop_id: str) -> frozenset[str]:
    """Every agent id that a staff row names."""
    return frozenset(row.agent_id for row in _rows(str(lake.data()), lake.newest(), shop_id))


def months_of(shop_id: str) -> tuple[str, str] | None:
    """The first and the last month (YYYY-MM) of which a shop has chats or orders, else a report."""
    return _months(str(lake.data()), lake.newest(), shop_id)


@kept(LRUCache(64))
def _months(folder: str, number: int, shop_id: str) -> tuple[str, str] | None:
    snapshot = lake.snapshot()
    files = [file for name in ("messages", "orders") for file in snapshot.files(name, shop_ids=[shop_id])]
    months = [file.month for file in files if file.month and file.rows]
    if not months and (source := reports.source_of(shop_id)):
        days = reports.days_of(shop_id, source)
        months = [f"{day:%Y-%m}" for day in days or ()]
    return (min(months), max(months)) if months else None


@kept(LRUCache(32))
def _people(folder: str, number: int, shop_id: str, day: date | None) -> tuple[Person, ...]:
    staff = lake.snapshot().scan("staff", shop_ids=[shop_id]).collect()
    rows: dict[str, list[StaffRow]] = {}
    for row in _rows(folder, number, shop_id):
        rows.setdefault(row.member_id, []).append(row)
    here = {} if day is None else {one.member_id: one for one in roster(staff, Period(day, _next(day)))}
    found = [
        Person(replace(here.get(one.member_id, one), spells=()), _standing(one, here, day), tuple(own))
        for one in roster(staff, _EVER)
        if (own := rows.get(one.member_id))
    ]
    order = {"here": 0, "coming": 1, "left": 2}
    return tuple(
        sorted(found, key=lambda one: (order[one.standing], one.member.team or "~", one.member.name))
    )


def _standing(ever: Member, here: dict[str, Member], day: date | None) -> str:
    if day is None or ever.member_id in here:
        return "here"
    return "left" if ever.left_on is not None and ever.left_on < day else "coming"


@kept(LRUCache(32))
def _rows(folder: str, number: int, shop_id: str) -> tuple[StaffRow, ...]:
    """Every staff row of a shop, the newest first."""
    if not number:
        return ()
    names = TABLES["staff"].names
    staff = (
        lake.snapshot()
        .scan("staff", shop_ids=[shop_id])
        .sort("valid_from", "seq", descending=True, nulls_last=True)
    )
    return tuple(StaffRow(**row) for row in staff.select(names).collect().iter_rows(named=True))


@kept(LRUCache(16))
def _strangers(folder: str, number: int, shop_id: str, zone: str, cut: int) -> tuple[Stranger, ...]:
    snapshot = lake.snapshot()
    known = snapshot.scan("staff", shop_ids=[shop_id]).select("agent_id").unique()
    parts = []
    for table, when in (("messages", "sent_at"), ("ratings", "rated_at")):
        rows = (
            snapshot.scan(table, shop_ids=[shop_id])
            .drop_nulls("agent_id")
            .join(known, on="agent_id", how="anti")
        )
        parts.append(
            rows.group_by("agent_id").agg(
                first=pl.col(when).min(),
                last=pl.col(when).max(),
                messages=pl.len() if table == "messages" else pl.lit(0, pl.UInt32),
                ratings=pl.len() if table == "ratings" else pl.lit(0, pl.UInt32),
            )
        )
    both = (
        pl.concat(parts)
        .group_by("agent_id")
        .agg(pl.col("messages", "ratings").sum(), pl.col("first").min(), pl.col("last").max())
        .sort("messages", "ratings", "agent_id", descending=[True, True, False])
        .collect(engine="streaming")
    )
    found = {row["agent_id"]: _stranger(row, zone, cut) for row in both.iter_rows(named=True)}
    known_ids = agents_known(shop_id)
    for agent, (days, first, last) in reports.strangers_in(shop_id, known_ids).items():
        talks = found.get(agent, Stranger(agent, 0, 0, first, last))
        both_ends = {"first": min(first, talks.first), "last": max(last, talks.last)}
        found[agent] = replace(talks, **both_ends, reported=days)
    return tuple(found.values())


def _stranger(row: dict[str, Any], zone: str, cut: int) -> Stranger:
    days = {name: business_day(row[name], zone, cut) for name in ("first", "last")}
    return Stranger(row["agent_id"], row["messages"], row["ratings"], days["first"], days["last"])


def _next(day: date) -> date:
    return day + timedelta(days=1)
