"""The metrics that a scheme can name: the catalogue's, its own, and the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twofour.documents import unknown
from twofour.explain import Unit
from twofour.metrics.catalogue import METRICS, Category, Direction, Metric, Scope
from twofour.text import Text

SCORE = "score"
# How figures of several members or months become one: added, pooled (sums divided anew) or the last.
Combine = Literal["add", "pool", "last"]
Composition = Literal["ratio", "sum", "minus"]


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """What a scheme must know of a metric. ``parts`` are metric ids; ``indicator``: people enter it."""

    id: str
    title: Text
    unit: Unit
    direction: Direction
    category: Category
    combine: Combine
    scope: Scope = "all"
    composition: Composition | None = None
    parts: tuple[str, ...] = ()
    indicator: bool = False

    @property
    def money(self) -> bool:
        """Whether its figures are amounts of money (fen in a measure, yuan in a scheme)."""
        return self.unit == "fen"

    @property
    def shown_unit(self) -> Unit:
        """The unit of its figures in schemes and explanations."""
        return "yuan" if self.money else self.unit


MetricBook = Mapping[str, MetricEntry]

SCORE_ENTRY = MetricEntry(
    SCORE, Text("考核得分", "score"), "point", "higher", "quality", "add", scope="member"
)


def _entry(metric: Metric) -> MetricEntry:
    return MetricEntry(
        metric.id,
        metric.title,
        metric.unit,
        metric.direction,
        metric.category,
        "last" if metric.snapshot else "pool" if metric.denominator else "add",
        metric.scope,
    )


CATALOGUE: MetricBook = {metric.id: _entry(metric) for metric in METRICS.values()}


def unknown_metric(metric: str, book: MetricBook) -> tuple[Text, Text]:
    """What is wrong and what would be right about the name of a metric that does not exist."""
    titles = {entry.title.zh: entry.id for entry in book.values()}
    return unknown(Text("指标", "metric"), metric, book, titles)


def leaves(book: MetricBook, metric: str) -> tuple[str, ...]:
    """The metrics that must be measured to know ``metric``: itself, or what it is composed of."""
    entry = book[metric]
    if not entry.parts:
        return (metric,)
    return tuple(dict.fromkeys(leaf for part in entry.parts for leaf in leaves(book, part)))
