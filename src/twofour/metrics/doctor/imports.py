"""The history of a lake, as its manifests tell it: which rows came with which import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from twofour.events.lake import manifest
from twofour.events.lake.layout import SEQ
from twofour.events.lake.snapshot import Snapshot

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Import:
    """One import that changed the lake. Its new rows have ``start <= seq < stop``; ``rows`` of it were read
    in all, stored before or not.
    """

    number: int
    start: int
    stop: int
    created: datetime | None
    files: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it brought, new or not."""
        return self.stop - self.start


def imports_of(snapshot: Snapshot) -> list[Import]:
    """Every import up to ``snapshot`` of which the lake still has a manifest, in order."""
    folder = snapshot.path / "manifests"
    found, start = [], 0
    for number in manifest.numbers(folder):
        if number > snapshot.number:
            break
        entry = manifest.read(folder, number)
        files = entry.source.get("files", ())
        created = datetime.fromisoformat(entry.created) if entry.created else None
        found.append(Import(number, start, entry.next_seq, created, tuple(map(str, files))))
        start = entry.next_seq
    return found


def place_of_import(imports: Sequence[Import]) -> pl.Expr:
    """The place in ``imports`` of the import that a row first came with, from 0."""
    stops = pl.Series([entry.stop for entry in imports], dtype=pl.Int64)
    return pl.lit(stops).search_sorted(pl.col(SEQ), side="right").alias(IMPORT)
