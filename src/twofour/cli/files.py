"""Rows that leave the command line: CSV, JSON, XLSX or Parquet, to a file or to standard output."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from xlsxwriter.worksheet import Worksheet

from twofour.cli.console import lang, say
from twofour.events.export import escape_cell
from twofour.explain import Quantity
from twofour.period import Period
from twofour.problems import Refused, UsageError
from twofour.statements.workbook import (
    Book,
    cell_number,
    number_format,
    workbook_bytes,
    write_number,
    write_text,
)
from twofour.text import Text

Cell = str | int | bool | Decimal | date | Quantity | None
"""A ``Quantity`` is a bare exact number in CSV, JSON and Parquet (fen stay fen); a spreadsheet shows it with
its unit (fen become yuan)."""

_MOST_ROWS = 1_048_575  # a worksheet's rows below its heading
_WIDEST, _NARROWEST = 60, 8


class Form(Enum):
    """How rows leave: a table for people, the rest for tools and spreadsheets."""

    table = "table"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"
    parquet = "parquet"


FormOption = Annotated[
    Form | None,
    typer.Option(
        "--format",
        help="输出格式，默认看 --out 后缀 / output format, by default that of --out",
        show_default=False,
    ),
]
OutFile = Annotated[Path | None, typer.Option("--out", help="写入文件 / write to a file", metavar="FILE")]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one shape. ``columns``: key of each column → its heading in a spreadsheet; every row has
    these keys. CSV, JSON and Parquet use the keys.
    """

    title: Text
    columns: Mapping[str, Text]
    rows: Sequence[Mapping[str, Cell]] = field(repr=False)


def form_of(form: Form | None, out: Path | None) -> Form:
    """The form asked for; without a word, what the suffix of ``out`` says; without a file, a table."""
    if out is None:
        return form or Form.table
    suffix = out.suffix.lower().removeprefix(".")
    known = [f.value for f in Form if f is not Form.table]
    if form is None and suffix in known:
        return Form(suffix)
    if form is None or form is Form.table:
        raise UsageError(
            Text(
                f"{out}：写文件请用后缀 {'、'.join(known)}，或加 --format",
                f"{out}: a file needs the suffix {', '.join(known)}, or a --format",
            )
        )
    return form


def write_rows(
    sheet: Sheet,
    form: Form,
    out: Path | None,
    *,
    period: Period,
    summary: Sheet | None = None,
    messages: Sheet | None = None,
) -> None:
    """Write ``sheet`` to ``out``, or to standard output without one.

    ``summary`` goes first and ``messages``, the chats behind the rows, last: sheets of their own in XLSX,
    ``{"summary": …, "rows": …, "messages": …}`` in JSON (a bare list where there are only rows); CSV and
    Parquet hold one table and leave them out. XLSX is dated to ``period``. CSV files begin with a byte-order
    mark, so that spreadsheets read Chinese; standard output does not. Raises ``UsageError`` for binary forms
    on a terminal and for more rows than a worksheet holds, ``Refused`` where ``out`` cannot be written.
    """
    parts = {"summary": summary, "rows": sheet, "messages": messages}
    known = {name: part for name, part in parts.items() if part is not None}
    write_sheets(known, form, out, main="rows", period=period)


def write_sheets(
    sheets: Mapping[str, Sheet], form: Form, out: Path | None, *, main: str, period: Period
) -> None:
    """Write several sheets by the names that JSON gives them. ``main`` names the one that CSV and Parquet
    hold and that titles the workbook; all else as ``write_rows`` says.
    """
    if out is None and form in (Form.xlsx, Form.parquet) and sys.stdout.isatty():
        raise UsageError(
            Text(f"{form.value} 是二进制格式；请加 --out FILE", f"{form.value} is binary; add --out FILE")
        )
    if form is Form.json:
        payload = _json(sheets)
    elif form is Form.xlsx:
        payload = _xlsx(list(sheets.values()), sheets[main].title, period)
    elif form is Form.parquet:
        payload = _parquet(sheets[main])
    else:
        payload = _csv(sheets[main]).encode("utf-8" if out is None else "utf-8-sig")
    if out is None:
        sys.stdout.buffer.write(payload)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(payload)
    except OSError as error:
        raise Refused(
            Text(f"无法写入 {out}：{error.strerror}", f"cannot write {out}: {error.strerror}")
        ) from None
    count = len(sheets[main].rows)
    say(Text(f"已写入 {out}（{count} 行）", f"wrote {out} ({count} rows)"), stderr=True)


def _bare(cell: Cell) -> str | int | bool | Decimal | None:
    if isinstance(cell, Quantity):
        return cell.amount
    return cell.isoformat() if isinstance(cell, date) else cell


def _csv(sheet: Sheet) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_csv_cell(_bare(row[key])) for key in sheet.columns])
    return buffer.getvalue()


def _csv_cell(cell: str | int | Decimal | None) -> str | int | Decimal | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return escape_cell(cell) if isinstance(cell, str) else cell


def _json(sheets: Mapping[str, Sheet]) -> bytes:
    parts = {name: _plain(part) for name, part in sheets.items()}
    payload = parts if len(parts) > 1 else next(iter(parts.values()))
    return (json.dumps(payload, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(sheet: Sheet) -> list[dict[str, str | int | bool | None]]:
    """Rows as JSON holds them: a decimal is its exact digits in quotes."""
    bare = ({key: _bare(row[key]) for key in sheet.columns} for row in sheet.rows)
    return [{key: str(c) if isinstance(c, Decimal) else c for key, c in row.items()} for row in bare]


def _parquet(sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    columns = {key: [_bare(row[key]) for row in sheet.rows] for key in sheet.columns}
    pl.DataFrame(columns, strict=False).write_parquet(buffer)
    return buffer.getvalue()


def _xlsx(sheets: Sequence[Sheet], title: Text, period: Period) -> bytes:
    for sheet in sheets:
        if len(sheet.rows) > _MOST_ROWS:
            raise UsageError(
                Text(
                    f"{len(sheet.rows)} 行超过一张工作表的 {_MOST_ROWS} 行；请改用 --format csv",
                    f"{len(sheet.rows)} rows, a worksheet holds {_MOST_ROWS}; use --format csv",
                )
            )

    def fill(book: Book) -> None:
        for sheet in sheets:
            _worksheet(book, book.sheet(sheet.title.say(lang()), landscape=True), sheet)

    return workbook_bytes(period, title.say(lang()), fill)


def _worksheet(book: Book, page: Worksheet, sheet: Sheet) -> None:
    head = book.style(bold=True, bg_color="#0B6B5F", font_color="#FFFFFF", text_wrap=True)
    words = book.style(text_wrap=True)
    whole = book.style(num_format="#,##0")
    for at, (key, heading) in enumerate(sheet.columns.items()):
        title = heading.say(lang())
        write_text(page, 0, at, title, head)
        widths = [_width(title), *(_width(_shown(row[key])) for row in sheet.rows[:200])]
        page.set_column(at, at, min(_WIDEST, max(_NARROWEST, *widths)) + 2)
        for number, row in enumerate(sheet.rows, start=1):
            cell = row[key]
            amount = cell_number(cell) if isinstance(cell, Quantity) else None
            if isinstance(cell, Quantity) and amount is not None:
                write_number(page, number, at, amount, book.style(num_format=number_format(cell, lang())))
            elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                write_number(page, number, at, cell, whole if isinstance(cell, int) else book.style())
            elif cell is not None:
                write_text(page, number, at, _shown(cell), words)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Quantity):
        return cell.show(lang())
    if isinstance(cell, bool):
        return (Text("是", "yes") if cell else Text("否", "no")).say(lang())
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def _width(words: str) -> int:
    """Columns that the longest line takes; a Chinese character takes two."""
    return max((sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in words.splitlines()), default=0)
