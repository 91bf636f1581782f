"""What one file gives to one event table: the rows that can be imported, and how many cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from twofour.events.masking import mask
from twofour.events.tables import Kind, Table
from twofour.problems import Problem
from twofour.sources.generic.reasons import reasons
from twofour.sources.generic.rows import read_rows
from twofour.sources.lines import Lines
from twofour.sources.readers import Batch, Broken
from twofour.sources.report import ProblemReport
from twofour.sources.route import Route

_TOLD = 20


@dataclass
class Share:
    """Filled batch by batch. ``rows_in`` counts the file's rows, the other two what was reported; ``told``
    holds the first problems.

    ``unquoted``: lines that cannot be read are not quoted in the report, for they may name a customer.
    """

    file: str
    route: Route
    report: ProblemReport
    frames: list[pl.DataFrame] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)
    rows_in: int = 0
    refused: int = 0
    notices: int = 0
    unquoted: bool = False
    told: list[Problem] = field(default_factory=list)

    @property
    def table(self) -> Table:
        """The event table."""
        return self.route.table

    @property
    def rows(self) -> pl.DataFrame:
        """The good rows, in file order and in one piece, which sorts faster than many."""
        if len(self.frames) == 1:
            self.frames = [self.frames[0].rechunk()]
        else:
            # Column by column, so that no more than one of them is in memory twice.
            columns = [self._column(name) for name in self.table.names]
            self.frames = [pl.DataFrame(columns)]
        return self.frames[0]

    @rows.setter
    def rows(self, whole: pl.DataFrame) -> None:
        """The same rows, with other cells."""
        self.frames = [whole]

    def _column(self, name: str) -> pl.Series:
        """The column taken out of all frames, in one piece."""
        parts = [frame.drop_in_place(name) for frame in self.frames]
        return pl.concat(parts, rechunk=True) if parts else pl.Series(name, [], self.table.schema[name])

    def keep(self, chosen: pl.Series) -> None:
        """Leave out the rows that are not ``chosen``."""
        self.frames = [self.rows.filter(chosen)]
        self.lines.keep(chosen.arg_true())

    @property
    def read(self) -> int:
        """Rows meant for the table, good or not."""
        return self.lines.count + self.refused

    def take(self, batch: Batch | None, unread: Sequence[Broken] = ()) -> None:
        """Read one batch in the table's columns; bad rows and ``unread`` ones are reported in file order."""
        refused = [self._masked(row) for row in unread]
        if batch is not None:
            refused += [*map(self._masked, batch.broken), *self._read(batch)]
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
            personal = self.table.column(bad.column).kind is not Kind.ID
            for line, cell, (reason, remedy) in zip(lines, bad.cells, told, strict=True):
                yield Broken(line, column, mask(cell) if personal and cell else cell, reason, remedy)

    def _masked(self, row: Broken) -> Broken:
        """A line that its reader could not read, as a report may quote it."""
        return replace(row, value=None if self.unquoted else row.value and mask(row.value))

    def refuse(self, row: Broken) -> None:
        """Count a row that stays out, and report it."""
        self.refused += 1
        self._tell(Problem(self.file, row.line, row.column, row.value, row.reason, row.remedy))

    def notice(self, row: Broken) -> None:
        """Report something about rows that were kept."""
        self.notices += 1
        self._tell(
            Problem(self.file, row.line, row.column, row.value, row.reason, row.remedy, severity="notice")
        )

    def _tell(self, problem: Problem) -> None:
        self.report.add(problem)
        if len(self.told) < _TOLD:
            self.told.append(problem)
