"""Many source rows into one: invoice lines into orders, summed exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce

import polars as pl

from twofour.events.tables import Kind
from twofour.sources.generic.kinds import EXACT, Reading, decimal_of, moments, number_of
from twofour.sources.mapping.document import Origin, TableMap
from twofour.sources.mapping.expressions import cell, cells_of, columns_of, translated
from twofour.sources.readers import Batch, Broken
from twofour.sources.readers.batch import Locate
from twofour.text import Text

_NUMBER = pl.Decimal(38, 9)
_ROW, _KEY, _WEIGHT, _BAD = "_row", "_key", "_weight_", "_bad"


class Groups:
    """Collects the rows of one entry under ``tables`` and sums them up when all are there."""

    def __init__(self, part: TableMap, readings: Mapping[str, Reading]) -> None:
        self._part = part
        self._readings = readings
        self._needed = sorted(
            {name for origin in part.columns.values() for name in columns_of(origin)} | set(part.group_by)
        )
        self._frames: list[pl.DataFrame] = [pl.DataFrame(schema=dict.fromkeys(self._needed, pl.String))]
        self._starts: list[int] = []
        self._locators: list[Locate] = []
        self._height = 0

    def add(self, rows: pl.DataFrame, locate: Locate) -> None:
        """Take in more rows; nothing comes out before ``summed_up``."""
        self._frames.append(rows.select(self._needed))
        self._starts.append(self._height)
        self._locators.append(locate)
        self._height += rows.height

    def summed_up(self) -> Batch:
        """One row per group, in order of first appearance, standing where the group's first row stands.

        A row that belongs to no group comes out broken; so does a whole group one of whose numbers or times
        cannot be read, because a sum that leaves out a line is wrong.
        """
        rows = pl.concat(self._frames).with_row_index(_ROW)
        key = pl.struct(cell(name).alias(name) for name in self._part.group_by)
        whole = pl.all_horizontal(cell(name).is_not_null() for name in self._part.group_by)
        rows = rows.with_columns(pl.when(whole).then(key).alias(_KEY))
        weights = {name: self._weights(rows, name, origin) for name, origin in self._part.columns.items()}
        rows = rows.with_columns(
            weight.alias(_WEIGHT + name) for name, weight in weights.items() if weight is not None
        )
        faults = [self._fault(name, origin) for name, origin in self._part.columns.items()]
        rows = rows.with_columns(pl.coalesce(*faults, pl.lit(None, pl.String)).alias(_BAD))
        stray = rows.filter(pl.col(_KEY).is_null())
        groups = (
            rows.filter(pl.col(_KEY).is_not_null())
            .group_by(_KEY, maintain_order=True)
            .agg(
                *(self._summary(name, origin).alias(name) for name, origin in self._part.columns.items()),
                pl.col(_ROW).first(),
                pl.col(_BAD).drop_nulls().first(),
                pl.col(_ROW).filter(pl.col(_BAD).is_not_null()).first().alias("_bad_row"),
            )
        )
        spoiled = groups.filter(pl.col(_BAD).is_not_null())
        good = groups.filter(pl.col(_BAD).is_null())
        broken = [*self._stray(stray), *self._spoiled(rows, spoiled)]
        first = good[_ROW]
        return Batch(
            good.select(list(self._part.columns)),
            lambda positions: self._lines(first.gather(list(positions)).to_list()),
            1.0,
            sorted(broken, key=lambda found: found.line or 0),
        )

    def _weights(self, rows: pl.DataFrame, name: str, origin: Origin) -> pl.Series | None:
        """What is added up or compared, row by row; null where it cannot be read."""
        cells = rows.select(cell(column).alias(column) for column in columns_of(origin))
        if origin.way in ("sum", "sum_of_product"):
            return _products(cells)
        if origin.way in ("min", "max"):
            if self._readings[name].column.kind in (Kind.TIME, Kind.DAY):
                return moments(cells.to_series(), self._readings[name])
            return _products(cells)
        return None

    def _fault(self, name: str, origin: Origin) -> pl.Expr:
        """The name of the column that spoils a row for a summary; null if none does."""
        if origin.way not in ("sum", "sum_of_product", "min", "max"):
            return pl.lit(None, pl.String)
        spoils = pl.col(_WEIGHT + name).is_null()
        if origin.way in ("min", "max"):
            spoils &= cell(next(columns_of(origin))).is_not_null()
        return pl.when(spoils).then(pl.lit(name))

    def _summary(self, name: str, origin: Origin) -> pl.Expr:
        """The cell of a group."""
        match origin.way:
            case "count":
                return pl.len().cast(pl.String)
            case "sum" | "sum_of_product":
                return _written(pl.col(_WEIGHT + name).sum())
            case "min" | "max":
                ranked = pl.col(next(columns_of(origin))).sort_by(
                    _WEIGHT + name, descending=origin.way == "max", nulls_last=True, maintain_order=True
                )
                return ranked.first()
            case "constant":
                return pl.lit(origin.constant).first()
            case _:
                cells = cells_of(origin)
                words = self._part.values.get(name)
                cells = translated(cells, words) if words else cells
                return cells.filter(cells.str.strip_chars() != "").first()

    def _lines(self, rows: Sequence[int]) -> list[int]:
        """The lines of rows counted over all batches."""
        found: dict[int, int] = {}
        by_batch: dict[int, list[int]] = {}
        for row in rows:
            by_batch.setdefault(bisect_right(self._starts, row) - 1, []).append(row)
        for batch, here in by_batch.items():
            lines = self._locators[batch]([row - self._starts[batch] for row in here])
            found.update(zip(here, lines, strict=True))
        return [found[row] for row in rows]

    def _stray(self, rows: pl.DataFrame) -> Iterator[Broken]:
        names = ", ".join(self._part.group_by)
        reason = Text(f"没有 {names}，无法归到任何一组", f"no {names}, so the row belongs to no group")
        remedy = Text(f"请填写 {names}", f"Fill in {names}")
        for line in self._lines(rows[_ROW].to_list()):
            yield Broken(line, self._part.group_by[0], None, reason, remedy)

    def _spoiled(self, rows: pl.DataFrame, groups: pl.DataFrame) -> Iterator[Broken]:
        lines = self._lines(groups["_bad_row"].to_list())
        for line, row, name in zip(lines, groups["_bad_row"], groups[_BAD], strict=True):
            columns = list(columns_of(self._part.columns[name]))
            cells = [rows[column][row] for column in columns]
            yield Broken(
                line,
                " × ".join(columns),
                " × ".join(cell or "" for cell in cells),
                Text("无法计算，整组未导入", "this cannot be computed, so its whole group was left out"),
                Text("请填写可识别的数字或时间", "Write numbers and times that can be read"),
            )


def _products(cells: pl.DataFrame) -> pl.Series:
    """The exact product of each row's numbers; null where one is missing or is no number."""
    known: dict[tuple[str | None, ...], object] = {}
    for row in cells.unique().iter_rows():
        try:
            product = reduce(EXACT.multiply, (number_of((text or "").lstrip("¥￥")) for text in row))
            known[row] = decimal_of(f"{product:f}", Decimal(1))
        except ValueError:
            known[row] = None
    return pl.Series([known[row] for row in cells.iter_rows()], dtype=_NUMBER)


def _written(number: pl.Expr) -> pl.Expr:
    """A decimal as text without idle zeros."""
    return number.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
