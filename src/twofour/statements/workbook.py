"""Spreadsheets whose bytes depend on their content alone: no clock, no compressor's whim, no formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from twofour.events.export import escape_cell
from twofour.explain import Quantity, Unit
from twofour.period import Period
from twofour.text import Lang

MONEY = "#,##0.00"
_LONGEST_CELL = 32_767  # characters that a cell can hold
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Book:
    """A workbook being written; formats are made once and shared."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[str, Format] = {}

    def sheet(self, name: str, *, landscape: bool = False) -> Worksheet:
        """A new A4 sheet that prints one page wide, with page numbers."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_paper(9)  # A4
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.hide_gridlines(2)
        return sheet

    def style(self, **properties: Any) -> Format:
        """The format with these xlsxwriter properties on the house font."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format({**base, **properties})
        return self._formats[key]


def workbook_bytes(period: Period, title: str, fill: Callable[[Book], None]) -> bytes:
    """The workbook that ``fill`` writes. It is dated to the period's last day, never to the clock."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    created = datetime.combine(period.last, time.min)
    workbook.set_properties({"title": title, "author": "TwoFour", "created": created})
    fill(Book(workbook))
    workbook.close()
    return _stored(buffer)


def write_text(sheet: Worksheet, row: int, column: int, words: str, style: Format) -> None:
    """A text cell; words that a spreadsheet would read as a formula are written as words."""
    sheet.write_string(row, column, escape_cell(words)[:_LONGEST_CELL], style)


def write_number(sheet: Worksheet, row: int, column: int, number: Decimal | int, style: Format) -> None:
    """A number cell. xlsxwriter prints the Decimal's own digits (16 of them), so it needs no conversion."""
    sheet.write_number(row, column, number, style)


def cell_number(quantity: Quantity) -> Decimal | int | None:
    """The number that a cell shows for ``quantity``: fen become yuan; ``None`` for a truth or no value."""
    if quantity.amount is None or quantity.unit == "truth":
        return None
    return Decimal(quantity.amount).scaleb(-2) if quantity.unit == "fen" else quantity.amount


def number_format(quantity: Quantity, lang: Lang) -> str:
    """The Excel number format that shows ``quantity`` with its unit and no digits that say nothing."""
    if quantity.unit == "ratio":
        return "0.00%"
    if quantity.unit in ("fen", "yuan"):
        return MONEY if quantity.unit == "fen" else f"{MONEY}####"
    amount = Decimal(quantity.amount or 0)
    digits = "#,##0" if amount == amount.to_integral_value() else "#,##0.00##"
    unit = _suffix(quantity.unit, lang)
    return f'{digits}"{unit}"' if unit else digits


@cache
def _suffix(unit: Unit, lang: Lang) -> str:
    """The words that ``Quantity.show`` puts behind the digits of this unit."""
    return re.sub(r"^[\d.]+", "", Quantity(0, unit).show(lang))


def _stored(buffer: BytesIO) -> bytes:
    """The same archive uncompressed: what a compressor makes of it differs between zlib versions."""
    packed = BytesIO()
    with ZipFile(buffer) as source, ZipFile(packed, "w", ZIP_STORED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is written
            target.writestr(entry, source.read(name))
    return packed.getvalue()
