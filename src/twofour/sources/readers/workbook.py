"""The door to the library that reads workbooks: its errors become words, and no sheet is too wide."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import fastexcel

from twofour.sources.readers.columnar import understood
from twofour.sources.readers.limits import MOST_COLUMNS, too_wide
from twofour.sources.readers.trial import book_at


@contextlib.contextmanager
def opened_book(path: Path) -> Iterator[fastexcel.ExcelReader]:
    """The workbook at ``path``. Whatever its library fails at within the block raises ``DataMissing``."""
    with understood(path, "Excel"):
        yield book_at(str(path))


def check_width(path: Path, sheet: fastexcel.ExcelSheet) -> None:
    """Raise ``Refused`` for a sheet with more columns than any export has."""
    if sheet.width > MOST_COLUMNS:
        raise too_wide(path.name, sheet.width)
