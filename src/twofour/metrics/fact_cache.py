"""Kept sums: what each shop's months added up to, for one version of data, rules and code; safe to delete."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from twofour.events.lake.leftovers import MARK, writing
from twofour.events.lake.snapshot import Snapshot
from twofour.events.privacy import erasures
from twofour.events.rules import CountingRules
from twofour.metrics.cache_sweep import CODE, sweep
from twofour.metrics.tally import DaySums, joined
from twofour.period import Period

COUNTED_TABLES = ("messages", "orders", "refunds")
"""The tables that the kernel reads, whose files tell one state of a shop's data from another."""
_PATIENCE_SECONDS = 5
_swept: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Entry:
    """A shop's kept month: its watermark, the data files it was counted from, and the parts that hold it: the
    first what it once added up to, the others how that changed.
    """

    as_of: int | None
    data: Mapping[str, Sequence[str]]
    parts: Sequence[str]


def data_of(snapshot: Snapshot, shop_id: str) -> dict[str, list[str]]:
    """The names of a shop's data files by table; a file's name stands for its content for ever."""
    return {
        table: sorted(file.path for file in snapshot.files(table, shop_ids=[shop_id]))
        for table in COUNTED_TABLES
    }


class FactCache:
    """Kept months in ``cache/facts`` beside the lake's tables, for one set of counting rules.

    An index per month (JSON) names for each shop the parts (three Parquet files each, often shared by many
    shops) that hold its sums. What is missing or unreadable is simply counted anew, and a folder that cannot
    be written keeps nothing. Nothing is kept either of what was read while somebody was being forgotten.
    """

    def __init__(self, snapshot: Snapshot, rules: CountingRules) -> None:
        version = hashlib.sha256(f"{rules.digest}{_code()}".encode())
        self._folder = snapshot.path / "cache" / "facts" / version.hexdigest()[:24]
        self._data, self._erasures = snapshot.path, erasures(snapshot.path)

    def entries(self, month: Period) -> dict[str, Entry]:
        """The kept shops of a month."""
        try:
            written = json.loads(self._index(month).read_text(encoding="utf-8"))
            return {shop: Entry(**entry) for shop, entry in written.items()}
        except (OSError, ValueError, TypeError):
            return {}

    def read(self, entries: Mapping[str, Entry]) -> DaySums | None:
        """The kept sums of these shops; None for no shops, or when a file is gone or damaged."""
        parts: dict[str, list[str]] = {}
        for shop, entry in entries.items():
            for part in entry.parts:
                parts.setdefault(part, []).append(shop)
        if not parts:
            return None
        try:
            return joined(self._read_part(part, shops) for part, shops in parts.items()).net()
        except (OSError, pl.exceptions.PolarsError):
            return None

    def store(self, month: Period, part: str, found: DaySums, entries: Mapping[str, Entry]) -> None:
        """Keep ``found`` as ``part``, which all ``entries`` name last; parts that nobody names go."""
        if self._erasures is None or self._erasures != erasures(self._data):
            return
        with contextlib.suppress(OSError, Timeout, pl.exceptions.PolarsError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with writing(self._folder / f"{part}{MARK}"):
                for field in fields(found):
                    frame: pl.DataFrame = getattr(found, field.name)
                    frame.write_parquet(self._file(part, field.name), compression_level=1)
                with FileLock(self._folder / ".lock", timeout=_PATIENCE_SECONDS):
                    self._sweep_once()
                    before = self.entries(month)
                    kept = {**before, **entries}
                    self._write_index(month, kept)
                    for gone in _parts(before) - _parts(kept):
                        for field in fields(found):
                            self._file(gone, field.name).unlink(missing_ok=True)

    def _sweep_once(self) -> None:
        """Once in a process, for indexes can be long where a lake holds many shops; and in a new folder."""
        if self._folder not in _swept or not (self._folder / CODE).exists():
            _swept.add(self._folder)
            (self._folder / CODE).write_text(_code(), encoding="utf-8")
            sweep(self._folder, _code())

    def _write_index(self, month: Period, entries: Mapping[str, Entry]) -> None:
        draft = self._folder / f"{uuid.uuid4().hex}.draft"
        plain = {shop: asdict(entry) for shop, entry in entries.items()}
        draft.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(self._index(month))

    def _read_part(self, part: str, shops: Sequence[str]) -> DaySums:
        own = pl.col("shop_id").is_in(shops)
        frames = {f.name: pl.scan_parquet(self._file(part, f.name)).filter(own) for f in fields(DaySums)}
        return DaySums(**{name: frame.collect() for name, frame in frames.items()})

    def _index(self, month: Period) -> Path:
        return self._folder / f"{month.start:%Y-%m}.json"

    def _file(self, part: str, name: str) -> Path:
        return self._folder / f"{part}-{name}.parquet"


def _parts(entries: Mapping[str, Entry]) -> set[str]:
    return {part for entry in entries.values() for part in entry.parts}


def _code() -> str:
    return f"{code_digest()}{pl.__version__}"


@functools.cache
def code_digest() -> str:
    """SHA-256 over the code of this room: sums kept by other code are not ours."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()
