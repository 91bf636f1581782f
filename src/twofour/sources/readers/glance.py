"""A look at the beginning of a file, before anybody knows what it holds or where its header stands."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from twofour.sources.readers import tolerant
from twofour.sources.readers.delimited import DELIMITERS
from twofour.sources.readers.encoding import Utf8, whole
from twofour.sources.readers.workbook import check_width, opened_book

GLANCE_RECORDS = 20
_ROWS = 40
_MOST_SHEETS = 12
_LONGEST_LINE = 1 << 20


@dataclass(frozen=True)
class Glance:
    """The first rows of a table that are not blank, each with the number of lines above it; or JSON records.

    ``sheet`` names the sheet of a workbook; ``delimiter`` and ``lines`` are those of delimited text,
    ``fields`` those of any JSON record.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    records: tuple[Mapping[str, Any], ...] = ()
    sheet: str | None = None
    delimiter: str | None = None
    lines: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row, or the fields of the records."""
        return self.rows[0][1] if self.rows else self.fields


def text_at_a_glance(text: Utf8) -> Glance:
    """The first rows of delimited text; the delimiter is the one that cuts any of them into most cells."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        stream = io.TextIOWrapper(file, encoding="utf-8", errors="surrogatepass", newline="")
        lines = [line for _ in range(_ROWS) if (line := whole(stream.readline(_LONGEST_LINE)))]
    delimiter = max(
        DELIMITERS, key=lambda sign: max((len(cells) for _, cells in _cut(lines, sign)), default=0)
    )
    return Glance(tuple(_cut(lines, delimiter)), delimiter=delimiter, lines=tuple(lines))


def _cut(lines: list[str], delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = tolerant.reader(lines, delimiter)
    above = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield above, tuple(cells)
        above = reader.line_num


def sheets_at_a_glance(path: Path) -> list[Glance]:
    """The first rows of every sheet of a workbook; sheets without any are left out."""
    with opened_book(path) as book:
        return _sheets(path, book)


def _sheets(path: Path, book: fastexcel.ExcelReader) -> list[Glance]:
    found = []
    for name in book.sheet_names[:_MOST_SHEETS]:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=_ROWS, dtypes="string")
        check_width(path, sheet)
        cells = pl.DataFrame(pl.from_arrow(sheet.to_arrow()))
        rows = enumerate(cells.rows())
        filled = tuple(
            (at, tuple(cell or "" for cell in row))
            for at, row in rows
            if any((cell or "").strip() for cell in row)
        )
        if filled:
            found.append(Glance(filled, sheet=name))
    return found
