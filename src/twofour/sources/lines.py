"""Which line of which file each imported row came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import polars as pl

from twofour.sources.readers.batch import Locate


class Lines:
    """The rows of one file that went into one table; a line is looked up only when somebody asks."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._parts: list[tuple[Locate, pl.Series | None]] = []
        self.count = 0
        self._chosen: pl.Series | None = None

    def add(self, count: int, locate: Locate, kept: pl.Series | None) -> None:
        """``count`` more rows: those of a batch at the positions ``kept`` (``None``: all of it)."""
        self._starts.append(self.count)
        self._parts.append((locate, kept))
        self.count += count

    def keep(self, rows: pl.Series) -> None:
        """From now on only these rows count, in this order; no others come after."""
        self._chosen = rows if self._chosen is None else self._chosen.gather(rows)
        self.count = len(rows)

    def of(self, rows: Sequence[int]) -> list[int]:
        """The lines of imported rows, given by their positions in the table's share of the file."""
        if self._chosen is not None:
            rows = self._chosen.gather(list(rows)).to_list()
        by_part: dict[int, list[int]] = {}
        for row in rows:
            by_part.setdefault(bisect_right(self._starts, row) - 1, []).append(row)
        found: dict[int, int] = {}
        for part, here in by_part.items():
            locate, kept = self._parts[part]
            positions = [row - self._starts[part] for row in here]
            if kept is not None:
                positions = kept.gather(positions).to_list()
            found.update(zip(here, locate(positions), strict=True))
        return [found[row] for row in rows]
