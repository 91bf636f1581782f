"""A look at the beginning of a file, before anybody knows what it holds or where its header stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from twofour.problems import Refused
from twofour.sources.readers import tolerant
from twofour.sources.readers.delimited import DELIMITERS
from twofour.sources.readers.encoding import Utf8, whole
from twofour.sources.readers.workbook import check_width, opened_book
from twofour.text import Text

GLANCE_RECORDS = 20
_ROWS = 40
_MOST_SHEETS = 400
_LONGEST_LINE = 1 << 20
# Platforms write a tab beside numbers, so that spreadsheets leave them alone: 2200123\t,85.00\t,
_CELL_TABS = re.compile(r'\t+(?="?,)|(?<=,)\t+|(?<=,")\t+|\t+(?="?\s*$)')


@dataclass(frozen=True)
class Glance:
    """The first rows of a table that are not blank, each with the number of lines above it; or JSON records.

    ``sheet`` names the sheet of a workbook, ``hidden`` says that nobody sees it there; ``delimiter`` and
    ``lines`` are those of delimited text, ``fields`` those of any JSON record.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    records: tuple[Mapping[str, Any], ...] = ()
    sheet: str | None = None
    delimiter: str | None = None
    lines: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    hidden: bool = False

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
    delimiter = max(DELIMITERS, key=lambda sign: _widest(lines, sign))
    return Glance(tuple(_cut(lines, delimiter)), delimiter=delimiter, lines=tuple(lines))


def _widest(lines: list[str], sign: str) -> int:
    """The most cells that ``sign`` cuts one of ``lines`` into."""
    if sign == "\t":
        lines = [_CELL_TABS.sub("", line) for line in lines]
    return max((len(cells) for _, cells in _cut(lines, sign)), default=0)


def _cut(lines: list[str], delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = tolerant.reader(lines, delimiter)
    above = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield above, tuple(cells)
        above = reader.line_num


def page_at_a_glance(rows: Sequence[Sequence[str]]) -> Glance:
    """The first rows of a table in a web page."""
    return Glance(tuple((at, tuple(row)) for at, row in enumerate(rows[:_ROWS]) if any(row)))


def sheets_at_a_glance(path: Path) -> list[Glance]:
    """The first rows of every sheet of a workbook; sheets without any are left out."""
    with opened_book(path) as book:
        return _sheets(path, book)


def _sheets(path: Path, book: fastexcel.ExcelReader) -> list[Glance]:
    found = []
    if len(book.sheet_names) > _MOST_SHEETS:
        raise _too_many(path.name, len(book.sheet_names))
    for name in book.sheet_names:
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
            found.append(Glance(filled, sheet=name, hidden=sheet.visible != "visible"))
    return found


def _too_many(file: str, count: int) -> Refused:
    return Refused(
        Text(
            f"{file} 有 {count:,} 个工作表，上限 {_MOST_SHEETS}；请分成几个文件",
            f"{file} has {count:,} sheets, at most {_MOST_SHEETS} are read; split it into several files",
        )
    )
