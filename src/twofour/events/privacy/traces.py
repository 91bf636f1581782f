"""Traces of a person outside the event tables: our own small files are cleaned, anybody's else are named."""

from __future__ import annotations

import json
import mmap
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl

from twofour.events.privacy.wording import filler, occurrences

_OURS = ("imports", "manifests", "history")
"""Folders whose files TwoFour wrote about imports: they may name a file or a cell after a customer."""
_NOT_LOOKED_AT = ("tables", "cache", "privacy", "manifests", "history", ".lock")


def drop_cache(data: Path) -> None:
    """Delete what is kept of counting; it is counted anew when somebody asks."""
    shutil.rmtree(data / "cache", ignore_errors=True)


def clean(data: Path, needles: Sequence[str]) -> None:
    """Blot the names out of the small files that TwoFour wrote about imports."""
    pattern = occurrences(needles)

    def blot(words: str) -> str:
        return pattern.sub(lambda hit: filler(hit.group()), words)

    for path in _files(data / folder for folder in _OURS):
        if path.suffix == ".parquet":
            continue
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        told = _in_record(text, blot) if path.suffix == ".json" else blot(text)
        if told != text:
            _replace(path, told)


def _in_record(text: str, blot: Callable[[str], str]) -> str:
    """A record of an import without the names. Only files can be called after a person: a customer whose id
    is a number must not take the record's own numbers along.
    """
    try:
        record: dict[str, Any] = json.loads(text)
    except ValueError:  # damaged: nobody can read it any more, and it must not name anybody
        return blot(text)
    for part in (record, record.get("source", {})):
        if "files" in part:
            part["files"] = [blot(name) for name in part["files"]]
    return json.dumps(record, ensure_ascii=False, indent=1)


def remaining(data: Path, needles: Sequence[str]) -> list[Path]:
    """Files of the data folder, the event tables aside, that still name the person: raw exports that
    somebody put there, acts of the ledger. Whose they are must decide about them.
    """
    pattern = re.compile(occurrences(needles).pattern.encode())
    others = [entry for entry in data.iterdir() if entry.name not in _NOT_LOOKED_AT]
    return sorted(path for path in _files(others) if _holds(path, pattern))


def _files(roots: Iterator[Path] | Sequence[Path]) -> Iterator[Path]:
    for root in roots:
        yield from (path for path in (root, *root.rglob("*")) if path.is_file() and not path.is_symlink())


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".draft")
    with draft.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    """Whether a file names the person, as it is, inside an archive (XLSX, ZIP) or as a Parquet table."""
    with suppress(OSError):
        if path.suffix == ".parquet":
            return _in_table(path, pattern)
        if zipfile.is_zipfile(path):
            return _in_archive(path, pattern)
        if path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return pattern.search(content) is not None
    return False


def _in_archive(path: Path, pattern: re.Pattern[bytes]) -> bool:
    with suppress(zipfile.BadZipFile, RuntimeError), zipfile.ZipFile(path) as archive:
        return any(pattern.search(piece) for name in archive.namelist() for piece in _pieces(archive, name))
    return False


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member in pieces that overlap, so that memory stays small whatever it unpacks to."""
    size, kept = 1 << 20, b""
    with archive.open(name) as member:
        while piece := member.read(size):
            yield kept + piece
            kept = piece[-1000:]


def _in_table(path: Path, pattern: re.Pattern[bytes]) -> bool:
    with suppress(pl.exceptions.PolarsError):
        for batch in pl.scan_parquet(path, glob=False).select(pl.col(pl.String)).collect_batches():
            for column in batch.iter_columns():
                if any(pattern.search(one.encode()) for one in column.drop_nulls().unique()):
                    return True
    return False
