"""From the facts of some shops to the measures of agents, members, teams or shops (§7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from oracle import (
    attribution,
    conversations,
    followups,
    inquiries,
    persuasion,
    ratings,
    receptions,
    refunds,
    sales,
    speed,
    tickets,
)
from oracle.conversations import Span, all_spans
from oracle.events import Events, Fact, Row, Shop, read_shop
from oracle.shifts import attended
from oracle.snapshots import disputes_30d, most_open
from twofour.events.rules import CountingRules
from twofour.metrics.catalogue import METRICS, Metric
from twofour.metrics.measure import SubjectKind

FAMILIES: tuple[Callable[[Shop], Iterator[Fact]], ...] = (
    conversations.facts,
    receptions.facts,
    speed.facts,
    inquiries.facts,
    attribution.facts,
    sales.facts,
    persuasion.facts,
    refunds.facts,
    ratings.facts,
    tickets.facts,
    followups.facts,
)

Numbers = tuple[int, int, int]
Measures = dict[tuple[str, str, date | None], Numbers]


def oracle_measures(
    events: Events,
    rules: CountingRules,
    first_day: date,
    last_day: date,
    by: SubjectKind,
    grain: Literal["total", "day"] = "total",
    as_of: datetime | None = None,
) -> Measures:
    """(subject, metric, day) → (numerator, denominator, pending), ``first_day`` to ``last_day`` included.

    Events: table name → rows as in ``events/tables.py``, in order of arrival, times in UTC, money in fen.
    ``day`` is empty under ``grain: total``. A plain count has denominator 1; a quotient's may be 0.
    """
    shop_ids = sorted({row["shop_id"] for rows in events.values() for row in rows if row.get("shop_id")})
    shops = [read_shop(events, shop_id, rules, as_of) for shop_id in shop_ids]
    staff = events.get("staff", [])
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    sums = _daily_sums(shops, staff, by, days)
    if by in ("member", "team"):
        for subject, day, name, amount in attended(events, shops, by):
            if day in days:
                sums[subject, day][name] += amount
    if grain == "day":
        return _by_day(sums, by)
    return _totals(sums, by, staff, days) | _snapshots(shops, staff, by, days)


def facts_of(shop: Shop) -> list[Fact]:
    """Every daily sum of one shop, for agents and nobody."""
    return [fact for family in FAMILIES for fact in family(shop)]


def staff_row(staff: list[Row], shop_id: str, agent: str, day: date) -> Row | None:
    """The row that says who owned the agent on the day: of those valid then, the one that began last."""
    valid = [
        row
        for row in staff
        if (row["shop_id"], row["agent_id"]) == (shop_id, agent)
        and (row.get("valid_from") or date.min) <= day <= (row.get("valid_to") or date.max)
    ]
    return max(valid, key=lambda row: row.get("valid_from") or date.min, default=None)


def subject_of(by: SubjectKind, staff: list[Row], shop_id: str, agent: str | None, day: date) -> str | None:
    """Whom a fact counts for: the shop always; an agent; that day's member or team of the agent."""
    if by == "shop":
        return shop_id
    if by == "agent" or agent is None:
        return agent
    row = staff_row(staff, shop_id, agent, day)
    return None if row is None else row["member_id"] if by == "member" else row.get("team")


def _daily_sums(
    shops: list[Shop], staff: list[Row], by: SubjectKind, days: list[date]
) -> dict[tuple[str, date], dict[str, int]]:
    sums: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for shop in shops:
        for fact in facts_of(shop):
            if fact.day not in days:
                continue
            subject = subject_of(by, staff, shop.shop_id, fact.agent, fact.day)
            if subject is not None:
                sums[subject, fact.day][fact.name] += fact.amount
    return sums


def _metrics(by: SubjectKind) -> list[Metric]:
    """The metrics that such a subject can have and that are sums over days."""
    return [m for m in METRICS.values() if not m.snapshot and m.scope in _scopes(by)]


def _scopes(by: SubjectKind) -> tuple[str, ...]:
    return ("all", "shop") if by == "shop" else ("all", "member") if by in ("member", "team") else ("all",)


def _numbers(metric: Metric, sums: dict[str, int]) -> Numbers:
    return (
        sums.get(metric.numerator, 0),
        1 if metric.denominator is None else sums.get(metric.denominator, 0),
        0 if metric.pending is None else sums.get(metric.pending, 0),
    )


def _by_day(sums: dict[tuple[str, date], dict[str, int]], by: SubjectKind) -> Measures:
    return {
        (subject, metric.id, day): _numbers(metric, found)
        for (subject, day), found in sums.items()
        if any(found.values())
        for metric in _metrics(by)
    }


def _totals(
    sums: dict[tuple[str, date], dict[str, int]], by: SubjectKind, staff: list[Row], days: list[date]
) -> Measures:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in staff if by != "shop" else []:
        for day in days:
            subject = subject_of(by, staff, row["shop_id"], row["agent_id"], day)
            if subject is not None and staff_row(staff, row["shop_id"], row["agent_id"], day) is not None:
                totals[subject].setdefault("on_staff", 1)
    for (subject, _), found in sums.items():
        for name, amount in found.items():
            totals[subject][name] += amount
    return {
        (subject, metric.id, None): _numbers(metric, found)
        for subject, found in totals.items()
        for metric in _metrics(by)
    }


def _snapshots(shops: list[Shop], staff: list[Row], by: SubjectKind, days: list[date]) -> Measures:
    """peak_concurrent over the subject's spans that hold a human message; sums over the period as a whole."""
    spans: dict[str, list[Span]] = defaultdict(list)
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for shop in shops:
        for span in all_spans(shop):
            day = shop.day(span.start)
            subject = subject_of(by, staff, shop.shop_id, span.agent, day)
            if span.human and day in days and subject is not None:
                spans[subject].append(span)
        for fact in (*tickets.open_at_the_end(shop, days[-1]), *followups.standing(shop, days)):
            subject = subject_of(by, staff, shop.shop_id, fact.agent, fact.day)
            if subject is not None:
                sums[subject][fact.name] += fact.amount
        if by == "shop":
            sums[shop.shop_id] |= disputes_30d(shop, days[-1])
    found: Measures = {(s, "peak_concurrent", None): (most_open(mine), 1, 0) for s, mine in spans.items()}
    summed = [
        m for m in METRICS.values() if m.snapshot and m.id != "peak_concurrent" and m.scope in _scopes(by)
    ]
    return found | {
        (subject, metric.id, None): _numbers(metric, mine)
        for subject, mine in sums.items()
        for metric in summed
    }
