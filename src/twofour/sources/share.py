"""What one file gives to one event table: the rows that can be imported, and how many cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from twofour.events.tables import Table
from twofour.problems import Problem
from twofour.sources.generic.reasons import reasons
from twofour.sources.generic.rows import read_rows
from twofour.sources.lines import Lines
from twofour.sources.readers import Batch, Broken
from twofour.sources.report import ProblemReport
from twofour.sources.route import Route


@dataclass
class Share:
    """Filled batch by batch. ``rows_in`` counts the file's rows, the other two what was reported."""

    file: str
    route: Route
    report: ProblemReport
    frames: list[pl.DataFrame] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)
    rows_in: int = 0
    refused: int = 0
    notices: int = 0

    @property
    def table(self) -> Table:
        """The event table."""
        return self.route.table

    @property
    def rows(self) -> pl.DataFrame:
        """The good rows, in file order and in one piece, which sorts faster than many."""
        whole = (
            pl.concat(self.frames, rechunk=True) if self.frames else pl.DataFrame(schema=self.table.schema)
        )
        self.frames = [whole]
        return whole

    @property
    def read(self) -> int:
        """Rows meant for the table, good or not."""
        return self.lines.count + self.refused

    def take(self, batch: Batch | None, unread: Sequence[Broken] = ()) -> None:
        """Read one batch in the table's columns; bad rows and ``unread`` ones are reported in file order."""
        refused = [*unread]
        if batch is not None:
            refused += [*batch.broken, *self._read(batch)]
        for row in sorted(refused, key=lambda row: row.line or 0):
            self.refuse(row)

    def _read(self, batch: Batch) -> Iterator[Broken]:
        """Keep the good rows; the bad ones, each with its first bad cell."""
        rows = read_rows(self.table, batch.frame, self.route.readings)
        if rows.good.height:
            self.frames.append(rows.good)
            self.lines.add(rows.good.height, batch.locate, rows.kept)
        for bad in rows.bad:
            lines = batch.locate(bad.rows.to_list())
            told = reasons(bad, self.route.readings[bad.column])
            column = self.route.shown.get(bad.column, bad.column)
            for line, cell, (reason, remedy) in zip(lines, bad.cells, told, strict=True):
                yield Broken(line, column, cell, reason, remedy)

    def refuse(self, row: Broken) -> None:
        """Count a row that stays out, and report it."""
        self.refused += 1
        self.report.add(Problem(self.file, row.line, row.column, row.value, row.reason, row.remedy))

    def notice(self, row: Broken) -> None:
        """Report something about rows that were kept."""
        self.notices += 1
        self.report.add(
            Problem(self.file, row.line, row.column, row.value, row.reason, row.remedy, severity="notice")
        )
