"""The history of a lake: which rows came with which import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from twofour.events.lake.history import History, standing
from twofour.events.lake.layout import SEQ
from twofour.events.lake.snapshot import Snapshot

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Import:
    """One import that was not taken back. Rows that it was the first to bring have ``start <= seq < stop``;
    ``rows`` of it were read in all, stored before or not.
    """

    number: int
    start: int
    stop: int
    created: datetime
    files: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it brought, new or not."""
        return self.stop - self.start


def imports_of(snapshot: Snapshot) -> list[Import]:
    """Every import up to ``snapshot``, in order."""
    acts = History(snapshot.path).acts(snapshot.manifest.acts)
    return [
        Import(act.number, act.first_seq, act.next_seq, datetime.fromisoformat(act.created), act.files)
        for act in standing([act for act in acts if act.snapshot <= snapshot.number])
    ]


def place_of_import(imports: Sequence[Import]) -> pl.Expr:
    """The place in ``imports`` of the import that a row first came with, from 0."""
    stops = pl.Series([entry.stop for entry in imports], dtype=pl.Int64)
    return pl.lit(stops).search_sorted(pl.col(SEQ), side="right").alias(IMPORT)
