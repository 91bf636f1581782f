"""The manifests of a lake: one small file per snapshot, put in place in a single step."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twofour.problems import Refused
from twofour.text import Text

FORMAT = 1
_NAME = re.compile(r"(\d{8,})\.json")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one snapshot consists of.

    ``versions``: table -> Delta version. ``next_seq``: the arrival number that the next new row gets.
    ``digest``: SHA-256 over the content of every import so far, in order. ``acts``: how many acts the history
    holds up to here. ``source`` says where the last import came from; it and ``created`` (UTC, ISO 8601) are
    for people and stay out of the digest.
    """

    number: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    next_seq: int = 0
    digest: str = hashlib.sha256().hexdigest()
    acts: int = 0
    created: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)


def numbers(folder: Path) -> list[int]:
    """The numbers of all snapshots in ``folder``, ascending; empty if the folder does not exist."""
    if not folder.is_dir():
        return []
    names = (_NAME.fullmatch(entry.name) for entry in folder.iterdir())
    return sorted(int(found[1]) for found in names if found)


def read(folder: Path, number: int) -> Manifest:
    """The manifest of snapshot ``number``. ``Refused`` if the file is damaged or of a newer TwoFour."""
    path = _path(folder, number)
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields.pop("format") != FORMAT:
            raise Refused(
                Text(
                    f"{path} 由更新版本的 TwoFour 写成；请先升级 twofour",
                    f"{path} was written by a newer TwoFour; upgrade twofour first",
                )
            )
        return Manifest(**fields)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(
            Text(
                f"数据目录的清单 {path} 读不出来（{error}）；请从备份恢复该文件",
                f"the lake's manifest {path} cannot be read ({error}); restore that file from a backup",
            )
        ) from None


def swap(folder: Path, manifest: Manifest) -> None:
    """Make ``manifest`` the newest snapshot: readers see the old one or the whole new one, nothing between.

    The caller holds the writers' lock. Raises ``OSError`` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, manifest.number)
    fields = {
        "format": FORMAT,
        "number": manifest.number,
        "created": manifest.created,
        "versions": dict(sorted(manifest.versions.items())),
        "next_seq": manifest.next_seq,
        "digest": manifest.digest,
        "acts": manifest.acts,
        "source": dict(manifest.source),
    }
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(fields, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk, where the system knows how to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number:08d}.json"
