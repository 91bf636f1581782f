"""Measures as explained figures: yuan, seconds or a ratio, with numerator and denominator underneath."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache, partial

from twofour.explain import Node, Unit, leaf
from twofour.explain.node import Words
from twofour.explain.working import computed, words
from twofour.metrics import METRICS, Measure, sum_title, sum_unit, summed
from twofour.metrics.reported import Recipe
from twofour.money import FEN_PER_YUAN, add, divide
from twofour.scheme.metric_book import MetricEntry
from twofour.scorecard.reported import lacking, told
from twofour.text import Text

_NUMERATOR = Text("分子", "numerator")
_DENOMINATOR = Text("分母", "denominator")


def figure_node(entry: MetricEntry, measures: Sequence[Measure], label: Text, source: str) -> Node:
    """The figure of one subject over one or more months; no measure at all, or a denominator of 0: no value.

    Figures of several months add up, are divided anew from their sums, or are the last one's
    (``entry.combine``). ``measures`` are in order of time. A figure from a report says where it stands.
    """
    recipe = entry.recipe
    if not measures:
        formula = Text("没有数据", "no data") if recipe is None else lacking(recipe)
        return Node(label, (None, entry.shown_unit), formula, source=source)
    if entry.combine == "last":
        measures = measures[-1:]
    pending = _pending(sum([measure.pending for measure in measures]))
    note = pending if recipe is None else partial(_reported, recipe, tuple(measures), pending)
    if entry.combine == "add" or (recipe is not None and not recipe.divided):
        total = add(*(divide(m.numerator, m.denominator) for m in measures if m.denominator))
        amount = _in_yuan(total) if entry.money else total
        return Node(label, (amount, entry.shown_unit), note, source=source)
    return _quotient(entry, measures, note, label, source)


def _reported(recipe: Recipe, measures: Sequence[Measure], pending: Text | None) -> Text:
    where = told(recipe, measures)
    return where if pending is None else Text(f"{pending.zh}；{where.zh}", f"{pending.en}; {where.en}")


def _quotient(
    entry: MetricEntry, measures: Sequence[Measure], note: Words | None, label: Text, source: str
) -> Node:
    top, bottom, finer = summed(measures)
    scale = entry.scale * finer
    sides = _parts_of(entry.id, entry.unit) if entry.recipe is None else entry.recipe.sides()
    (top_title, top_unit), (bottom_title, bottom_unit) = sides
    children = (
        leaf(top_title, _side(top, top_unit, scale), source),
        leaf(bottom_title, _side(bottom, bottom_unit, scale), source),
    )

    def formula() -> Text:
        how = words("quotient", children)
        if note is None:
            return how
        said = note if isinstance(note, Text) else note()
        return Text(f"{how.zh}（{said.zh}）", f"{how.en} ({said.en})")

    return computed("quotient", label, entry.shown_unit, children, formula, source)


@cache
def _parts_of(id: str, unit: Unit) -> tuple[tuple[Text, Unit], tuple[Text, Unit]]:
    metric = METRICS.get(id)
    if metric is None or metric.denominator is None:
        return (_NUMERATOR, "count" if unit == "ratio" else unit), (_DENOMINATOR, "count")
    top, bottom = metric.numerator, metric.denominator
    return (sum_title(top), sum_unit(top)), (sum_title(bottom), sum_unit(bottom))


def _side(amount: int, unit: Unit, scale: int) -> tuple[Decimal | int, Unit]:
    whole = amount if scale == 1 else divide(amount, scale)
    return (_in_yuan(Decimal(whole)), "yuan") if unit == "fen" else (whole, unit)


def _in_yuan(fen: Decimal) -> Decimal:
    return divide(fen, FEN_PER_YUAN)


def _pending(count: int) -> Text | None:
    return Text(f"其中 {count:,} 个结果未定", f"{count:,} may still change") if count else None
