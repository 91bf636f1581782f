"""Candidate metrics (steps 3 and 4): what a role can be appraised by, and how the shop stands in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from twofour.metrics import METRICS, Measure, sum_unit, summed
from twofour.metrics.catalogue import Category
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.metrics.reported import given, report_of
from twofour.money import divide, subtract
from twofour.plan.past import PastMonths, Point
from twofour.plan.wilson import Interval, wilson
from twofour.text import Text

CEILING = Decimal("0.95")
MOST_KEEP = (Decimal(20), Decimal(80))
"""Shares of a duty: four in five keep it already."""
_FAR, _FALLEN = Decimal("0.25"), Decimal("0.10")
_ENOUGH = 30  # a best out of fewer rows is luck
_PRE_SALES = (
    "inquiry_pay_rate order_pay_rate effective_sales average_ticket items_per_customer upsell_orders"
    " repurchase_customers urge_success received mean_response first_response response_within_180s reply_rate"
    " answer_ratio satisfied_rate low_ratings named_praise invite_rate refund_rate"
)
_AFTER_SALES = (
    "first_fix_rate ticket_duration ticket_satisfaction ticket_quality complaints refund_duration received"
    " mean_response response_within_180s reply_rate satisfied_rate low_ratings named_praise returning_sales"
)
_KIN = (
    frozenset({"first_response", "mean_response", "response_within_30s", "response_within_180s"}),
    frozenset({"inquiry_pay_rate", "inquiry_order_rate", "same_day_order_rate", "same_day_pay_rate"})
    | {"next_day_pay_rate", "seven_day_pay_rate"},
    frozenset({"satisfied_rate", "rating_score", "low_ratings"}),
    frozenset({"average_ticket", "items_per_customer"}),
)


class Side(NamedTuple):
    """A side of the work (mission: what must not go unmeasured), with the metrics that show it best."""

    title: Text
    categories: frozenset[Category]
    metric: str
    of_after_sales: str = ""

    def example(self, roles: Sequence[str] | None) -> str:
        """The metric that shows it best for these roles."""
        return self.of_after_sales if self.of_after_sales and roles == ("after_sales",) else self.metric


SIDES: dict[str, Side] = {
    "sales": Side(Text("销售", "sales"), frozenset({"sales"}), "effective_sales"),
    "conversion": Side(Text("转化", "conversion"), frozenset({"conversion"}), "inquiry_pay_rate"),
    "speed": Side(Text("响应速度", "speed"), frozenset({"speed"}), "mean_response"),
    "attitude": Side(Text("服务态度", "attitude"), frozenset({"attitude"}), "satisfied_rate"),
    "quality": Side(
        Text("质量和售后", "quality and after-sales"), frozenset({"quality", "after-sales"}),
        "refund_rate", "first_fix_rate",
    ),
    "workload": Side(Text("工作量", "workload"), frozenset({"workload"}), "received"),
}  # fmt: skip


def sides_of(roles: Sequence[str] | None) -> tuple[str, ...]:
    """The sides that a scheme for these roles has to look at; who only helps after the sale sells nothing."""
    if roles == ("after_sales",):
        return ("speed", "attitude", "quality", "workload")
    return tuple(SIDES)


def candidates(past: PastMonths, roles: Sequence[str] | None) -> list[str]:
    """Metrics worth listing for these roles, the shop's own included, that have a figure."""
    names = _AFTER_SALES if roles == ("after_sales",) else _PRE_SALES
    own = [entry.id for entry in past.book.values() if entry.own and entry.direction != "neither"]
    listed = [in_book(past.book, name) for name in names.split()]
    return [name for name in dict.fromkeys([*listed, *own]) if past.figures(name)]


def in_book(book: MetricBook, metric: str) -> str:
    """``metric``; sales in the place of effective sales where a platform's report knows no refunds."""
    if metric != "effective_sales" or report_of(book) is None or metric in (here := given(book)):
        return metric
    return "sales" if "sales" in here else metric


@dataclass(frozen=True, slots=True)
class Look:
    """How these people stand in one metric: together now and the month before, and the best of them.

    ``weak`` says why the metric is weak, if it is; ``ceiling``: there is nothing left to gain.
    """

    entry: MetricEntry
    now: Decimal | None
    before: Decimal | None
    best: Point | None
    weak: Text | None
    ceiling: bool


def look(past: PastMonths, metric: str) -> Look:
    """The latest month beside the one before it."""
    entry = past.book[metric]
    now, before = past.pooled(metric), past.pooled(metric, 1)
    best = best_of(past, metric)
    weak = None
    if now is not None and entry.combine == "pool" and entry.direction != "neither":
        weak = _fallen(past, metric, now, before) or _far(past, metric, now, best)
    full = entry.unit == "ratio" and entry.direction == "higher" and is_share(metric)
    return Look(entry, now, before, best, weak, bool(full and now is not None and now >= CEILING))


def best_of(past: PastMonths, metric: str) -> Point | None:
    """The best figure of the latest month, of those that rest on enough rows."""
    entry = past.book[metric]
    points = [
        point
        for point in past.of_month(metric, 0)
        if entry.combine != "pool" or point.measure.denominator >= _ENOUGH * entry.scale
    ]
    if not points:
        return None
    amount = (min if entry.direction == "lower" else max)(point.amount for point in points)
    return next(point for point in points if point.amount == amount)


def kin(metric: str) -> frozenset[str]:
    """The metrics that show much the same as ``metric``, itself included."""
    return next((group for group in _KIN if metric in group), frozenset({metric}))


def is_share(metric: str) -> bool:
    """Whether the metric counts how many of its rows turn out well, so that chance can be reckoned."""
    known = METRICS.get(metric)
    if known is None or known.denominator is None or known.unit != "ratio" or metric == "answer_ratio":
        return False
    return sum_unit(known.numerator) == "count" and sum_unit(known.denominator) == "count"


def interval(metric: str, measure: Measure) -> Interval | None:
    """Where a share really lies, chance allowed for; ``None`` where the metric is no share."""
    if not is_share(metric) or not 0 <= measure.numerator <= measure.denominator or not measure.denominator:
        return None
    return wilson(measure.numerator, measure.denominator)


def together(past: PastMonths, metric: str, month: int) -> Measure | None:
    """The sums of everybody in one month as one measure."""
    measures = [point.measure for point in past.of_month(metric, month)]
    if not measures:
        return None
    top, bottom, scale = summed(measures)
    return Measure("team", "", metric, top, bottom, 0, measures[0].unit, scale=scale)


def _fallen(past: PastMonths, metric: str, now: Decimal, before: Decimal | None) -> Text | None:
    entry = past.book[metric]
    if not before or not _worse(entry, now, before):
        return None
    latest, earlier = together(past, metric, 0), together(past, metric, 1)
    if latest is None or earlier is None or min(latest.denominator, earlier.denominator) < _ENOUGH:
        return None
    change = divide(abs(subtract(now, before)), before)
    one, other = interval(metric, latest), interval(metric, earlier)
    by_chance = change < _FALLEN if one is None or other is None else one.overlaps(other)
    return None if by_chance else Text("比上月下滑", "worse than the month before")


def _far(past: PastMonths, metric: str, now: Decimal, best: Point | None) -> Text | None:
    entry = past.book[metric]
    if best is None or not now or not _worse(entry, now, best.amount):
        return None
    gap = divide(
        abs(subtract(best.amount, now)), max(now, best.amount) if entry.direction == "lower" else now
    )
    if gap < _FAR:
        return None
    whole = together(past, metric, 0)
    mean = None if whole is None else interval(metric, whole)
    own = interval(metric, best.measure)
    if mean is not None and own is not None and mean.overlaps(own):
        return None
    return Text("与最好的差距大", "far behind the best")


def _worse(entry: MetricEntry, one: Decimal, other: Decimal) -> bool:
    return one > other if entry.direction == "lower" else one < other
