"""Shops whose figures come from a platform's report: which one, how far it reaches, what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from cachetools import LRUCache

from twofour.events.rules import CountingRules
from twofour.metrics import Question
from twofour.metrics.own import MetricBook
from twofour.metrics.reported import (
    Reports,
    given,
    report_names,
    report_source,
    reported_book,
    reported_until,
    reports_of,
)
from twofour.metrics.reported.places import place_of
from twofour.period import Period
from twofour.text import Text
from twofour.web.bridge import lake
from twofour.web.bridge.kept import kept

_ANY_DAY = Period(date(2000, 1, 1), date(2000, 1, 2))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of the report that its figures come from. ``since``: the first day that the figures of
    the day shown sum up, where they are not of that day alone.
    """

    source: str
    title: Text
    since: date | None = None


def source_of(shop_id: str, chosen: str | None = None) -> str | None:
    """The platform whose report gives a shop's figures: the one that its rules name; else, where it has no
    chats, the one whose report reaches furthest. ``None`` where figures are counted.
    """
    return chosen or _only_source(str(lake.data()), lake.newest(), shop_id)


def shown(source: str | None, shop_id: str, day: date | None = None) -> Shown | None:
    """What to say of ``source`` on a page about ``day``; ``None`` where figures are counted."""
    if source is None:
        return None
    since = None if day is None else _since(str(lake.data()), lake.newest(), shop_id, source, day)
    return Shown(source, report_source(source).title, since)


def metrics_in(book: MetricBook, source: str | None) -> MetricBook:
    """The metrics of ``book`` that a shop can have: all of them, or what its report gives and its own."""
    if source is None:
        return book
    here = set(given(reported_book(source, book)))
    return {id: entry for id, entry in book.items() if entry.own or id in here}


def strangers_in(shop_id: str, known: frozenset[str]) -> dict[str, tuple[int, date, date]]:
    """Agent ids of the shop's reports that are not ``known``: on how many days, the first and the last."""
    found: dict[str, tuple[int, date, date]] = {}
    for source in report_names():
        for agent, days, first, last in _agents(str(lake.data()), lake.newest(), shop_id, source):
            if agent not in known:
                before = found.get(agent, (0, first, last))
                found[agent] = (max(days, before[0]), min(first, before[1]), max(last, before[2]))
    return found


def days_of(shop_id: str, source: str) -> tuple[date, date] | None:
    """The first and the last day of a shop's reports."""
    days = _reports(shop_id, source).rows["day"].to_list()
    return (min(days), max(days)) if days else None


@kept(LRUCache(64))
def _only_source(folder: str, number: int, shop_id: str) -> str | None:
    snapshot = lake.snapshot()
    if any(file.rows for file in snapshot.files("messages", shop_ids=[shop_id])):
        return None
    ends = {name: reported_until(snapshot, name, shop_id, CountingRules()) for name in report_names()}
    # Of reports that reach as far, the one with most to say.
    rank = {
        name: (end, len(given(reported_book(name))), name) for name, end in ends.items() if end is not None
    }
    return max(rank, key=lambda name: rank[name], default=None)


@kept(LRUCache(64))
def _since(folder: str, number: int, shop_id: str, source: str, day: date) -> date | None:
    rows = _reports(shop_id, source).rows.filter(pl.col("day") == day)
    firsts = [first for said in rows["evidence"].unique() if (first := place_of(said).first) is not None]
    return min(firsts, default=None)


@kept(LRUCache(64))
def _agents(folder: str, number: int, shop_id: str, source: str) -> list[tuple[str, int, date, date]]:
    """Every agent id of a report, on how many days it stands there, the first and the last of them."""
    found = []
    rows = _reports(shop_id, source).rows.filter(pl.col("subject_kind") == "agent")
    for (agent,), part in rows.group_by("subject_id"):
        firsts = [place_of(said).first for said in part["evidence"].unique()]
        days = part["day"].unique().to_list()
        found.append((str(agent), len(days), min([*days, *(one for one in firsts if one)]), max(days)))
    return found


def _reports(shop_id: str, source: str) -> Reports:
    """All of them, whatever the day."""
    return reports_of(Question(lake.snapshot(), (shop_id,), CountingRules(), _ANY_DAY, {}, cut=False), source)
