"""The lake: a folder of Delta tables in which imports land whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from twofour.events.lake import files, manifest, upsert
from twofour.events.lake.files import DataFile
from twofour.events.lake.manifest import Manifest
from twofour.events.lake.receipt import Receipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.tables import TABLES, Table
from twofour.problems import DataMissing, Refused, UsageError
from twofour.text import Text

Deliveries = Mapping[str, pl.DataFrame | Sequence[pl.DataFrame]]
"""Rows by table: one frame, or one frame per file in the order in which the files were given."""

_PATIENCE_SECONDS = 600


class Lake:
    """Event tables in a folder: ``tables/<name>`` (Delta) and ``manifests/`` (one file per snapshot)."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._manifests = self.path / "manifests"

    @classmethod
    def open(cls, path: Path | str) -> Lake:
        """The lake at ``path``. Raises ``DataMissing`` when nothing was imported there yet."""
        lake = cls(path)
        if not manifest.numbers(lake._manifests):
            raise DataMissing(
                Text(
                    f"{lake.path} 里还没有数据；请先运行 twofour import 文件… --data {lake.path}",
                    f"there is no data in {lake.path}; run twofour import FILE… --data {lake.path} first",
                )
            )
        return lake

    @classmethod
    def create_or_open(cls, path: Path | str) -> Lake:
        """The lake at ``path``, which may be new: nothing is written before the first ``commit``."""
        lake = cls(path)
        if lake.path.exists() and not lake.path.is_dir():
            raise Refused(
                Text(
                    f"{lake.path} 是文件，不是目录；请用 --data 指定一个目录",
                    f"{lake.path} is a file, not a folder; name a folder with --data",
                )
            )
        return lake

    def snapshot(self, number: int | None = None) -> Snapshot:
        """Snapshot ``number``, or the newest. Raises ``UsageError`` when there is no such snapshot."""
        known = manifest.numbers(self._manifests)
        if number is None:
            newest = manifest.read(self._manifests, known[-1]) if known else Manifest()
            return Snapshot(self.path, newest)
        if number not in known:
            raise UsageError(
                Text(
                    f"没有第 {number} 号数据快照；现有 1–{known[-1] if known else 0} 号",
                    f"there is no snapshot {number}; they run from 1 to {known[-1] if known else 0}",
                )
            )
        return Snapshot(self.path, manifest.read(self._manifests, number))

    def commit(self, rows: Deliveries, *, source: Mapping[str, Any]) -> Receipt:
        """Upsert all ``rows`` (of ``TABLES[name].schema``; optional columns may be absent) as one import.

        ``source`` is kept in the manifest, as JSON. Rows that are stored already change nothing; if no row
        changes anything there is no new snapshot. Safe beside other writers, in other processes too, and
        after a crash at any moment. Raises ``ValueError`` for rows that are not of the table's shape,
        ``Refused`` when the folder cannot be written; then nothing changed.
        """
        deliveries = {name: _checked(TABLES[name], given) for name, given in rows.items()}
        written: list[Path] = []
        with self._writing(written), self._lock():
            base = self.snapshot()
            seq = base.manifest.next_seq
            versions, receipts, content = base.versions, {}, hashlib.sha256(base.digest.encode())
            for name, table in TABLES.items():
                if not any(frame.height for frame in deliveries.get(name, [])):
                    continue
                change = upsert.plan(base, table, deliveries[name], seq)
                receipts[name] = change.receipt
                seq += sum(frame.height for frame in deliveries[name])
                if change.receipt.total.new + change.receipt.total.changed:
                    fresh = self._write(table, change, written)
                    versions[name] = files.record(
                        base.folder(name), table, base.versions.get(name), fresh, change.replaced
                    )
                    content.update(_content_of(name, fresh))
            if versions == base.versions:
                return Receipt(base, receipts, changed_lake=False)
            newest = Manifest(
                number=base.number + 1,
                versions=versions,
                next_seq=seq,
                digest=content.hexdigest(),
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                source=source,
            )
            manifest.swap(self._manifests, newest)
            return Receipt(Snapshot(self.path, newest), receipts, changed_lake=True)

    def _write(self, table: Table, change: upsert.Change, written: list[Path]) -> list[DataFile]:
        folder = self.path / "tables" / table.name
        return files.write_files(folder, table, change.rows, written)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One writer at a time, across processes; a writer that dies lets go of it."""
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.path / ".lock", timeout=_PATIENCE_SECONDS, fallback_to_soft=False):
                yield
        except Timeout:
            raise Refused(
                Text(
                    f"等了 {_PATIENCE_SECONDS // 60} 分钟，另一个导入仍在写 {self.path}；请等它结束后再试",
                    f"another import has been writing to {self.path} for {_PATIENCE_SECONDS // 60} minutes; "
                    "wait until it ends and try again",
                )
            ) from None

    @contextlib.contextmanager
    def _writing(self, written: list[Path]) -> Iterator[None]:
        """Turn a failure to write into words, and take back files that no manifest names."""
        try:
            yield
        except (OSError, DeltaError, pl.exceptions.ComputeError) as error:
            for path in written:
                with contextlib.suppress(OSError):
                    path.unlink()
            reason = " ".join(str(error).split())[:300]
            raise Refused(
                Text(
                    f"写不进数据目录 {self.path}：{reason}。数据没有改动；请检查磁盘空间和目录权限",
                    f"cannot write to {self.path}: {reason}. No data was changed; "
                    "check free space and the folder's permissions",
                )
            ) from error


def _checked(table: Table, given: pl.DataFrame | Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Frames with every column of the table, of the right types, nothing required missing."""
    frames = []
    for frame in [given] if isinstance(given, pl.DataFrame) else given:
        absent = [name for name in table.names if name not in frame.columns]
        whole = frame.with_columns(pl.lit(None, table.schema[name]).alias(name) for name in absent)
        whole = whole.select(table.names)
        if whole.schema != pl.Schema(table.schema):
            raise ValueError(f"rows of {table.name} have the types {whole.schema}, not {table.schema}")
        lacking = [name for name in table.required if whole[name].null_count()]
        if table.by_shop and (whole["shop_id"] == "").any():
            lacking.append("shop_id")
        if lacking:
            raise ValueError(f"rows of {table.name} lack {lacking[0]}")
        frames.append(whole)
    return frames


def _content_of(name: str, fresh: Sequence[DataFile]) -> bytes:
    """What a table's new files hold, in an order that does not depend on how they are named."""
    return "".join([name, *sorted(file.sha256 for file in fresh)]).encode()
