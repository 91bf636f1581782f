"""Text of a file in, stored rows and findings out, through the whole import."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from twofour.events.lake import Lake
from twofour.sources import Imported, NothingUsable, import_files, load_mapping

Finding = tuple[int | None, str, str]


class Importing:
    """One lake in a fresh folder, and the last import into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.done: Imported | None = None

    def file(self, content: str | bytes, name: str = "file.csv") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def csv(self, content: str | bytes, **options: Any) -> Importing:
        """Import a CSV file."""
        return self.files([self.file(content)], **options)

    def mapped(self, content: str | bytes, mapping: str, name: str = "file.csv", **options: Any) -> Importing:
        """Import a file by a mapping file."""
        document = load_mapping(self.file(mapping, "map.yaml"))
        return self.files([self.file(content, name)], mapping=document, **options)

    def files(self, paths: Sequence[Path], **options: Any) -> Importing:
        """Import files as one."""
        self.report = self.folder / "problems.csv"
        self.report.unlink(missing_ok=True)
        self.done = import_files(paths, self.data, problems=self.report, **options)
        return self

    def nothing(self, content: str | bytes, **options: Any) -> str:
        """Import a CSV file that holds nothing usable; what was said."""
        with pytest.raises(NothingUsable) as caught:
            self.csv(content, **options)
        assert Lake.create_or_open(self.data).snapshot().number == 0
        return caught.value.message.en

    def stored(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Columns of the stored rows, in order of arrival."""
        return Lake(self.data).snapshot().scan(table).sort("seq").select(columns).collect().rows()

    def cells(self, table: str, column: str) -> list[Any]:
        """One column of the stored rows, in order of arrival."""
        return [cell for (cell,) in self.stored(table, column)]

    def findings(self, severity: str) -> list[Finding]:
        """Line, column and reason of everything reported with this severity."""
        if not self.report.exists():
            return []
        with self.report.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["severity"] == severity]
        return [(int(row["line"]) if row["line"] else None, row["column"], row["reason_en"]) for row in rows]

    @property
    def refused(self) -> list[Finding]:
        """Rows that stayed out."""
        return self.findings("refused")

    @property
    def notices(self) -> list[Finding]:
        """Rows that were kept and are only reported."""
        return self.findings("notice")
