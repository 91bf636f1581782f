"""What a document of data cannot say: readers of odd formats, and steps that add columns to rows in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import polars as pl

from twofour.sources.chatwoot.transfers import Transfers
from twofour.sources.jd.sides import Sides
from twofour.sources.readers import Reader
from twofour.sources.readers.encoding import Utf8
from twofour.sources.sycm import sides as sycm
from twofour.sources.taobao.dialogue import Dialogue
from twofour.sources.taobao.table_sides import TableSides


class OddFormat(Protocol):
    """A format of its own: its columns, how to tell it from its first lines, and how to open it."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns that its reader gives."""
        ...

    def looks_like(self, lines: list[str]) -> bool:
        """Whether these first lines of the file are in the format."""
        ...

    def open(self, text: Utf8, name: str) -> Reader:
        """The reader of the file ``text``, which a person knows as ``name``."""
        ...


Step = Callable[[pl.DataFrame], pl.DataFrame]
"""The next rows of a file, in order, to the same rows with more columns."""


class StepMaker(Protocol):
    """Makes a step for each file. The step reads the columns ``needs``, absent ones as blank, and ``adds``
    others.
    """

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of the file."""
        ...

    @property
    def adds(self) -> tuple[str, ...]:
        """Columns that no file has."""
        ...

    def __call__(self) -> Step:
        """A step for one file."""
        ...


READERS: dict[str, OddFormat] = {"taobao-dialogue": Dialogue()}
"""Readers by the name that ``source.reader`` uses."""

STEPS: dict[str, StepMaker] = {
    "chatwoot-messages": Transfers,
    "jd-sides": Sides,
    "sycm-sides": sycm.Sides,
    "taobao-sides": TableSides,
}
"""Makers of steps by the names that ``source.steps`` uses."""
