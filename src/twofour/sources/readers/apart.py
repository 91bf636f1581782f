"""Try a file out in a process of its own, with bounded memory and time, before it is opened here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from twofour.sources.readers import trial
from twofour.sources.readers.limits import (
    HIGHEST_RATIO,
    LEAST_UNPACKED,
    MEMORY_APART,
    SECONDS_APART,
    too_much_memory,
)

_HARMLESS = (0, trial.UNREADABLE)


def try_out(path: Path, kind: str) -> None:
    """Open ``path`` (``kind``: ``xlsx`` or ``parquet``) as its reader will; what it holds is thrown away.

    A library that is lied to about sizes takes what it is told, and where there is not so much memory it ends
    the whole process. Raises ``Refused`` when it takes too much. A file that is merely unreadable passes: its
    reader says what is wrong. Without limits on processes (Windows) only the harm of a crash is kept away.
    """
    largest = max(LEAST_UNPACKED, HIGHEST_RATIO * path.stat().st_size)
    limits = map(str, (MEMORY_APART, SECONDS_APART, largest))
    # One arena and one thread: the limit is on address space, of which both reserve much and use little.
    quiet = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-P", trial.__file__, kind, *limits, str(path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **quiet},
        check=False,
    )
    if done.returncode not in _HARMLESS:
        raise too_much_memory(path.name)
