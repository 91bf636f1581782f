"""The table of the metrics page: subjects in rows, metrics in columns, another period beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from twofour.metrics import Measure, SubjectKind, quantity_of
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.period import Period
from twofour.text import Text
from twofour.web.bridge import figures, lake
from twofour.web.bridge.kept import kept


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures: kind, id, what they are called, and the member and team whom the right is asked for."""

    kind: SubjectKind
    id: str
    name: str
    member_id: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the same in the period beside it; ``better`` says which way it went."""

    metric: str
    measure: Measure | None
    beside: Measure | None = None
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One subject's figures, in the order of the columns."""

    subject: Subject
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything shown."""

    entries: tuple[MetricEntry, ...]
    rows: tuple[Row, ...]


def subjects(shop_id: str, period: Period, kind: SubjectKind) -> list[Subject]:
    """Everybody of a kind in a period, members by team and name."""
    people = sorted(lake.people(shop_id, period), key=lambda one: (one.team or "", one.name))
    if kind == "shop":
        return [Subject("shop", shop_id, shop_id)]
    if kind == "member":
        return [Subject("member", one.member_id, one.name, one.member_id, one.team) for one in people]
    if kind == "team":
        teams = sorted({one.team for one in people if one.team})
        return [Subject("team", team, team, team=team) for team in teams]
    owners = _owners(str(lake.data()), lake.newest(), shop_id)
    known = {one.member_id: one for one in people}
    found = sorted({agent for agent, _ in figures.figures(shop_id, period, "agent")})
    return [
        Subject("agent", agent, agent, owner, known[owner].team if owner in known else None)
        for agent in found
        for owner in [owners.get(agent)]
    ]


def table(
    shop_id: str,
    period: Period,
    beside: Period | None,
    chosen: Sequence[Subject],
    metrics: Sequence[str],
    only: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """The figures of ``chosen``; of a subject named in ``only`` just the metrics listed there."""
    parts = tuple((id, frozenset(allowed)) for id, allowed in (only or {}).items())
    return _table(
        str(lake.data()),
        lake.newest(),
        figures.own_metrics(),
        shop_id,
        figures.ways(shop_id),
        period,
        beside,
        tuple(chosen),
        tuple(metrics),
        parts,
    )


@kept(LRUCache(64))
def _table(
    folder: str,
    number: int,
    own: tuple[int, int],
    shop_id: str,
    ways: figures.Ways,
    period: Period,
    beside: Period | None,
    chosen: tuple[Subject, ...],
    metrics: tuple[str, ...],
    only: tuple[tuple[str, frozenset[str]], ...],
) -> Table:
    book, parts = figures.book(), dict(only)
    entries = tuple(book[metric] for metric in metrics if metric in book)
    if not chosen:
        return Table(entries, ())
    kind = chosen[0].kind
    now = figures.figures(shop_id, period, kind, ways)
    then = figures.figures(shop_id, beside, kind, ways) if beside else {}
    rows = []
    for subject in chosen:
        allowed = parts.get(subject.id)
        rows.append(
            Row(
                subject,
                tuple(
                    _cell(entry, now.get((subject.id, entry.id)), then.get((subject.id, entry.id)))
                    if allowed is None or entry.id in allowed
                    else Cell(entry.id, None)
                    for entry in entries
                ),
            )
        )
    return Table(entries, tuple(rows))


def _cell(entry: MetricEntry, now: Measure | None, then: Measure | None) -> Cell:
    if now is None or then is None or entry.direction == "neither":
        return Cell(entry.id, now, then)
    new, old = quantity_of(now).amount, quantity_of(then).amount
    if new is None or old is None or new == old:
        return Cell(entry.id, now, then)
    return Cell(entry.id, now, then, (new > old) is (entry.direction == "higher"))


@kept(LRUCache(16))
def _owners(folder: str, number: int, shop_id: str) -> dict[str, str]:
    """Agent id → the member who has it, by the newest row."""
    staff = lake.snapshot().scan("staff", shop_ids=[shop_id]).sort("valid_from", "seq").collect()
    return dict(zip(staff["agent_id"], staff["member_id"], strict=True))


CATEGORIES: Mapping[str, Text] = {
    "workload": Text("接待量", "Workload"),
    "speed": Text("响应", "Speed"),
    "conversion": Text("转化", "Conversion"),
    "sales": Text("销售", "Sales"),
    "after-sales": Text("售后", "After-sales"),
    "attitude": Text("态度", "Attitude"),
    "quality": Text("质量", "Quality"),
    "knowledge": Text("知识", "Knowledge"),
    "follow-up": Text("跟单", "Follow-up"),
}
"""Categories of metrics in the order in which people look for them."""


def by_category(book: MetricBook) -> list[tuple[Text, list[MetricEntry]]]:
    """The metrics of a book under their categories."""
    known = book.values()
    found = [(title, [one for one in known if one.category == id]) for id, title in CATEGORIES.items()]
    return [(title, entries) for title, entries in found if entries]
