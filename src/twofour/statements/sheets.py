"""Rows that leave as files: sheets with typed cells, as CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from twofour.events.export import escape_cell
from twofour.explain import Quantity
from twofour.period import Period
from twofour.problems import UsageError
from twofour.statements.workbook import (
    Book,
    cell_number,
    number_format,
    workbook_bytes,
    write_number,
    write_text,
)
from twofour.text import Lang, Text

Cell = str | int | bool | Decimal | date | Quantity | None
"""A ``Quantity`` is a bare exact number in CSV and JSON (fen stay fen); a spreadsheet shows it with its unit
(fen become yuan)."""

_MOST_ROWS = 1_048_575  # a worksheet's rows below its heading
_WIDEST, _NARROWEST = 60, 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one shape. ``columns``: key of each column → its heading in a spreadsheet; every row has
    these keys. Files for tools use the keys.
    """

    title: Text
    columns: Mapping[str, Text]
    rows: Sequence[Mapping[str, Cell]] = field(repr=False)


def bare(cell: Cell) -> str | int | bool | Decimal | None:
    """A cell without its unit; a day or an instant as ISO 8601."""
    if isinstance(cell, Quantity):
        return cell.amount
    return cell.isoformat() if isinstance(cell, date) else cell


def csv_of(sheet: Sheet) -> str:
    """The rows as CSV; text that a spreadsheet would run as a formula is neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_csv_cell(bare(row[key])) for key in sheet.columns])
    return buffer.getvalue()


def _csv_cell(cell: str | int | Decimal | None) -> str | int | Decimal | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return escape_cell(cell) if isinstance(cell, str) else cell


def json_of(sheets: Mapping[str, Sheet]) -> bytes:
    """The rows as JSON: a list, or an object of lists where there are several sheets."""
    parts = {name: _plain(part) for name, part in sheets.items()}
    payload = parts if len(parts) > 1 else next(iter(parts.values()))
    return (json.dumps(payload, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(sheet: Sheet) -> list[dict[str, str | int | bool | None]]:
    """Rows as JSON holds them: a decimal is its exact digits in quotes."""
    rows = ({key: bare(row[key]) for key in sheet.columns} for row in sheet.rows)
    return [{key: str(c) if isinstance(c, Decimal) else c for key, c in row.items()} for row in rows]


def workbook_of(sheets: Sequence[Sheet], title: Text, period: Period, lang: Lang) -> bytes:
    """A workbook of ``sheets``, dated to ``period``. Raises ``UsageError`` for more rows than one holds."""
    for sheet in sheets:
        if len(sheet.rows) > _MOST_ROWS:
            raise UsageError(
                Text(
                    f"{len(sheet.rows)} 行超过一张工作表的 {_MOST_ROWS} 行；请改用 CSV",
                    f"{len(sheet.rows)} rows, a worksheet holds {_MOST_ROWS}; use CSV",
                )
            )

    def fill(book: Book) -> None:
        for sheet in sheets:
            _worksheet(book, book.sheet(sheet.title.say(lang), landscape=True), sheet, lang)

    return workbook_bytes(period, title.say(lang), fill)


def _worksheet(book: Book, page: Worksheet, sheet: Sheet, lang: Lang) -> None:
    head = book.style(bold=True, bg_color="#0B6B5F", font_color="#FFFFFF", text_wrap=True)
    words = book.style(text_wrap=True)
    whole = book.style(num_format="#,##0")
    for at, (key, heading) in enumerate(sheet.columns.items()):
        title = heading.say(lang)
        write_text(page, 0, at, title, head)
        widths = [_width(title), *(_width(_shown(row[key], lang)) for row in sheet.rows[:200])]
        page.set_column(at, at, min(_WIDEST, max(_NARROWEST, *widths)) + 2)
        for number, row in enumerate(sheet.rows, start=1):
            cell = row[key]
            amount = cell_number(cell) if isinstance(cell, Quantity) else None
            if isinstance(cell, Quantity) and amount is not None:
                write_number(page, number, at, amount, book.style(num_format=number_format(cell, lang)))
            elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                write_number(page, number, at, cell, whole if isinstance(cell, int) else book.style())
            elif cell is not None:
                write_text(page, number, at, _shown(cell, lang), words)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _shown(cell: Cell, lang: Lang) -> str:
    if isinstance(cell, Quantity):
        return cell.show(lang)
    if isinstance(cell, bool):
        return (Text("是", "yes") if cell else Text("否", "no")).say(lang)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def _width(words: str) -> int:
    """Columns that the longest line takes; a Chinese character takes two."""
    return max((sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in words.splitlines()), default=0)
