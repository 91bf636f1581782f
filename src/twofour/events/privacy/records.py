"""What is kept in ``privacy/`` of a data folder: whose key, who was forgotten, what was removed by age."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from twofour.events.lake.manifest import sync_folder
from twofour.problems import Refused
from twofour.text import Text

FOLDER = "privacy"
FORGOTTEN, REMOVED = f"{FOLDER}/forgotten.jsonl", f"{FOLDER}/removed.jsonl"
"""Records that only grow."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """One person's erasure: when (UTC, ISO 8601), by whom, why, in which shop (None: all), how many rows of
    each table. ``ids``: salted hashes by which a later import knows what must not come back.
    """

    id: str
    at: str
    by: str
    reason: str
    shop: str | None
    rows: Mapping[str, int]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """Rows, or the texts of rows, of one table, shop (None: a table without shops) and UTC month (YYYY-MM)
    that were removed because of their age. ``files``: the data files that held them.
    """

    at: str
    by: str
    table: str
    shop: str | None
    month: str
    what: Literal["rows", "text"]
    days: int
    count: int
    files: tuple[str, ...]


def forgettings(data: Path) -> list[Forgetting]:
    """Every erasure in ``data``, in order. Raises ``Refused`` when the record is damaged."""
    path = data / FORGOTTEN
    try:
        return [Forgetting(**{**one, "ids": tuple(one["ids"])}) for one in _lines(path)]
    except (KeyError, TypeError) as error:
        raise _damaged(path, error) from None


def removals(data: Path) -> list[Removal]:
    """Every removal by age in ``data``, in order. Raises ``Refused`` when the record is damaged."""
    path = data / REMOVED
    try:
        return [Removal(**{**one, "files": tuple(one["files"])}) for one in _lines(path)]
    except (KeyError, TypeError) as error:
        raise _damaged(path, error) from None


def note_forgetting(data: Path, record: Forgetting) -> None:
    """Add an erasure to the record, once."""
    if all(known.id != record.id for known in forgettings(data)):
        _append(data / FORGOTTEN, [asdict(record)])


def note_removals(data: Path, records: Iterable[Removal]) -> None:
    """Add removals to the record."""
    _append(data / REMOVED, [asdict(record) for record in records])


def key_fingerprints(data: Path) -> dict[str, str]:
    """Shop -> fingerprint of the key by which its customers have their pseudonyms."""
    return {str(shop): str(mark) for shop, mark in read_json(data / FOLDER / "keys.json").items()}


def note_key(data: Path, shops: Iterable[str], fingerprint: str) -> None:
    """Remember that these shops' customers have pseudonyms by the key of this fingerprint."""
    known = key_fingerprints(data)
    both = known | dict.fromkeys(shops, fingerprint)
    if both != known:
        write_json(data / FOLDER / "keys.json", dict(sorted(both.items())))


def salt_of(data: Path) -> bytes:
    """The salt of this data folder's hashes, made when it is first asked for."""
    path = data / FOLDER / "salt.json"
    if not path.exists():
        write_json(path, {"salt": secrets.token_hex(32)})
    return bytes.fromhex(str(read_json(path)["salt"]))


def read_json(path: Path) -> dict[str, Any]:
    """A file of ours; empty if there is none. Raises ``Refused`` when it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None
    if not isinstance(found, dict):
        raise _damaged(path, ValueError("no JSON object"))
    return found


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Put a file in its place whole, readable by its owner alone. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        # A line that a crash tore has no end; whoever wrote it does it again.
        whole = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in whole]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None


def _append(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(before.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.writelines(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _damaged(path: Path, error: Exception) -> Refused:
    return Refused(
        Text(
            f"隐私记录 {path} 读不出来（{error}）；请从备份恢复该文件",
            f"the privacy record {path} cannot be read ({error}); restore that file from a backup",
        )
    )
