"""The history of a lake: what each import brought and met, and which imports were taken back, in order."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from twofour.events.lake.layout import SEQ
from twofour.events.lake.manifest import sync_folder
from twofour.problems import Refused
from twofour.text import Text

AT = "at"
"""The arrival number of a delivered row: its ``seq``, had nobody delivered the row before."""
LINKS = {AT: pl.Int64(), SEQ: pl.Int64()}
_NAME = re.compile(r"(\d{8,})\.json")


@dataclass(frozen=True, slots=True)
class Act:
    """An import, or the undoing of import ``undoes``. ``number`` counts from 1; ``id`` is the import's.

    ``snapshot`` stood when the act was done; the act made it if ``changed``. Delivered rows are numbered
    ``first_seq <= at < next_seq``, whether they were new or not. ``tables``: what became of the rows, as
    ``Counts`` or, of an undo, as ``Taken``. ``created`` (UTC, ISO 8601) and ``files`` are for people.
    """

    number: int
    id: str
    created: str
    files: tuple[str, ...]
    snapshot: int
    changed: bool
    first_seq: int
    next_seq: int
    tables: Mapping[str, Mapping[str, int]]
    undoes: int | None = None


def standing(acts: Sequence[Act]) -> list[Act]:
    """The imports among ``acts`` that were not taken back."""
    undone = {act.undoes for act in acts}
    return [act for act in acts if act.undoes is None and act.number not in undone]


class History:
    """Acts in ``history/<number>.json``, each with its links in ``history/<number>-<table>.parquet``.

    A link of an import ties a row that it delivered (``at``) to the stored row that it met (``seq``, as it
    was then); a link of an undo says which ``at`` a stored row goes by since. Neither holds anything else.
    """

    def __init__(self, lake: Path) -> None:
        self.folder = lake / "history"

    def last(self, settled: int) -> Act | None:
        """The newest act that counts; ``settled`` is ``Manifest.acts`` of the newest snapshot."""
        # Of acts past the snapshot only the last can be one whose writer died before the snapshot was made.
        for number in reversed(self._numbers()):
            act = self._read(number)
            if number <= settled or not act.changed:
                return act
        return None

    def acts(self, settled: int) -> list[Act]:
        """Every act that counts, in order."""
        found = [self._read(number) for number in self._numbers()]
        return [act for act in found if act.number <= settled or not act.changed]

    def write(self, act: Act, links: Mapping[str, pl.DataFrame]) -> None:
        """Bring ``act`` to the disk. If it is ``changed`` it counts from the manifest on that names it, else
        at once. Raises ``OSError`` when the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for table, pairs in links.items():
            path = self._links(act.number, table)
            _runs(pairs).write_parquet(path)
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        path = self.folder / f"{act.number:08d}.json"
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({**asdict(act), "links": sorted(links)}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(self.folder)

    def links(self, act: Act, table: str) -> pl.DataFrame:
        """The links of ``act`` in one table: ``at, seq``."""
        if table not in self._fields(act.number)["links"]:
            return pl.DataFrame(schema=LINKS)
        path = self._links(act.number, table)
        try:
            runs = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(path, error) from None
        step = pl.int_ranges(0, pl.col("rows"), dtype=pl.Int64)
        whole = runs.with_columns(step.alias("step")).explode("step", empty_as_null=False)
        return whole.select(pl.col(AT) + pl.col("step"), pl.col(SEQ) + pl.col("step"))

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        names = (_NAME.fullmatch(entry.name) for entry in self.folder.iterdir())
        return sorted(int(found[1]) for found in names if found)

    def _read(self, number: int) -> Act:
        fields = self._fields(number)
        fields.pop("links")
        return Act(**{**fields, "files": tuple(fields["files"])})

    def _fields(self, number: int) -> dict[str, Any]:
        path = self.folder / f"{number:08d}.json"
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from None

    def _links(self, number: int, table: str) -> Path:
        return self.folder / f"{number:08d}-{table}.parquet"


def _runs(pairs: pl.DataFrame) -> pl.DataFrame:
    """Links as runs of neighbours: a file imported twice is one run, however long."""
    ordered = pairs.sort(AT)
    breaks = (pl.col(AT).diff() != 1) | (pl.col(SEQ).diff() != 1)
    run = breaks.fill_null(True).cum_sum().alias("run")
    runs = ordered.group_by(run, maintain_order=True).agg(
        pl.col(AT).first(), pl.col(SEQ).first(), rows=pl.len()
    )
    return runs.select(AT, SEQ, pl.col("rows").cast(pl.Int64))


def _unreadable(path: Path, error: Exception) -> Refused:
    return Refused(
        Text(
            f"导入记录 {path} 读不出来（{error}）；请从备份恢复该文件",
            f"the record of imports {path} cannot be read ({error}); restore that file from a backup",
        )
    )
