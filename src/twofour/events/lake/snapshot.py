"""A snapshot: the event tables as they stood after one import, whatever is imported later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
from deltalake.exceptions import DeltaError

from twofour.events.lake import files, layout
from twofour.events.lake.files import DataFile
from twofour.events.lake.manifest import Manifest
from twofour.events.tables import TABLES
from twofour.problems import Refused
from twofour.text import Text


@dataclass(frozen=True)
class Snapshot:
    """A reader's view of a lake. Snapshot 0 is the lake before its first import: every table is empty."""

    path: Path
    manifest: Manifest
    _files: dict[str, dict[str | None, list[DataFile]]] = field(
        default_factory=dict, repr=False, compare=False
    )

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
        chosen = self.files(table, shop_ids=shop_ids, months=months)
        return self.scan_paths(table, [file.path for file in chosen])

    def scan_paths(self, table: str, paths: Sequence[str]) -> pl.LazyFrame:
        """Rows of ``table`` as ``scan`` gives them, from data files by name, of this or another snapshot."""
        definition = TABLES[table]
        rows = files.scan_files(self.folder(table), definition, paths)
        return rows.select(layout.row_schema(definition).keys())

    def files(
        self,
        table: str,
        *,
        shop_ids: Collection[str] | None = None,
        months: Collection[str] | None = None,
    ) -> list[DataFile]:
        """The data files behind ``scan`` with the same choice."""
        by_shop = self._by_shop(table)
        shops = by_shop if shop_ids is None or not TABLES[table].by_shop else dict.fromkeys(shop_ids)
        found = [file for shop in shops for file in by_shop.get(shop, [])]
        if months is None or TABLES[table].when is None:
            return found
        return [file for file in found if file.month in months]

    def _by_shop(self, table: str) -> dict[str | None, list[DataFile]]:
        """Every data file, under its shop: shops are many, and each is asked for alone."""
        if table not in self._files:
            version = self.manifest.versions.get(table)
            found: dict[str | None, list[DataFile]] = {}
            for file in [] if version is None else self._list(table, version):
                found.setdefault(file.shop_id, []).append(file)
            self._files[table] = found
        return self._files[table]

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

    def narrowed(self, tables: Collection[str], shop_ids: Collection[str]) -> Snapshot:
        """The same snapshot as far as these tables and shops, to be sent to another machine: it knows their
        files already, and its path is absolute.
        """
        listed = {
            table: {shop: found for shop in (*shop_ids, None) if (found := by_shop.get(shop))}
            for table, by_shop in ((table, self._by_shop(table)) for table in tables)
        }
        return replace(self, path=self.path.resolve(), _files=listed)

    def shop_ids(self) -> list[str]:
        """Every shop of which any table holds rows, sorted."""
        return sorted(
            {file.shop_id for table in TABLES for file in self.files(table) if file.shop_id is not None}
        )

    def folder(self, table: str) -> Path:
        """Where the Delta table lies."""
        return self.path / "tables" / table
