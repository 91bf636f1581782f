"""Measures as explained figures: yuan, seconds or a ratio, with numerator and denominator underneath."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed, words
from twofour.metrics import METRICS, Measure, sum_title, sum_unit
from twofour.money import FEN_PER_YUAN, add, divide
from twofour.scheme.metric_book import MetricEntry
from twofour.text import Text

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
    pending = _pending(sum([measure.pending for measure in measures]))
    if entry.combine == "add":
        total = add(*(divide(m.numerator, m.denominator) for m in measures if m.denominator))
        quantity = Quantity(_in_yuan(total) if entry.money else total, entry.shown_unit)
        return Node(label, quantity, pending, source=source)
    top, bottom = sum([m.numerator for m in measures]), sum([m.denominator for m in measures])
    return _quotient(entry, top, bottom, pending, label, source)


def _quotient(
    entry: MetricEntry, top: int, bottom: int, pending: Text | None, label: Text, source: str
) -> Node:
    (top_title, top_unit), (bottom_title, bottom_unit) = _parts_of(entry.id, entry.unit)
    children = (
        leaf(top_title, _quantity(top, top_unit), source),
        leaf(bottom_title, _quantity(bottom, bottom_unit), source),
    )

    def formula() -> Text:
        how = words("quotient", children)
        return how if pending is None else Text(f"{how.zh}（{pending.zh}）", f"{how.en} ({pending.en})")

    return computed("quotient", label, entry.shown_unit, children, formula, source)


@cache
def _parts_of(id: str, unit: Unit) -> tuple[tuple[Text, Unit], tuple[Text, Unit]]:
    metric = METRICS.get(id)
    if metric is None or metric.denominator is None:
        return (_NUMERATOR, "count" if unit == "ratio" else unit), (_DENOMINATOR, "count")
    top, bottom = metric.numerator, metric.denominator
    return (sum_title(top), sum_unit(top)), (sum_title(bottom), sum_unit(bottom))


def _quantity(amount: int, unit: Unit) -> Quantity:
    return Quantity(_in_yuan(Decimal(amount)), "yuan") if unit == "fen" else Quantity(amount, unit)


def _in_yuan(fen: Decimal) -> Decimal:
    return divide(fen, FEN_PER_YUAN)


def _pending(count: int) -> Text | None:
    return Text(f"其中 {count:,} 个结果未定", f"{count:,} may still change") if count else None
