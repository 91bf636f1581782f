"""What every reader gives: rows as text, in batches that can say where each row stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

from twofour.text import Text

Locate = Callable[[Sequence[int]], list[int]]
"""Positions of rows in a batch -> their lines in the file, counted from 1 as an editor counts them."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that could not be read as a row at all."""

    line: int | None
    column: str | None
    value: str | None
    reason: Text
    remedy: Text


@dataclass(frozen=True)
class Batch:
    """Some rows of a file: every cell is text as written, blank cells are empty or null.

    ``done`` is the share of the file read so far, 0 to 1.
    """

    frame: pl.DataFrame
    locate: Locate
    done: float
    broken: Sequence[Broken] = field(default=())


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file that does not explain itself; ``None`` means: find out.

    ``fields`` names the fields to take from JSON records, ``records`` the list inside each record whose
    entries are the rows, ``skip_rows`` the lines above the header, which has ``header_rows`` rows.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    skip_rows: int = 0
    header_rows: int = 1
    records: str | None = None
    fields: tuple[str, ...] | None = None


class Reader(Protocol):
    """A file opened for reading: its header, then its rows, once or many times."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order; ``wanted`` leaves other columns out."""
        ...


def by_rows(start: int) -> Locate:
    """The locator of a format in which row ``n`` of a batch stands in line ``start + n``."""
    return lambda rows: [start + row for row in rows]


def among(locate: Locate, rows: pl.Series) -> Locate:
    """The locator of the rows of a batch at the positions ``rows``."""
    return lambda positions: locate(rows.gather(list(positions)).to_list())


def by_list(lines: Sequence[int]) -> Locate:
    """The locator of a batch that remembers the line of each row."""
    return lambda rows: [lines[row] for row in rows]
