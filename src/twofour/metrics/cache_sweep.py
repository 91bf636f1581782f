"""What nobody will read of kept sums: parts of writers that died, folders of code that is used no more."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import suppress
from pathlib import Path

from twofour.events.lake.leftovers import MARK, remove_dead

CODE = "code.txt"
"""In each folder of kept sums: the code that wrote it."""
_WEEK = 7 * 86_400


def sweep(folder: Path, code: str) -> None:
    """Remove from ``folder`` the parts that no index names and nobody writes, and beside it the folders of
    other code that nobody has written into for a week. For the holder of the folder's lock.
    """
    with suppress(OSError, ValueError, TypeError, AttributeError):
        named = {part for index in folder.glob("*.json") for part in _parts(index)}
        for part, files in _stored(folder).items():
            if part not in named:
                remove_dead(folder / f"{part}{MARK}", files)
        # Indexes are only written by the holder of the lock.
        for draft in folder.glob("*.draft"):
            draft.unlink(missing_ok=True)
        for other in folder.parent.iterdir():
            if other != folder and other.is_dir() and _code(other) != code and _unused(other):
                shutil.rmtree(other, ignore_errors=True)


def _parts(index: Path) -> set[str]:
    entries = json.loads(index.read_text(encoding="utf-8")).values()
    return {part for entry in entries for part in entry.get("parts", ())}


def _stored(folder: Path) -> dict[str, list[Path]]:
    """Files by part; a mark alone is a part without files."""
    found: dict[str, list[Path]] = {mark.name.removesuffix(MARK): [] for mark in folder.glob(f"*{MARK}")}
    for file in folder.glob("*-*.parquet"):
        found.setdefault(file.name.partition("-")[0], []).append(file)
    return found


def _code(folder: Path) -> str:
    path = folder / CODE
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _unused(folder: Path) -> bool:
    return time.time() - max(path.stat().st_mtime for path in (folder, *folder.iterdir())) > _WEEK
