"""A route: from the batches of one file to batches in the columns of one event table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import polars as pl

from twofour.events.tables import Table
from twofour.sources.generic.kinds import Reading
from twofour.sources.generic.recognise import plain
from twofour.sources.readers import Batch, Broken
from twofour.text import Text


class Route(Protocol):
    """Takes every batch of a file in order; what it makes of them has text columns named as the table's."""

    @property
    def table(self) -> Table:
        """The event table that it fills."""
        ...

    @property
    def title(self) -> Text:
        """What a person calls the rows that it makes; usually the title of the table."""
        ...

    @property
    def readings(self) -> Mapping[str, Reading]:
        """How each column of the table is written."""
        ...

    @property
    def shown(self) -> Mapping[str, str]:
        """What the file calls each column, where it has a name of its own."""
        ...

    @property
    def needs(self) -> Collection[str]:
        """The source columns that the route reads."""
        ...

    @property
    def told(self) -> Sequence[Broken]:
        """What somebody should know about rows that were kept, after ``finish``."""
        ...

    def feed(self, batch: Batch) -> Batch | None:
        """What comes out after one more batch; rows that its reader could not read are not its affair."""
        ...

    def finish(self) -> Batch | None:
        """What comes out after the last one."""
        ...


class Straight:
    """The route of a file that uses the table's own column names, in any case and order."""

    def __init__(self, table: Table, header: Sequence[str], timezone: str) -> None:
        self.table = table
        self.title = table.title
        self.readings = {column.name: Reading(column, timezone) for column in table.columns}
        self.shown: dict[str, str] = {}
        self.told: tuple[Broken, ...] = ()
        # The table's own names too: a JSON file may bring a column after its first records.
        self.needs = {*table.names, *(name for name in header if plain(name) in table.names)}

    def feed(self, batch: Batch) -> Batch:
        """The batch with the table's names on its columns; the others stay behind."""
        names = {plain(name): name for name in batch.frame.columns if plain(name) in self.table.names}
        frame = batch.frame.select(pl.col(name).alias(own) for own, name in names.items())
        return Batch(frame, batch.locate, batch.done)

    def finish(self) -> None:
        """Nothing is held back."""
