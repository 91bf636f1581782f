"""A scheme's own metrics: figures that people enter, and ratios, sums and differences of other metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.explain import Unit
from twofour.metrics.catalogue import Category, Direction
from twofour.scheme.figures import Id, Words
from twofour.scheme.metric_book import (
    CATALOGUE,
    SCORE,
    Combine,
    Composition,
    MetricBook,
    MetricEntry,
    unknown_metric,
)
from twofour.text import Text

WrittenUnit = Literal["ratio", "count", "second", "yuan", "point", "number", "day"]
_KINDS = ("indicator", "ratio", "sum", "minus")
_UNITS: dict[WrittenUnit, Unit] = {
    "ratio": "ratio",
    "count": "count",
    "second": "second",
    "yuan": "fen",
    "point": "point",
    "number": "number",
    "day": "day",
}
_INDICATORS: dict[str, Combine] = {"mean": "pool", "sum": "add", "last": "last"}
Pair = tuple[Id, Id]


class OwnMetric(Strict):
    """A metric that the scheme declares: entered by people (``indicator``), or composed of others."""

    metric: Id
    title: Words
    unit: WrittenUnit
    direction: Direction
    category: Category
    indicator: Literal["mean", "sum", "last"] | None = None
    ratio: Pair | None = None
    sum: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    minus: Pair | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        only_one(self, _KINDS)
        if self.metric in CATALOGUE or self.metric == SCORE:
            raise mistake(
                Text(f"{self.metric} 是内置指标的名字", f"{self.metric} is a built-in metric"),
                Text("请换一个名字", "Choose another name"),
                "metric",
            )
        return self

    def entry(self) -> MetricEntry:
        """The metric as the book lists it."""
        parts = self.ratio or self.sum or self.minus or ()
        composition: Composition | None = "ratio" if self.ratio else "sum" if self.sum else "minus"
        return MetricEntry(
            id=self.metric,
            title=self.title,
            unit=_UNITS[self.unit],
            direction=self.direction,
            category=self.category,
            combine="pool" if self.ratio else _INDICATORS.get(self.indicator or "", "add"),
            composition=composition if parts else None,
            parts=parts,
            indicator=self.indicator is not None,
        )


def metric_book(own: Sequence[OwnMetric]) -> MetricBook:
    """The catalogue and ``own`` metrics. Raises a mistake: double or unknown id, circle, mixed units."""
    book = dict(CATALOGUE)
    for position, metric in enumerate(own):
        if metric.metric in book:
            raise mistake(
                Text(f"指标 {metric.metric} 定义了两次", f"metric {metric.metric} is defined twice"),
                Text("请删去一处", "Delete one"),
                *(position, "metric"),
            )
        book[metric.metric] = metric.entry()
    for position, metric in enumerate(own):
        entry = book[metric.metric]
        for place, part in enumerate(entry.parts):
            if part not in book:
                raise mistake(*unknown_metric(part, book), position, str(entry.composition), place)
        _check_circle(book, entry, position)
    for position, metric in enumerate(own):
        _check_units(book, book[metric.metric], position)
    return book


def _check_circle(book: MetricBook, entry: MetricEntry, position: int) -> None:
    reached, waiting = set[str](), list(entry.parts)
    while waiting:
        part = waiting.pop()
        if part == entry.id:
            raise mistake(
                Text(f"指标 {entry.id} 绕了一圈又用到自己", f"metric {entry.id} is composed of itself"),
                Text("请断开这个循环", "Break the circle"),
                position,
                str(entry.composition),
            )
        if part not in reached and part in book:
            reached.add(part)
            waiting.extend(book[part].parts)


def _check_units(book: MetricBook, entry: MetricEntry, position: int) -> None:
    units = [book[part].unit for part in entry.parts]
    if entry.composition in ("sum", "minus"):
        sound = all(unit == entry.unit for unit in units)
    elif entry.composition == "ratio":
        # Money by money is a plain ratio, money by anything else is money, and nothing is counted per yuan.
        top, bottom = (unit == "fen" for unit in units)
        sound = entry.money == (top and not bottom) and (top or not bottom)
    else:
        sound = True
    if not sound:
        shown = [book[part].shown_unit for part in entry.parts]
        listed = ", ".join(f"{part} ({unit})" for part, unit in zip(entry.parts, shown, strict=True))
        raise mistake(
            Text(
                f"单位对不上：{entry.shown_unit} 不能由 {listed} 得出",
                f"{entry.shown_unit} cannot come from {listed}",
            ),
            Text("请改 unit，或换指标", "Change the unit or the metrics"),
            *(position, "unit"),
        )
