"""A snapshot: the event tables as they stood after one import, whatever is imported later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from deltalake.exceptions import DeltaError

from twofour.events.lake import files, layout
from twofour.events.lake.files import DataFile
from twofour.events.lake.manifest import Manifest
from twofour.events.tables import TABLES, Table
from twofour.problems import Refused
from twofour.text import Text


@dataclass(frozen=True)
class Snapshot:
    """A reader's view of a lake. Snapshot 0 is the lake before its first import: every table is empty."""

    path: Path
    manifest: Manifest
    _files: dict[str, list[DataFile]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def number(self) -> int:
        """Counts the imports that changed something, from 1."""
        return self.manifest.number

    @property
    def versions(self) -> dict[str, int]:
        """Table name -> version of its Delta table; tables never written are absent."""
        return dict(self.manifest.versions)

    @property
    def digest(self) -> str:
        """SHA-256 of the data: the same imports in the same order into an empty lake give the same digest."""
        return self.manifest.digest

    def scan(
        self,
        table: str,
        *,
        shop_ids: Collection[str] | None = None,
        months: Collection[str] | None = None,
    ) -> pl.LazyFrame:
        """Rows of ``table``: the columns of ``TABLES[table].schema``, then ``seq`` (Int64, arrival order).

        ``shop_ids`` and ``months`` (``YYYY-MM``, the UTC month of ``Table.when``) choose whole files, so
        nothing else is read; a table that lacks such a column ignores that choice. Rows come in no promised
        order. Raises ``KeyError`` for a table that does not exist.
        """
        definition = TABLES[table]
        chosen = self.files(table, shop_ids=shop_ids, months=months)
        rows = files.scan_files(self.folder(table), definition, chosen)
        return rows.select(layout.row_schema(definition).keys())

    def files(
        self,
        table: str,
        *,
        shop_ids: Collection[str] | None = None,
        months: Collection[str] | None = None,
    ) -> list[DataFile]:
        """The data files behind ``scan`` with the same choice."""
        definition = TABLES[table]
        if table not in self._files:
            version = self.manifest.versions.get(table)
            self._files[table] = [] if version is None else self._list(table, version)
        return [file for file in self._files[table] if _chosen(definition, file, shop_ids, months)]

    def _list(self, table: str, version: int) -> list[DataFile]:
        try:
            return files.list_files(self.folder(table), version)
        except (DeltaError, OSError) as error:
            raise Refused(
                Text(
                    f"数据表 {self.folder(table)} 的第 {version} 版读不出来（{error}）；请从备份恢复",
                    f"{self.folder(table)}, version {version}, cannot be read ({error}); restore a backup",
                )
            ) from None

    def shop_ids(self) -> list[str]:
        """Every shop of which any table holds rows, sorted."""
        return sorted(
            {file.shop_id for table in TABLES for file in self.files(table) if file.shop_id is not None}
        )

    def folder(self, table: str) -> Path:
        """Where the Delta table lies."""
        return self.path / "tables" / table


def _chosen(
    table: Table, file: DataFile, shop_ids: Collection[str] | None, months: Collection[str] | None
) -> bool:
    if table.by_shop and shop_ids is not None and file.shop_id not in shop_ids:
        return False
    return table.when is None or months is None or file.month in months
