"""What other counting rules would move: the figures of a month counted both ways."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from twofour.events.rules import CountingRules
from twofour.metrics import Measure
from twofour.metrics.own import MetricEntry
from twofour.period import Period
from twofour.web.bridge import figures, rules


@dataclass(frozen=True, slots=True)
class Moved:
    """A metric that would move: the shop's figure both ways, and how many members' figures change."""

    entry: MetricEntry
    before: Measure | None
    after: Measure | None
    members: int


def effect(shop_id: str, period: Period, after: CountingRules) -> list[Moved]:
    """Every metric that any member's or the shop's figure of ``period`` changes in, the widest first."""
    before = rules.of(shop_id)
    if before == after:
        return []
    ways = [figures.figures(shop_id, period, "member", one) for one in (before, after)]
    shop = [figures.figures(shop_id, period, "shop", one) for one in (before, after)]
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
