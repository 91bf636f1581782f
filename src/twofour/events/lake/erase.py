"""Changing what is stored for good: data files of every version written anew under their own names.

Imports never change a file. Erasing does, because a person must be gone from every version that can still be
read; the new files stand beside the old ones until all are written, then take their places at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import DeltaTable

from twofour.events.lake import layout
from twofour.events.lake.files import scan_files
from twofour.events.lake.manifest import sync_folder
from twofour.events.tables import TABLES, Table

_FRESH = ".fresh"


def every_file(root: Path, table: str) -> list[str]:
    """Names of all data files of a table, of any version and of none, as ``read`` takes them."""
    folder = _folder(root, table)
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.parquet"))


def scan(root: Path, table: str, names: Iterable[str], path: str | None = None) -> pl.LazyFrame:
    """Rows of data files: the table's columns and ``seq``, and in column ``path`` the file of each row."""
    rows = scan_files(_folder(root, table), TABLES[table], list(names), path)
    return rows.select(*layout.row_schema(TABLES[table]), *([path] if path else []))


def stage(root: Path, table: str, name: str, rows: pl.DataFrame) -> None:
    """Write what file ``name`` shall hold beside it; nothing changes before ``settle``.

    ``rows``: the table's columns and ``seq``, all of the month that the file is for.
    """
    definition = TABLES[table]
    target = _folder(root, table) / name
    stored = rows.sort(layout.file_order(definition)).with_columns(*_month(definition, name))
    with target.with_name(target.name + _FRESH).open("wb") as file:
        stored.select(layout.stored_schema(definition).keys()).write_parquet(file, compression_level=1)
        file.flush()
        os.fsync(file.fileno())


def discard(root: Path) -> None:
    """Forget everything that was staged."""
    for path in _staged(root):
        path.unlink()


def settle(root: Path) -> None:
    """Put all staged files in their places and mend the logs. A crash anywhere is mended by calling again."""
    for path in _staged(root):
        path.replace(path.with_suffix(""))
    for table in TABLES:
        folder = _folder(root, table)
        for month in {(folder / name).parent for name in every_file(root, table)}:
            sync_folder(month)
        if DeltaTable.is_deltatable(str(folder)):
            _mend_log(folder)


def _staged(root: Path) -> list[Path]:
    return sorted(path for table in TABLES for path in _folder(root, table).glob(f"*/*{_FRESH}"))


def _folder(root: Path, table: str) -> Path:
    return root / "tables" / table


def _month(table: Table, name: str) -> list[pl.Expr]:
    return [pl.lit(name.partition("/")[0]).alias(layout.MONTH)] if table.when else []


def _mend_log(folder: Path) -> None:
    """Say the right size and number of rows of every file: other readers find a file's end by its size."""
    log = folder / "_delta_log"
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.glob("*/*.parquet")}
    mended = False
    for entry in sorted(log.glob("*.json")):
        lines = entry.read_text(encoding="utf-8").splitlines()
        told = [_told(line, folder, sizes) for line in lines]
        if told != lines:
            mended = True
            _replace(entry, "\n".join(told).encode())
    if mended and any(log.glob("*.checkpoint*.parquet")):
        # A checkpoint only repeats the log, which is kept from its beginning.
        for path in (log / "_last_checkpoint", *log.glob("*.checkpoint*.parquet")):
            path.unlink(missing_ok=True)
        DeltaTable(folder).create_checkpoint()
    sync_folder(log)


def _told(line: str, folder: Path, sizes: dict[str, int]) -> str:
    """A line of the log with the size that its file has now."""
    action: dict[str, Any] = json.loads(line)
    for kind in ("add", "remove"):
        said = action.get(kind)
        if not said or said["path"] not in sizes or said.get("size") == sizes[said["path"]]:
            continue
        said["size"] = sizes[said["path"]]
        if kind == "add":
            rows = pl.scan_parquet(folder / said["path"], glob=False).select(pl.len()).collect().item()
            said["stats"] = json.dumps({"numRecords": rows})
        return json.dumps(action, ensure_ascii=False, separators=(",", ":"))
    return line


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
