"""Rows that leave the command line: CSV, JSON, XLSX or Parquet, to a file or to standard output."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from twofour.cli.console import lang, say
from twofour.period import Period
from twofour.problems import Refused, UsageError
from twofour.statements.sheets import Cell, Sheet, bare, csv_of, json_of, workbook_of
from twofour.text import Text

__all__ = ["Cell", "Form", "FormOption", "OutFile", "Sheet", "form_of", "write_rows", "write_sheets"]


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
        payload = json_of(sheets)
    elif form is Form.xlsx:
        payload = workbook_of(list(sheets.values()), sheets[main].title, period, lang())
    elif form is Form.parquet:
        payload = _parquet(sheets[main])
    else:
        payload = csv_of(sheets[main]).encode("utf-8" if out is None else "utf-8-sig")
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


def _parquet(sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    columns = {key: [bare(row[key]) for row in sheet.rows] for key in sheet.columns}
    pl.DataFrame(columns, strict=False).write_parquet(buffer)
    return buffer.getvalue()
