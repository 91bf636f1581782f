"""Workbooks (XLSX and its kin): the values that cells show, formulas included, as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import fastexcel
import polars as pl

from twofour.problems import UsageError
from twofour.sources.readers.batch import Batch, Broken, ReadOptions, by_list
from twofour.sources.readers.columnar import EXACT_WHOLE
from twofour.sources.readers.header import joined_header
from twofour.sources.readers.workbook import check_width, opened_book
from twofour.text import Text

_ERROR = "#ERROR"
_LONG_NUMBER = r"^-?[0-9]{16,}(\.[0-9]+)?$"


class Spreadsheet:
    """One sheet of a workbook; its first row that is not blank is the header."""

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self.path = path
        with opened_book(path) as book:
            self._open(book, options)

    def _open(self, book: fastexcel.ExcelReader, options: ReadOptions) -> None:
        path = self.path
        if options.sheet is not None and options.sheet not in book.sheet_names:
            raise UsageError(
                Text(
                    f"{path.name} 里没有工作表 {options.sheet}；现有：{'、'.join(book.sheet_names)}",
                    f"{path.name} has no sheet {options.sheet}; it has {', '.join(book.sheet_names)}",
                )
            )
        self._sheet = options.sheet or book.sheet_names[0]
        sheet = book.load_sheet(self._sheet, header_row=None, skip_rows=0, dtypes="string")
        check_width(path, sheet)
        cells, errors = sheet.to_arrow_with_errors()
        rows = pl.DataFrame(pl.from_arrow(cells))
        self._errors = [error.offset_position for error in errors.errors] if errors else []
        for column in {column for _, column in self._errors}:
            wrong = [row for row, other in self._errors if other == column]
            rows.replace_column(column, rows.to_series(column).scatter(wrong, _ERROR))
        filled = rows.select(
            pl.any_horizontal((pl.all().str.strip_chars() != "").fill_null(False)).alias("x")
        )["x"]
        filled = filled & (pl.int_range(rows.height, eager=True) >= options.skip_rows)
        lines = filled.arg_true()
        head = int(lines[0]) if len(lines) else 0
        last = head + options.header_rows - 1
        self.header = joined_header(rows[head : last + 1].rows()) if len(lines) else ()
        # Blank rows are no rows; the others remember where they stand.
        kept = filled & (pl.int_range(rows.height, eager=True) > last)
        self._rows = rows.filter(kept)
        self._places = kept.arg_true().to_list()
        for at, shown in enumerate(self._rows.get_columns()):
            if shown.str.contains(_LONG_NUMBER).any():
                numbers = _number_cells(book, self._sheet, at).filter(kept)
                self._rows.replace_column(at, _spoiled(shown, numbers))

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """All rows at once: a sheet holds a million at most."""
        chosen = {
            name: number
            for number, name in reversed(list(enumerate(self.header)))
            if name and (wanted is None or name in wanted)
        }
        columns = set(chosen.values())
        wrong = {row: self.header[column] for row, column in self._errors if column in columns}
        frame = pl.DataFrame([self._rows.to_series(number).alias(name) for name, number in chosen.items()])
        good = pl.Series([place not in wrong for place in self._places], dtype=pl.Boolean)
        yield Batch(
            frame.filter(good),
            by_list([place + 1 for place in self._places if place not in wrong]),
            1.0,
            [Broken(row + 1, column, None, *_FORMULA_ERROR) for row, column in sorted(wrong.items())],
        )


_FORMULA_ERROR = (
    Text("单元格显示的是公式错误", "the cell shows an error instead of a value"),
    Text("请改正公式，或直接填写数值", "Correct the formula, or write the value itself"),
)


def _number_cells(book: fastexcel.ExcelReader, sheet: str, number: int) -> pl.Series:
    """Whether each cell of a column holds a number; one that only looks like a number has no truth value."""
    read = book.load_sheet(sheet, header_row=None, skip_rows=0, use_columns=[number], dtypes="boolean")
    return pl.DataFrame(pl.from_arrow(read.to_arrow_with_errors()[0])).to_series(0).is_not_null()


def _spoiled(column: pl.Series, numbers: pl.Series) -> pl.Series:
    """Number cells beyond 15 digits as a spreadsheet shows them: it has lost what stood there."""
    number = column.cast(pl.Float64, strict=False)
    power = number.abs().log10().floor()
    return pl.select(
        pl.when(numbers & (number.abs() >= EXACT_WHOLE))
        .then(pl.format("{}E+{}", (number / 10**power).round(5), power.cast(pl.Int64)))
        .otherwise(column)
        .alias(column.name)
    ).to_series()
