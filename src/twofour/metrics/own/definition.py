"""How somebody defines a metric: people enter it (an indicator), or it is a ratio, sum or difference."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from twofour.documents import FigureField, Id, Strict, Words, mistake, only_one
from twofour.explain import Unit
from twofour.metrics.catalogue import Category, Direction, Nature
from twofour.metrics.indicators import How
from twofour.metrics.own.entry import CATALOGUE, RESERVED, Combine, Composition, MetricEntry, check_unit
from twofour.money import fen_of
from twofour.text import Text

WrittenUnit = Literal["ratio", "count", "second", "yuan", "point", "number", "day"]
_WAYS = ("indicator", "ratio", "sum", "minus")
_UNITS: dict[WrittenUnit, Unit] = {
    "ratio": "ratio",
    "count": "count",
    "second": "second",
    "yuan": "fen",
    "point": "point",
    "number": "number",
    "day": "day",
}
_INDICATORS: dict[How, Combine] = {"mean": "pool", "sum": "add", "last": "last"}
Pair = tuple[Id, Id]


class OwnMetric(Strict):
    """One own metric, in a shop's file or in a scheme. ``kind`` is judged for indicators, else quantified."""

    metric: Id
    title: Words
    unit: WrittenUnit
    direction: Direction
    category: Category
    kind: Nature | None = None
    target: FigureField | None = None
    indicator: How | None = None
    ratio: Pair | None = None
    sum: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    minus: Pair | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        only_one(self, _WAYS)
        if self.metric in CATALOGUE or self.metric in RESERVED:
            raise mistake(
                Text(f"{self.metric} 是内置指标的名字", f"{self.metric} is a built-in metric"),
                Text("请换一个名字", "Choose another name"),
                "metric",
            )
        self._check_target()
        return self

    def _check_target(self) -> None:
        if self.target is None:
            return
        check_unit(self.metric, _UNITS[self.unit], self.target, "target")
        if self.unit == "yuan":
            try:
                fen_of(self.target.amount)
            except ValueError:
                raise mistake(
                    Text(
                        f"金额 {self.target.written} 超过两位小数",
                        f"{self.target.written} has more than two decimals",
                    ),
                    Text("金额最小到分，例如 0.50", "Money goes down to fen, for example 0.50"),
                    "target",
                ) from None

    def entry(self) -> MetricEntry:
        """The metric as the book lists it."""
        parts = self.ratio or self.sum or self.minus or ()
        composition: Composition | None = "ratio" if self.ratio else "sum" if self.sum else "minus"
        pooled: Combine = "pool" if self.ratio else "add"
        return MetricEntry(
            id=self.metric,
            title=self.title,
            unit=_UNITS[self.unit],
            direction=self.direction,
            category=self.category,
            combine=_INDICATORS[self.indicator] if self.indicator else pooled,
            composition=composition if parts else None,
            parts=parts,
            indicator=self.indicator,
            kind=self.kind or ("judged" if self.indicator else "quantified"),
            target=None if self.target is None else self.target.amount,
        )
