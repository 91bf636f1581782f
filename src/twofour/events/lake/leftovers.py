"""What a writer left behind that died: told from what a living one still writes by a lock, and removed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

MARK = ".writing"
_HOUR = 3600


@contextmanager
def writing(mark: Path) -> Iterator[None]:
    """Hold ``mark`` (a name never used twice, ending in ``MARK``) while what it stands for is being written.

    A process that dies lets go of it, and what it wrote is then anybody's to remove. Raises ``OSError``.
    """
    lock = FileLock(mark, fallback_to_soft=False)
    lock.acquire()
    try:
        yield
    finally:
        with suppress(OSError):
            mark.unlink()
        lock.release()


def remove_dead(mark: Path, left: list[Path]) -> None:
    """Remove ``left`` and ``mark`` unless somebody still writes; what never had a mark goes after an hour."""
    with suppress(OSError, Timeout):
        if not mark.exists() and not all(_old(path) for path in left):
            return
        with FileLock(mark, timeout=0, fallback_to_soft=False):
            for path in left:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
            mark.unlink(missing_ok=True)


def remove_old(paths: Iterator[Path]) -> None:
    """Remove files that nobody has written for an hour."""
    for path in paths:
        with suppress(OSError):
            if _old(path):
                path.unlink()


def _old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > _HOUR
