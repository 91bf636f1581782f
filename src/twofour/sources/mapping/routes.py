"""The routes of a mapping file: one per table that it fills."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from twofour.sources.generic.kinds import Reading
from twofour.sources.mapping.document import Mapping, TableMap
from twofour.sources.mapping.expressions import cells_of, chosen_by, columns_of, columns_tested, translated
from twofour.sources.mapping.groups import Groups
from twofour.sources.readers import Batch, Broken
from twofour.sources.readers.batch import among


def routes_of(mapping: Mapping, timezone: str | None, usual_timezone: str) -> list[Mapped]:
    """One route per table of ``mapping``.

    Times without an offset are in ``timezone`` (the command line's) if given, else in the zone of the table's
    entry, else in the mapping's, else in ``usual_timezone``.
    """
    return [
        Mapped(part, timezone or part.timezone or mapping.timezone or usual_timezone)
        for part in mapping.tables
    ]


class Mapped:
    """Rows chosen, renamed and translated as one entry under ``tables`` says; grouped where it says so.

    ``chosen`` counts the rows of the file that it is about.
    """

    def __init__(self, part: TableMap, timezone: str) -> None:
        self._part = part
        self.table = part.definition
        self.title = self.table.title
        self.readings = {
            column.name: Reading(
                column,
                timezone,
                part.dates.get(column.name, ()),
                part.units[column.name].factor if column.name in part.units else Decimal(1),
            )
            for column in self.table.columns
        }
        sources = {name: list(columns_of(origin)) for name, origin in part.columns.items()}
        self.shown = {name: columns[0] for name, columns in sources.items() if len(columns) == 1}
        self.needs = {
            *(name for columns in sources.values() for name in columns),
            *(name for condition in part.where for name in columns_tested(condition)),
            *part.group_by,
        }
        self.told: tuple[Broken, ...] = ()
        self.chosen = 0
        self._groups = Groups(part, self.readings) if part.group_by else None

    def feed(self, batch: Batch) -> Batch | None:
        """The chosen rows of ``batch`` in the table's columns; nothing while rows are being grouped."""
        source = batch.frame.with_columns(
            pl.lit(None, pl.String).alias(name) for name in self.needs if name not in batch.frame.columns
        )
        rows = source.select(chosen_by(self._part.where).alias("x"))["x"].arg_true()
        chosen = source if len(rows) == source.height else source[rows]
        self.chosen += len(rows)
        locate = among(batch.locate, rows)
        if self._groups is not None:
            self._groups.add(chosen, locate)
            return None
        cells = chosen.with_columns(self._cells(name).alias(name) for name in self._part.columns)
        return Batch(cells.select(list(self._part.columns)), locate, batch.done)

    def _cells(self, name: str) -> pl.Expr:
        cells, words = cells_of(self._part.columns[name]), self._part.values.get(name)
        return translated(cells, words) if words else cells

    def finish(self) -> Batch | None:
        """The groups, once every row is known."""
        return self._groups.summed_up() if self._groups is not None else None
