"""Measures as explained figures: yuan, seconds or a ratio, with numerator and denominator underneath."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed, words
from twofour.metrics import METRICS, Measure
from twofour.money import FEN_PER_YUAN, add, divide
from twofour.scheme.metric_book import MetricEntry
from twofour.text import Text

# Titles and units of the daily sums that are no metric themselves (metrics.md §7).
_SUMS: dict[str, tuple[Text, Unit]] = {
    "first_response_seconds": (Text("首次响应总秒数", "seconds to first responses"), "second"),
    "first_responses": (Text("首次响应次数", "first responses"), "count"),
    "response_seconds": (Text("响应总秒数", "response seconds"), "second"),
    "answered_waits": (Text("已回复的等待", "answered waits"), "count"),
    "within_30s": (Text("30 秒内回复", "answered within 30 s"), "count"),
    "within_180s": (Text("三分钟内回复", "answered within 3 min"), "count"),
    "within_all": (Text("全部等待", "all waits"), "count"),
    "ordered": (Text("下单的询单", "inquiries that ordered"), "count"),
    "paid": (Text("付款的询单", "inquiries that paid"), "count"),
    "ordered_same_day": (Text("当日下单的询单", "inquiries that ordered the same day"), "count"),
    "paid_same_day": (Text("当日付款的询单", "inquiries that paid the same day"), "count"),
    "paid_next_day": (Text("次日内付款的询单", "inquiries that paid by the next day"), "count"),
    "paid_7d": (Text("七日内付款的询单", "inquiries that paid within 7 days"), "count"),
    "refunded": (Text("已退款金额", "refunded"), "fen"),
    "refund_seconds": (Text("退款总秒数", "seconds to refunds"), "second"),
    "refunds_completed": (Text("完成的退款", "completed refunds"), "count"),
    "rating_points": (Text("评分合计", "rating points"), "point"),
    "ratings": (Text("评价数", "ratings"), "count"),
    "satisfied_ratings": (Text("满意评价数", "satisfied ratings"), "count"),
}
_NUMERATOR = Text("分子", "numerator")
_DENOMINATOR = Text("分母", "denominator")


def figure_node(entry: MetricEntry, measures: Sequence[Measure], label: Text, source: str) -> Node:
    """The figure of one subject over one or more months; no measure at all, or a denominator of 0: no value.

    Figures of several months add up, are divided anew from their sums, or are the last one's
    (``entry.combine``). ``measures`` are in order of time.
    """
    if not measures:
        formula = Text("没有数据", "no data")
        return Node(label, Quantity(None, entry.shown_unit), formula, source=source)
    if entry.combine == "last":
        measures = measures[-1:]
    pending = _pending(sum(measure.pending for measure in measures))
    if entry.combine == "add":
        total = add(*(divide(m.numerator, m.denominator) for m in measures if m.denominator))
        quantity = Quantity(_in_yuan(total) if entry.money else total, entry.shown_unit)
        return Node(label, quantity, pending, source=source)
    top, bottom = sum(m.numerator for m in measures), sum(m.denominator for m in measures)
    return _quotient(entry, top, bottom, pending, label, source)


def _quotient(
    entry: MetricEntry, top: int, bottom: int, pending: Text | None, label: Text, source: str
) -> Node:
    (top_title, top_unit), (bottom_title, bottom_unit) = _parts(entry)
    children = (
        leaf(top_title, _quantity(top, top_unit), source),
        leaf(bottom_title, _quantity(bottom, bottom_unit), source),
    )

    def formula() -> Text:
        how = words("quotient", children)
        return how if pending is None else Text(f"{how.zh}（{pending.zh}）", f"{how.en} ({pending.en})")

    return computed("quotient", label, entry.shown_unit, children, formula, source)


def _parts(entry: MetricEntry) -> tuple[tuple[Text, Unit], tuple[Text, Unit]]:
    metric = METRICS.get(entry.id)
    if metric is None or metric.denominator is None:
        return (_NUMERATOR, "count" if entry.unit == "ratio" else entry.unit), (_DENOMINATOR, "count")
    return _sum_of(metric.numerator, _NUMERATOR), _sum_of(metric.denominator, _DENOMINATOR)


def _sum_of(name: str, otherwise: Text) -> tuple[Text, Unit]:
    if name in _SUMS:
        return _SUMS[name]
    metric = METRICS.get(name)
    return (metric.title, metric.unit) if metric else (otherwise, "count")


def _quantity(amount: int, unit: Unit) -> Quantity:
    return Quantity(_in_yuan(Decimal(amount)), "yuan") if unit == "fen" else Quantity(amount, unit)


def _in_yuan(fen: Decimal) -> Decimal:
    return divide(fen, FEN_PER_YUAN)


def _pending(count: int) -> Text | None:
    return Text(f"其中 {count:,} 个结果未定", f"{count:,} may still change") if count else None
