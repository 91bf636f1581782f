"""One writer's turn at a lake: the lock, the list of files it writes, and their end if it fails."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from twofour.events.lake import manifest
from twofour.events.lake.files import list_files
from twofour.problems import Refused
from twofour.text import Text

_PATIENCE_SECONDS = 600
_QUIET_SECONDS = 3  # a wait this short is nothing to talk about
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # Delta's messages hold some
_log = logging.getLogger(__name__)  # its messages are ``Text``


class Turn:
    """The files that a writer is about to write, in ``.writing`` for whoever comes after its death."""

    def __init__(self, lake: Path, doing: Text) -> None:
        self._lake = lake
        self.path = lake / ".writing"
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o666)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        self._say({"pid": os.getpid(), "since": since, "zh": doing.zh, "en": doing.en})

    def append(self, path: Path) -> None:
        """Note a file inside the lake before it is written. Raises ``OSError`` when the disk is full."""
        self._say(path.relative_to(self._lake).as_posix())

    def _say(self, word: object) -> None:
        line = json.dumps(word, ensure_ascii=False).encode() + b"\n"
        if os.write(self._file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))

    def close(self) -> None:
        """Nothing more will be written."""
        os.close(self._file)


@contextlib.contextmanager
def take_turn(lake: Path, doing: Text) -> Iterator[Turn]:
    """The only writer of ``lake`` while it lasts, across processes; a writer that dies lets go of it.

    Files that the trail names and no manifest does are removed: those of a writer that died when the next
    turn begins, one's own when anything is raised. Who must wait is told so after some seconds, as a
    ``Text`` to this module's logger. A failure to write becomes ``Refused``.
    """
    try:
        lake.mkdir(parents=True, exist_ok=True)
        with _lock(lake):
            sweep(lake)
            try:
                with contextlib.closing(Turn(lake, doing)) as trail:
                    yield trail
            except BaseException:
                sweep(lake)
                raise
            trail.path.unlink()
    except (OSError, DeltaError, pl.exceptions.ComputeError) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        reason = " ".join(_COLOUR.sub("", words).split())[:300]
        raise Refused(
            Text(
                f"写不进数据目录 {lake}：{reason}。数据没有改动；请检查磁盘空间和目录权限",
                f"cannot write to {lake}: {reason}. No data was changed; "
                "check free space and the folder's permissions",
            )
        ) from error


def sweep(lake: Path) -> None:
    """Remove what a writer that never finished left. For the holder of the lock.

    Only the newest manifest can name a file of the last writer, because names are never used twice.
    """
    left = lake / ".writing"
    if not left.exists():
        return
    known = manifest.numbers(lake / "manifests")
    newest = manifest.read(lake / "manifests", known[-1]) if known else manifest.Manifest()
    files = [lake / name for name in _noted(left) if isinstance(name, str)]
    for table in {file.relative_to(lake).parts[1] for file in files}:
        folder, version = lake / "tables" / table, newest.versions.get(table)
        named = set() if version is None else {folder / file.path for file in list_files(folder, version)}
        for file in files:
            if file.is_relative_to(folder) and file not in named:
                with contextlib.suppress(OSError):
                    file.unlink()
    for draft in [*lake.glob("manifests/*.draft"), *lake.glob("history/*.draft"), left]:
        with contextlib.suppress(OSError):
            draft.unlink()


def _noted(trail: Path) -> Iterator[object]:
    """The lines of a trail; the one at which its writer died may be torn."""
    with contextlib.suppress(OSError):
        for line in trail.read_bytes().splitlines():
            with contextlib.suppress(ValueError):
                yield json.loads(line)


@contextlib.contextmanager
def _lock(lake: Path) -> Iterator[None]:
    lock = FileLock(lake / ".lock", fallback_to_soft=False)
    try:
        try:
            lock.acquire(timeout=_QUIET_SECONDS)
        except Timeout:
            other = _other(lake)
            _log.warning(
                Text(
                    f"{other.zh}正在写 {lake}，等它结束后继续…",
                    f"waiting for {other.en} to finish writing to {lake} …",
                )
            )
            lock.acquire(timeout=_PATIENCE_SECONDS)
    except Timeout:
        other = _other(lake)
        raise Refused(
            Text(
                f"等了 {_PATIENCE_SECONDS // 60} 分钟，{other.zh}仍在写 {lake}；请等它结束后再试",
                f"{other.en} has been writing to {lake} for more than {_PATIENCE_SECONDS // 60} minutes; "
                "wait until it ends and try again",
            )
        ) from None
    try:
        yield
    finally:
        lock.release()


def _other(lake: Path) -> Text:
    """Who is writing: what it does, its process and since when."""
    who = next(_noted(lake / ".writing"), None)
    if not isinstance(who, dict):
        return Text("另一个操作", "another process")
    since = datetime.fromisoformat(who["since"]).astimezone()
    return Text(
        f"另一个操作（{who['zh']}，进程 {who['pid']}，{since:%H:%M:%S} 开始）",
        f"another process ({who['en']}, process {who['pid']}, since {since:%H:%M:%S})",
    )
