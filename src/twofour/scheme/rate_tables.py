"""Two-dimensional tables (二维表): rows cut by one metric, columns by another, a rate in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.base import MetricOrScore, Of, Vocabulary, vocabulary
from twofour.scheme.figures import FigureField, UpperBoundField
from twofour.scheme.metric_book import SCORE
from twofour.scheme.tiers import Amount, Rate, Side, Tier, check_tiers
from twofour.text import Text

Bounds = Annotated[tuple[FigureField, ...], Field(min_length=1)]


class Axis(Strict):
    """One side of a table: the metric (or score) that picks, and the bounds of its tiers."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    by: MetricOrScore
    from_: Bounds | None = Field(default=None, alias="from")
    above: Bounds | None = None
    at_most: Annotated[tuple[UpperBoundField, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        only_one(self, ("from_", "above", "at_most"))
        return self

    @property
    def side(self) -> Side:
        """The kind of its bounds."""
        return "from" if self.from_ is not None else "above" if self.above is not None else "at_most"

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The bounds as the tiers of a scale."""
        if self.from_ is not None:
            return tuple(Tier.model_construct(from_=bound) for bound in self.from_)
        if self.above is not None:
            return tuple(Tier.model_construct(above=bound) for bound in self.above)
        return tuple(Tier.model_construct(at_most=bound) for bound in self.at_most or ())

    def check(self, words: Vocabulary, of: Of, *at: str | int) -> None:
        """Raise a mistake unless the bounds are a sound scale of the metric."""
        entry = words.use(self.by, "member" if self.by == SCORE else of)
        check_tiers(entry, self.tiers, *at, self.side)


class Table(Strict):
    """A table of rates (of a commission) or of amounts (for each unit): a row for each row bound."""

    rows: Axis
    columns: Axis
    rates: tuple[tuple[Rate, ...], ...] | None = None
    amounts: tuple[tuple[Amount, ...], ...] | None = None

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Rows, then columns."""
        return self.rows, self.columns

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        vocabulary(info)
        key = only_one(self, ("rates", "amounts"))
        cells: Sequence[Sequence[Rate | Amount]] = self.rates or self.amounts or ()
        rows, columns = len(self.rows.tiers), len(self.columns.tiers)
        if len(cells) != rows:
            raise mistake(
                Text(
                    f"{key} 有 {len(cells)} 行，rows 有 {rows} 档",
                    f"{len(cells)} rows of {key} for {rows} tiers",
                ),
                Text("每一档写一行", "Write one row for each tier"),
                key,
            )
        for at, row in enumerate(cells):
            if len(row) != columns:
                raise mistake(
                    Text(
                        f"第 {at + 1} 行有 {len(row)} 格，columns 有 {columns} 档",
                        f"row {at + 1} has {len(row)} cells for {columns} tiers",
                    ),
                    Text("每一档写一格", "Write one cell for each tier"),
                    *(key, at),
                )
        return self

    def check(self, words: Vocabulary, of: Of, key: str) -> None:
        """Raise a mistake unless the table holds ``key`` (rates or amounts) and both axes are sound."""
        if getattr(self, key) is None:
            raise mistake(
                Text(f"这里的表要写 {key}", f"this table takes {key}"),
                Text(f"请写 {key}", f"Write {key}"),
                "table",
            )
        self.rows.check(words, of, "table", "rows")
        self.columns.check(words, of, "table", "columns")
