"""The nearest figure in a scale's next better tier, in whole units of its measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from twofour.explain import Quantity
from twofour.metrics import METRICS, Measure, sum_unit, summed
from twofour.money import FEN_PER_YUAN, divide, multiply
from twofour.pay.payee import Payee
from twofour.pay.tiered import Tiered
from twofour.scheme.base import FIGURES_BESIDE
from twofour.scheme.metric_book import MetricEntry
from twofour.scheme.tiers import Tier
from twofour.scorecard.inputs import Key
from twofour.scorecard.scales import tier_of


@dataclass(frozen=True, slots=True)
class Target:
    """This month's ``measure`` as it would be on reaching the tier ``next``, ``more`` than now."""

    now: int | None
    next: int
    measure: Measure
    more: Quantity
    reaches: Quantity


def nearest(part: Tiered, payee: Payee) -> Target | None:
    """The nearest figure in the next better tier; ``None`` where there is none: the best tier is reached, no
    measure is at hand, or the figure is composed of several.
    """
    if part.metric in FIGURES_BESIDE:
        return None
    entry = payee.readings.entry(part.metric)
    sums = _sums(part, entry, payee)
    if sums is None:
        return None
    measure, top, bottom = sums
    scale = bottom * (FEN_PER_YUAN if entry.money else 1)
    at = tier_of(part.tiers, divide(top, scale))
    following = _beside(part.tiers, at, up=entry.direction != "lower")
    if following is None:
        return None
    bound, beyond = _entrance(part.tiers, at, following)
    needed = _whole(multiply(bound, Decimal(scale)), beyond, up=entry.direction != "lower")
    numerator = measure.numerator + needed - top
    if numerator < 0 and not entry.money:
        return None
    reached = replace(measure, numerator=numerator)
    more = _more(entry, needed - top, bottom)
    return Target(at, following, reached, more, Quantity(bound, entry.shown_unit))


def _sums(part: Tiered, entry: MetricEntry, payee: Payee) -> tuple[Measure, int, int] | None:
    """This month's measure, and numerator and denominator, as fine as its own, of the figure that picks the
    tier.
    """
    readings = payee.readings
    key: Key = ("member", payee.member.member_id, part.metric)
    measure = readings.inputs.measures.get(key)
    months = [month for month in readings.months(part.window) if month is not None]
    measures = [month.measures[key] for month in months if key in month.measures]
    if entry.parts or measure is None or not measures:
        return None
    if entry.combine == "last":
        measures = measures[-1:]
    top, bottom, scale = summed(measures)
    measure = measure.at_scale(scale)
    if entry.combine != "pool":
        alike = len({one.at_scale(scale).denominator for one in measures}) == 1
        bottom = measure.denominator if alike else 0
    return None if bottom == 0 else (measure, top, bottom)


def _beside(tiers: Sequence[Tier], at: int | None, *, up: bool) -> int | None:
    """The position of the next tier upwards or downwards."""
    if up:
        following = 0 if at is None else at + 1
        return following if following < len(tiers) else None
    return None if not at else at - 1


def _entrance(tiers: Sequence[Tier], at: int | None, following: int) -> tuple[Decimal, bool]:
    """The bound between two tiers, and whether the figure must lie beyond it to be in the following one."""
    up = at is None or following > at
    upper_bounds = tiers[0].side == "at_most"
    bound = tiers[min(at or 0, following) if upper_bounds else max(at or 0, following)].bound
    # A lower bound belongs to the tier above it (from) or below it (above), an upper bound to the one below.
    return bound, up != (tiers[0].side == "from")


def _whole(bound: Decimal, beyond: bool, *, up: bool) -> int:
    """The nearest whole number at the bound or beyond it."""
    if up:
        return (
            int(bound.to_integral_value(ROUND_FLOOR)) + 1
            if beyond
            else int(bound.to_integral_value(ROUND_CEILING))
        )
    return (
        int(bound.to_integral_value(ROUND_CEILING)) - 1
        if beyond
        else int(bound.to_integral_value(ROUND_FLOOR))
    )


def _more(entry: MetricEntry, moved: int, rows: int) -> Quantity:
    """By how much the numerator moves, as people count it: money in yuan, times and marks on average."""
    if entry.indicator is not None:
        return Quantity(divide(moved, rows * FEN_PER_YUAN if entry.money else rows), entry.shown_unit)
    by: int | Decimal = moved if entry.scale == 1 else divide(moved, entry.scale)
    bottom: int | Decimal = rows if entry.scale == 1 else divide(rows, entry.scale)
    metric = METRICS.get(entry.id)
    unit = sum_unit(metric.numerator) if metric is not None and metric.denominator else entry.unit
    if unit == "fen":
        return Quantity(divide(by, FEN_PER_YUAN * (bottom if entry.combine != "pool" else 1)), "yuan")
    if unit in ("second", "point", "number", "day") and bottom != 1:
        return Quantity(divide(by, bottom), unit)
    return Quantity(by, "count" if unit == "ratio" else unit)
