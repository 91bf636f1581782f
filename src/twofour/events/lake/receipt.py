"""What an import did to the lake, counted per delivery; what taking it back did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from twofour.events.lake.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a delivery: new, changing a stored row, stored already, or repeated by a later row."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.repeated + other.repeated,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows of an import that was taken back: gone, given their earlier content, or left as they are because
    other imports delivered them too.
    """

    gone: int = 0
    restored: int = 0
    kept: int = 0


@dataclass(frozen=True)
class TableReceipt:
    """One table's share of an import.

    ``deliveries``: counts, in the order given. ``repeated``: one row for each row whose key a later row of
    the import holds too: ``delivery, row, by_delivery, by_row`` (positions from 0); the later one counts.
    """

    deliveries: tuple[Counts, ...]
    repeated: pl.DataFrame

    @property
    def total(self) -> Counts:
        """All deliveries together."""
        return sum(self.deliveries, Counts())


@dataclass(frozen=True)
class Receipt:
    """The snapshot that an import made, or the one that stood already when it changed nothing."""

    snapshot: Snapshot
    tables: Mapping[str, TableReceipt]
    changed_lake: bool


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import of a lake's history. ``snapshot`` stood after it; it made that one if ``changed_lake``.

    ``tables``: its rows, as the import's summary counted them. ``undone``: when it was taken back, if it was.
    Times are UTC.
    """

    import_id: str
    created: datetime
    files: tuple[str, ...]
    snapshot: int
    changed_lake: bool
    tables: Mapping[str, Counts]
    undone: datetime | None


@dataclass(frozen=True)
class UndoReceipt:
    """What taking an import back did, table by table; ``snapshot`` stood already if it changed nothing."""

    record: ImportRecord
    snapshot: Snapshot
    tables: Mapping[str, Taken]
    changed_lake: bool
