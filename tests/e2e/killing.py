"""Asking the nursery, and a folder in which its children may work."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

forks = pytest.mark.skipif(sys.platform == "win32", reason="the nursery forks, which this system cannot")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter: pytest's own are closed to the child that becomes nobody."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def nursery(mode: str, size: int) -> list[Any]:
    """What the nursery finds, a line at a time."""
    with open_folder() as folder:
        script = Path(__file__).parent / "trials.py"
        command = [sys.executable, str(script), mode, str(folder), str(size)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
