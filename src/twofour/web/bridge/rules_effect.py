"""What other counting rules would move: the figures of a month counted both ways."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from twofour.metrics import Measure
from twofour.metrics.own import MetricEntry
from twofour.period import Period
from twofour.web.bridge import figures, reports, rules


@dataclass(frozen=True, slots=True)
class Moved:
    """A metric that would move: the shop's figure both ways, and how many members' figures change."""

    entry: MetricEntry
    before: Measure | None
    after: Measure | None
    members: int


def effect(shop_id: str, period: Period, after: rules.Said) -> list[Moved]:
    """Every metric that any member's or the shop's figure of ``period`` changes in, the widest first."""
    before = figures.ways(shop_id)
    both = (before, (after.counting, reports.source_of(shop_id, after.measures_from)))
    if both[0] == both[1]:
        return []
    ways = [figures.figures(shop_id, period, "member", one) for one in both]
    shop = [figures.figures(shop_id, period, "shop", one) for one in both]
    members = {id for way in ways for id, _ in way}
    found = []
    for metric, entry in figures.book().items():
        count = sum(_differs(*(way.get((id, metric)) for way in ways)) for id in members)
        one, other = (way.get((shop_id, metric)) for way in shop)
        if count or _differs(one, other):
            found.append(Moved(entry, one, other, count))
    return sorted(found, key=lambda moved: -moved.members)


def _differs(one: Measure | None, other: Measure | None) -> bool:
    return _said(one) != _said(other)


def _said(measure: Measure | None) -> Collection[int] | None:
    return None if measure is None else (measure.numerator, measure.denominator, measure.pending)
