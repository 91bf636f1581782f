"""A metric as tables, schemes and reports know it, built-in or a shop's own, and the book that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from twofour.documents import Figure, mistake, unknown
from twofour.explain import Unit
from twofour.metrics.catalogue import METRICS, Category, Direction, Metric, Nature, Scope
from twofour.metrics.indicators import How, Indicator
from twofour.text import Text

if TYPE_CHECKING:  # the room of reports builds on this module
    from twofour.metrics.reported.recipe import Recipe

SCORE = "score"
"""By this name schemes call the total score."""
RESERVED = frozenset({SCORE, "tenure_months"})
"""Figures that schemes know beside metrics, so no metric may have these names."""

# How figures of several members or months become one: added, pooled (sums divided anew) or the last.
Combine = Literal["add", "pool", "last"]
Composition = Literal["ratio", "sum", "minus"]


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """What must be known of a metric to name it. ``parts`` are metric ids, of a composed metric.

    ``indicator``: people enter it, or another tool counts it, and this is how values of a period become one
    figure. ``target`` is in ``shown_unit``; only own metrics have one. ``recipe``: the figure is taken from
    a platform's report (or, where the report does not give it, is missing) instead of being counted.
    """

    id: str
    title: Text
    unit: Unit
    direction: Direction
    category: Category
    combine: Combine
    scope: Scope = "all"
    composition: Composition | None = None
    parts: tuple[str, ...] = ()
    indicator: How | None = None
    kind: Nature = "quantified"
    target: Decimal | None = None
    recipe: Recipe | None = None

    @property
    def money(self) -> bool:
        """Whether its figures are amounts of money (fen in a measure, yuan in a scheme)."""
        return self.unit == "fen"

    @property
    def shown_unit(self) -> Unit:
        """The unit of its figures in schemes and explanations."""
        return "yuan" if self.money else self.unit

    @property
    def scale(self) -> int:
        """By how much the integers of its measures are finer than what they count."""
        return 1 if self.recipe is None else self.recipe.scale

    @property
    def own(self) -> bool:
        """Whether somebody defined it in a file or a scheme."""
        return self.composition is not None or self.indicator is not None


MetricBook = Mapping[str, MetricEntry]


def _entry(metric: Metric) -> MetricEntry:
    return MetricEntry(
        metric.id,
        metric.title,
        metric.unit,
        metric.direction,
        metric.category,
        "last" if metric.snapshot else "pool" if metric.denominator else "add",
        metric.scope,
        kind=metric.nature,
    )


CATALOGUE: MetricBook = {metric.id: _entry(metric) for metric in METRICS.values()}
"""The built-in metrics."""


def unknown_metric(metric: str, book: MetricBook) -> tuple[Text, Text]:
    """What is wrong and what would be right about the name of a metric that does not exist."""
    titles = {entry.title.zh: entry.id for entry in book.values()}
    return unknown(Text("指标", "metric"), metric, book, titles)


def leaves(book: MetricBook, metric: str) -> tuple[str, ...]:
    """The metrics that must be measured to know ``metric``: itself, or what it is composed of."""
    found: dict[str, None] = {}
    waiting, reached = [metric], set[str]()
    while waiting:
        part = waiting.pop()
        if part in reached:
            continue
        reached.add(part)
        if book[part].parts:
            waiting.extend(reversed(book[part].parts))
        else:
            found[part] = None
    return tuple(found)


def indicators_of(book: MetricBook) -> dict[str, Indicator]:
    """The metrics of the book that people enter, as ``measure_indicators`` wants them."""
    entries = (entry for entry in book.values() if entry.indicator is not None)
    return {entry.id: Indicator(entry.indicator, entry.unit) for entry in entries if entry.indicator}


def check_unit(metric: str, unit: Unit, limit: Figure, *at: str | int) -> None:
    """Raise a mistake unless ``limit`` is written in ``unit``: percent for ratios, everything else plain."""
    if limit.amount == 0 or limit.amount.is_infinite():
        return
    if unit == "ratio" and not limit.percent:
        raise mistake(
            Text(
                f"{metric} 是比率，{limit.written} 没有写百分号",
                f"{metric} is a ratio, {limit.written} lacks %",
            ),
            Text(f"应写成 {limit.written}%", f"Write {limit.written}%"),
            *at,
        )
    if unit != "ratio" and limit.percent:
        word = _UNIT_WORDS.get(unit, _UNIT_WORDS["number"])
        plain = limit.written.rstrip("%")
        raise mistake(
            Text(
                f"{metric} 按{word.zh}计，不能写 {limit.written}",
                f"{metric} is in {word.en}, not {limit.written}",
            ),
            Text(f"去掉百分号，例如 {plain}", f"Leave the percent sign out, for example {plain}"),
            *at,
        )


_UNIT_WORDS = {
    "fen": Text("元", "yuan"),
    "second": Text("秒", "seconds"),
    "count": Text("次数", "counts"),
    "point": Text("分", "points"),
    "day": Text("天", "days"),
    "number": Text("数值", "plain numbers"),
}
