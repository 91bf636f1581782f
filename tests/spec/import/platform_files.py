"""Fixtures in the shape in which platforms export, and stored rows as a table that a person can read."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from importing import Importing

from twofour.events.tables import TABLES, Kind

FIXTURES = Path(__file__).parents[2] / "fixtures" / "exports"
SHOP = "四季家居"
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?")


def gbk(importing: Importing, fixture: str, name: str | None = None) -> Path:
    """A text fixture as most platforms write CSV: in GBK, with the line ends of Windows."""
    text = (FIXTURES / fixture).read_text(encoding="utf-8").replace("\n", "\r\n")
    return importing.file(text.encode("gb18030"), name or Path(fixture).name)


def workbook(importing: Importing, fixture: str, name: str | None = None, sheet: str = "Sheet1") -> Path:
    """A CSV fixture as a workbook: short numbers are numbers, everything else text."""
    path = importing.folder / (name or Path(fixture).with_suffix(".xlsx").name)
    with (FIXTURES / fixture).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if _NUMBER.fullmatch(cell):
                    page.write_number(number, column, float(cell))
                else:
                    page.write_string(number, column, cell)
    return path


def take(importing: Importing, *paths: Path, **options: Any) -> Importing:
    """Import the files for ``SHOP``."""
    return importing.files(paths, **{"shop": SHOP, **options})


def shown(importing: Importing, table: str, columns: str) -> list[list[str]]:
    """The stored rows as a person reads them: Chinese time without its year, money in yuan."""
    names = columns.split()
    kinds = [TABLES[table].column(name).kind for name in names]
    return [
        [_shown(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
        for row in importing.stored(table, *names)
    ]


def figures(importing: Importing) -> list[list[str]]:
    """Every stored figure: metric, subject, day, number."""
    return sorted(shown(importing, "indicators", "metric subject_id day value"))


def told(text: str) -> list[list[str]]:
    """A literal table: one row a line, cells between bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _shown(cell: Any, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(ZoneInfo('Asia/Shanghai')):%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    if kind is Kind.MONEY:
        return f"{Decimal(cell) / 100:.2f}"
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell).replace("\n", "⏎")
