"""The lake: a folder of Delta tables in which imports land whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars as pl

from twofour.events.lake import files, manifest, upsert
from twofour.events.lake.files import DataFile
from twofour.events.lake.history import Act, History, standing
from twofour.events.lake.manifest import Manifest
from twofour.events.lake.receipt import Counts, ImportRecord, Receipt, Taken, UndoReceipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.lake.turn import Turn, take_turn
from twofour.events.lake.undo import plan_undo
from twofour.events.tables import TABLES, Table
from twofour.problems import DataMissing, Refused, UsageError
from twofour.text import Text, same

Deliveries = Mapping[str, pl.DataFrame | Sequence[pl.DataFrame]]
"""Rows by table: one frame, or one frame per file in the order in which the files were given."""


class Lake:
    """Event tables in a folder: ``tables/<name>`` (Delta), ``manifests/`` (one file per snapshot) and
    ``history/`` (one file per import or undo).
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._manifests = self.path / "manifests"
        self._history = History(self.path)

    @classmethod
    def open(cls, path: Path | str) -> Lake:
        """The lake at ``path``. Raises ``DataMissing`` when nothing was imported there yet."""
        lake = cls(path)
        if not manifest.numbers(lake._manifests):
            raise DataMissing(
                Text(
                    f"{lake.path} 里还没有数据；请先导入",
                    f"there is no data in {lake.path}; import some first",
                ),
                same(f"twofour import FILE… --data {lake.path}"),
            )
        return lake

    @classmethod
    def create_or_open(cls, path: Path | str) -> Lake:
        """The lake at ``path``, which may be new: nothing is written before the first ``commit``."""
        lake = cls(path)
        if lake.path.exists() and not lake.path.is_dir():
            raise Refused(
                Text(
                    f"{lake.path} 是文件，不是目录；数据目录要是一个文件夹",
                    f"{lake.path} is a file; the data folder has to be a folder",
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

    def commit(
        self,
        rows: Deliveries,
        *,
        source: Mapping[str, Any],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Receipt:
        """Upsert all ``rows`` (of ``TABLES[name].schema``; optional columns may be absent) as one import.

        ``source`` is kept in the manifest, as JSON; its ``import`` is the id by which the import can be taken
        back. Rows that are stored already change nothing; if no row changes anything there is no new
        snapshot. Safe beside other writers, in other processes too, and after a crash at any moment. Raises
        ``ValueError`` for rows that are not of the table's shape, ``Refused`` when the folder cannot be
        written; then nothing changed. ``progress`` hears how many rows are stored, and of how many.
        """
        deliveries = {name: _checked(TABLES[name], given) for name, given in rows.items()}
        stored = _Count(sum(frame.height for given in deliveries.values() for frame in given), progress)
        with take_turn(self.path, Text("导入", "import")) as trail:
            base = self.snapshot()
            last = self._history.last(base.manifest.acts)
            first = seq = max(base.manifest.next_seq, last.next_seq if last else 0)
            versions, receipts, content = base.versions, {}, hashlib.sha256(base.digest.encode())
            links = {}
            for name, table in TABLES.items():
                if not any(frame.height for frame in deliveries.get(name, [])):
                    continue
                change = upsert.plan(base, table, deliveries[name], seq)
                receipts[name] = change.receipt
                seq += sum(frame.height for frame in deliveries[name])
                if change.links.height:
                    links[name] = change.links
                if change.receipt.total.new + change.receipt.total.changed:
                    versions[name] = self._write(
                        base, table, change.rows, change.replaced, content, trail, stored.add
                    )
            number = last.number + 1 if last else 1
            act = Act(
                number=number,
                id=str(source.get("import", number)),
                created=_now(),
                files=tuple(map(str, source.get("files", ()))),
                snapshot=base.number + (versions != base.versions),
                changed=versions != base.versions,
                first_seq=first,
                next_seq=seq,
                tables={name: asdict(receipt.total) for name, receipt in receipts.items()},
            )
            newest = self._settle(base, act, links, versions, content.hexdigest(), source)
            return Receipt(newest, receipts, act.changed)

    def imports(self) -> tuple[ImportRecord, ...]:
        """Every import into this lake, in order, also those that were taken back."""
        acts = self._history.acts(self.snapshot().manifest.acts)
        return tuple(_record(act, acts) for act in acts if act.undoes is None)

    def undo(self, import_id: str) -> UndoReceipt:
        """Take a whole import back, as a new snapshot: the lake then holds what it would hold had this import
        never been. Rows that other imports delivered too stay, as those left them.

        Earlier snapshots and the runs that name them stay as they are. Taking an undo back is importing
        again. Raises ``UsageError`` for an id that no import has, ``Refused`` when it was undone before, when
        what stood before it was erased, or when the folder cannot be written; then nothing changed.
        """
        with take_turn(self.path, Text("撤销导入", "undo")) as trail:
            base = self.snapshot()
            acts = self._history.acts(base.manifest.acts)
            undone = _chosen(import_id, acts)
            versions, taken, links = base.versions, {}, {}
            content = hashlib.sha256(f"{base.digest} undo {undone.number}".encode())
            for name in undone.tables:
                change = plan_undo(base, self.snapshot, self._history, acts, undone, TABLES[name])
                taken[name] = change.taken
                if change.links.height:
                    links[name] = change.links
                if change.replaced:
                    rows, table = change.rows, TABLES[name]
                    versions[name] = self._write(base, table, rows, change.replaced, content, trail)
            act = Act(
                number=acts[-1].number + 1,
                id=undone.id,
                created=_now(),
                files=(),
                snapshot=base.number + (versions != base.versions),
                changed=versions != base.versions,
                first_seq=acts[-1].next_seq,
                next_seq=acts[-1].next_seq,
                tables={name: asdict(rows) for name, rows in taken.items()},
                undoes=undone.number,
            )
            source = {"undo": undone.id}
            newest = self._settle(base, act, links, versions, content.hexdigest(), source)
            return UndoReceipt(_record(undone, [*acts, act]), newest, taken, act.changed)

    def undo_foreseen(self, import_id: str) -> Mapping[str, Taken]:
        """What ``undo`` would do to the rows of each table now; nothing is written. Raises what it raises."""
        base = self.snapshot()
        acts = self._history.acts(base.manifest.acts)
        undone = _chosen(import_id, acts)
        return {
            name: plan_undo(base, self.snapshot, self._history, acts, undone, TABLES[name]).taken
            for name in undone.tables
        }

    def _write(
        self,
        base: Snapshot,
        table: Table,
        rows: pl.DataFrame,
        replaced: Sequence[DataFile],
        content: Any,
        trail: Turn,
        told: Callable[[int], None] = lambda rows: None,
    ) -> int:
        """Put ``rows`` in the place of files; the table's new version. ``content`` learns what they hold."""
        folder = base.folder(table.name)
        fresh = files.write_files(folder, table, rows, trail, told)
        content.update(_content_of(table.name, fresh))
        return files.record(folder, table, base.versions.get(table.name), fresh, replaced)

    def _settle(
        self,
        base: Snapshot,
        act: Act,
        links: Mapping[str, pl.DataFrame],
        versions: Mapping[str, int],
        digest: str,
        source: Mapping[str, Any],
    ) -> Snapshot:
        """Make the act count, in one step: the new snapshot, or ``base`` where nothing changed."""
        self._history.write(act, links)
        if not act.changed:
            return base
        newest = Manifest(
            number=act.snapshot,
            versions=versions,
            next_seq=act.next_seq,
            digest=digest,
            acts=act.number,
            created=act.created,
            source=source,
        )
        manifest.swap(self._manifests, newest)
        return Snapshot(self.path, newest)


class _Count:
    """How many rows of an import are stored; those that were stored before are never told."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._total, self._progress = 0, max(1, total), progress

    def add(self, rows: int) -> None:
        """So many more. Rows of files that are written again count too, but never beyond the total."""
        self._done = min(self._total, self._done + rows)
        self._progress(self._done, self._total)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _record(act: Act, acts: Sequence[Act]) -> ImportRecord:
    undone = next((other.created for other in acts if other.undoes == act.number), None)
    return ImportRecord(
        import_id=act.id,
        created=datetime.fromisoformat(act.created),
        files=act.files,
        snapshot=act.snapshot,
        changed_lake=act.changed,
        tables={name: Counts(**counts) for name, counts in act.tables.items()},
        undone=datetime.fromisoformat(undone) if undone else None,
    )


def _chosen(import_id: str, acts: Sequence[Act]) -> Act:
    """The import of that id that stands."""
    imports = [act for act in acts if act.undoes is None and act.id == import_id]
    found = [act for act in standing(acts) if act.id == import_id]
    if found:
        return found[-1]
    if imports:
        undone = _record(imports[-1], acts).undone
        when = f"{undone.astimezone():%Y-%m-%d %H:%M}" if undone else ""
        raise Refused(
            Text(
                f"导入 {import_id} 已在 {when} 撤销；如要恢复，重新导入原文件即可",
                f"import {import_id} was undone already on {when}; to have it back, import its files again",
            )
        )
    known = [act.id for act in standing(acts)]
    near = get_close_matches(import_id, known, n=1, cutoff=0.5)
    raise UsageError(
        Text(
            f"没有编号为 {import_id} 的导入" + (f"；是不是 {near[0]}？" if near else ""),
            f"there is no import {import_id}" + (f"; did you mean {near[0]}?" if near else ""),
        ),
        same("twofour imports"),
    )


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
