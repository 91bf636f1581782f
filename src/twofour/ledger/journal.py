"""The journal: a file of acts that only grows, each line chained to the one before by its hash."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from twofour.events.lake.manifest import sync_folder
from twofour.problems import Refused
from twofour.text import Text

FORMAT = "twofour-ledger/1"
_PATIENCE_SECONDS = 60


class Entry(NamedTuple):
    """One act: its number from 1, when (UTC) and by whom it was done, and what it says, as plain JSON."""

    number: int
    at: datetime
    by: str
    act: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What a journal holds. ``head`` is the hash of its last act: it covers every act before it too.

    ``torn`` says that bytes of an act that never ended stand behind the last whole one. They count for
    nothing, and the next act takes their place.
    """

    entries: tuple[Entry, ...]
    head: str
    torn: bool = False


class Journal:
    """The file at ``path`` and, beside it, ``<name>.head``: how many acts there are, and the last one's hash.

    ``name`` (a shop's id) is the seed of the chain, so a journal cannot stand in for another's.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self._head = path.with_suffix(".head")
        self._seed = hashlib.sha256(f"{FORMAT} {name}".encode()).hexdigest()

    def read(self) -> Written:
        """Everything written so far. Raises ``Refused`` if a line was changed, removed, added or moved."""
        return self._read()[0]

    def append(self, propose: Callable[[Written], tuple[str, dict[str, Any]]]) -> Written:
        """Write one act and give back the whole journal.

        ``propose`` sees all that is written and says by whom and what; what it raises, nothing is written
        for. Other writers wait meanwhile, in other processes too. When this returns, the act is on the disk;
        a crash before leaves no trace of it. Raises ``Refused`` when the file cannot be written.
        """
        with self._writing():
            written, size = self._read()
            by, act = propose(written)
            entry = Entry(len(written.entries) + 1, datetime.now(UTC).replace(microsecond=0), by, act)
            head, line = _line(entry, written.head)
            self._put(size, line)
            self._mark(entry.number, head)
            return Written((*written.entries, entry), head)

    def _read(self) -> tuple[Written, int]:
        """What is written, and how many bytes of it are whole."""
        # The mark is read first: a writer may come between, and a mark is never ahead of its journal.
        marked = self._marked()
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise _unreadable(self.path, error) from error
        size = data.rfind(b"\n") + 1
        entries, heads = [], [self._seed]
        for number, line in enumerate(data[:size].split(b"\n")[:-1], start=1):
            entry, head = self._entry(number, line, heads[-1])
            entries.append(entry)
            heads.append(head)
        if marked is not None and marked[1] not in heads[marked[0] : marked[0] + 1]:
            raise self._cut(len(entries))
        return Written(tuple(entries), heads[-1], torn=size < len(data)), size

    def _entry(self, number: int, line: bytes, before: str) -> tuple[Entry, str]:
        try:
            said = json.loads(line)
            entry = Entry(said["n"], datetime.fromisoformat(said["at"]), said["by"], said["act"])
            head, again = _line(entry, before)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise self._altered(number) from None
        if entry.number != number or again != line + b"\n":
            raise self._altered(number)
        return entry, head

    def _marked(self) -> tuple[int, str] | None:
        """How many acts there were when the mark was set, and the hash of the last one."""
        try:
            marked = json.loads(self._head.read_bytes())
            return int(marked["n"]), str(marked["hash"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return -1, ""

    def _put(self, size: int, line: bytes) -> None:
        """Put ``line`` behind the first ``size`` bytes and bring it to the disk; if that fails, undo it."""
        fresh = not self.path.exists()
        # Without a buffer nothing of a line that did not fit can reach the file later.
        with self.path.open("r+b" if not fresh else "wb", buffering=0) as file:
            file.truncate(size)
            file.seek(size)
            try:
                if file.write(line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(size)
                raise
        if fresh:
            sync_folder(self.path.parent)

    def _mark(self, number: int, head: str) -> None:
        draft = self._head.with_suffix(".draft")
        draft.write_text(json.dumps({"n": number, "hash": head}) + "\n", encoding="utf-8")
        draft.replace(self._head)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, across processes; a writer that dies lets go of the lock."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=_PATIENCE_SECONDS, fallback_to_soft=False):
                yield
        except Timeout:
            raise Refused(
                Text(
                    f"等了 {_PATIENCE_SECONDS} 秒，另一个操作仍在写账本 {self.path}；请稍后再试",
                    f"somebody has been writing to the ledger {self.path} for {_PATIENCE_SECONDS} seconds; "
                    "try again later",
                )
            ) from None
        except OSError as error:
            raise Refused(
                Text(
                    f"写不进账本 {self.path}：{error.strerror or error}。账本没有改动；"
                    "请检查磁盘空间和目录权限",
                    f"cannot write to the ledger {self.path}: {error.strerror or error}. Nothing was "
                    "changed; check free space and the folder's permissions",
                )
            ) from error

    def _altered(self, number: int) -> Refused:
        return Refused(
            Text(
                f"账本 {self.path} 第 {number} 行被改动过，从这一行起不能再作依据。请从备份恢复该文件",
                f"line {number} of the ledger {self.path} was changed; from there on it proves nothing. "
                "Restore the file from a backup",
            )
        )

    def _cut(self, found: int) -> Refused:
        return Refused(
            Text(
                f"账本 {self.path} 现有 {found} 笔，与旁边的 {self._head.name} 对不上："
                "末尾的记录少了或被换过。请从备份恢复这两个文件",
                f"the ledger {self.path} holds {found} acts, which is not what {self._head.name} beside it "
                "says: its end was lost or replaced. Restore both files from a backup",
            )
        )


def _line(entry: Entry, before: str) -> tuple[str, bytes]:
    """The hash of an act that follows the hash ``before``, and its line in the file."""
    said = {
        "n": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": entry.by,
        "act": entry.act,
        "before": before,
    }
    head = hashlib.sha256(_canonical(said)).hexdigest()
    return head, _canonical({**said, "hash": head}) + b"\n"


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(
        Text(
            f"账本 {path} 读不出来（{error.strerror or error}）；请检查目录权限",
            f"the ledger {path} cannot be read ({error.strerror or error}); check the folder's permissions",
        )
    )
