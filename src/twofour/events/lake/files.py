"""The data files of one Delta table: listing a version's, writing new ones, entering them in the log."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from twofour.events.lake.layout import MONTH, partition_columns, stored_schema
from twofour.events.lake.manifest import sync_folder
from twofour.events.lake.order import Section, sections
from twofour.events.tables import Table

# Sorting and compressing leave one core idle at times: two files are written at once.
_WRITERS = 2
# Old versions must stay readable for as long as a frozen run may name them, so the log is never trimmed.
_FOREVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file: all its rows belong to one shop and month (``None`` where the table has neither)."""

    path: str  # relative to the table's folder
    size: int
    rows: int
    shop_id: str | None
    month: str | None
    sha256: str = ""


def list_files(folder: Path, version: int) -> list[DataFile]:
    """The files that make up ``version`` of the Delta table in ``folder``."""
    actions = pl.DataFrame(DeltaTable(folder, version=version).get_add_actions(flatten=True))
    found = {"partition.shop_id": "shop_id", f"partition.{MONTH}": "month"}
    here = actions.select(
        "path", "size_bytes", "num_records", *(name for name in found if name in actions.columns)
    )
    return [
        DataFile(
            path=row["path"],
            size=row["size_bytes"],
            rows=row["num_records"],
            shop_id=row.get("partition.shop_id"),
            month=row.get(f"partition.{MONTH}"),
        )
        for row in here.sort("path").iter_rows(named=True)
    ]


def scan_files(folder: Path, table: Table, files: Sequence[str], path: str | None = None) -> pl.LazyFrame:
    """The rows of ``files`` (names), every stored column, and in column ``path`` the file of each row."""
    schema = stored_schema(table)
    if not files:
        return pl.LazyFrame(schema={**schema, **({path: pl.String()} if path else {})})
    return pl.scan_parquet(
        [folder / file for file in files],
        schema=schema,
        missing_columns="insert",
        extra_columns="ignore",
        hive_partitioning=False,
        glob=False,
        include_file_paths=path,
    )


class Trail(Protocol):
    """What is told of every file before it is written."""

    def append(self, path: Path, /) -> None:
        """Note one file."""


def write_files(
    folder: Path,
    table: Table,
    rows: pl.DataFrame,
    trail: Trail,
    told: Callable[[int], None] = lambda rows: None,
) -> list[DataFile]:
    """``rows`` (``MONTH`` as ``with_month`` gives it) as new files of ``folder``, one per shop and month.

    Nothing is part of the table yet: that is ``record``'s work. ``trail`` receives every path before it is
    written, so that a failed import can take its files back; ``told`` hears of every file how many rows it
    has. Raises ``OSError`` when the disk is full.
    """

    def write(section: Section) -> DataFile:
        return _write_file(folder, table, section.place, rows[section.positions()], trail)

    with ThreadPoolExecutor(_WRITERS) as writers:
        written = []
        for file in writers.map(write, sections(table, rows)):
            written.append(file)
            told(file.rows)
    for parent in {folder, *((folder / file.path).parent for file in written)}:
        sync_folder(parent)
    return written


def _write_file(
    folder: Path, table: Table, place: dict[str, Any], stored: pl.DataFrame, trail: Trail
) -> DataFile:
    month = f"{place[MONTH] // 100:04d}-{place[MONTH] % 100:02d}" if MONTH in place else None
    if month:
        stored = stored.with_columns(pl.lit(month).alias(MONTH))
    # Named by chance, never by shop: shop ids hold characters and lengths that no file system takes.
    name = f"{month or 'all'}/{uuid.uuid4().hex}.parquet"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    trail.append(path)
    stored.select(stored_schema(table).keys()).write_parquet(path, compression_level=1)
    sha256 = _settle(path)
    return DataFile(name, path.stat().st_size, stored.height, place.get("shop_id"), month, sha256)


def record(
    folder: Path, table: Table, base: int | None, written: Iterable[DataFile], gone: Iterable[DataFile]
) -> int:
    """Commit to the Delta log: ``base`` plus ``written`` without ``gone``. The new version.

    Whatever was committed after ``base`` by a writer that died before its manifest is undone first.
    """
    delta = _based_on(folder, table, base)
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        AddAction(
            path=file.path,
            size=file.size,
            partition_values=_partition(table, file),
            modification_time=now,
            data_change=True,
            stats=json.dumps({"numRecords": file.rows}),
        )
        for file in written
    ]
    actions += [RemoveAction(file.path, True, now, file.size, _partition(table, file)) for file in gone]
    delta.create_write_transaction(
        actions, "append", delta.schema(), partition_by=partition_columns(table) or None
    )
    version = DeltaTable(folder).version()
    _sync_log(folder, version)
    return version


def _based_on(folder: Path, table: Table, base: int | None) -> DeltaTable:
    if not DeltaTable.is_deltatable(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        return DeltaTable.create(
            folder,
            schema=pl.DataFrame(schema=stored_schema(table)).to_arrow().schema,
            partition_by=partition_columns(table) or None,
            name=table.name,
            configuration=_FOREVER,
        )
    delta = DeltaTable(folder)
    wanted = base or 0  # version 0 is the empty table, as created
    if delta.version() != wanted:
        delta.restore(wanted)
    return delta


def _partition(table: Table, file: DataFile) -> dict[str, str | None]:
    values = {"shop_id": file.shop_id, MONTH: file.month}
    return {name: values[name] for name in partition_columns(table)}


def _settle(path: Path) -> str:
    """Bring a file to the disk; its SHA-256."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_log(folder: Path, version: int) -> None:
    log = folder / "_delta_log"
    for entry in log.glob(f"{version:020d}*"):
        with entry.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(log)
