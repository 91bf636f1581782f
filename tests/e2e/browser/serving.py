"""The real thing: ``twofour serve`` over a data folder in a process of its own, and the demo's folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twofour.demo.folder import Folder
from twofour.demo.play import play
from twofour.demo.shop import SEED

_COMMAND = Path(sys.executable).with_name("twofour")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_PATIENCE = 120
_STAGE = """
import sys
from pathlib import Path
from twofour.web import server
server.prepare(Path(sys.argv[1]))
"""


def staged_demo(folder: Path) -> None:
    """Make the demo in ``folder`` as ``twofour demo`` does, with its accounts, schemes and periods."""
    play(Folder(folder, SEED), folder / "runs", lambda step: None)
    subprocess.run([sys.executable, "-c", _STAGE, str(folder)], env=_environment(), check=True)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port until the block ends; gives the address without a slash at its end."""
    log = folder.parent / f"{folder.name}.log"
    with log.open("w", encoding="utf-8") as trouble:
        server = subprocess.Popen(
            [str(_COMMAND), "serve", "--data", str(folder), "--port", "0"],
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=trouble,
            text=True,
            encoding="utf-8",
        )
        watchdog = threading.Timer(_PATIENCE, server.kill)
        watchdog.start()
        try:
            address = _address(server, log)
            watchdog.cancel()
            yield address
        finally:
            watchdog.cancel()
            server.terminate()
            server.communicate(timeout=30)


def _address(server: subprocess.Popen[str], log: Path) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := _ADDRESS.search(line):
            return found.group()
    raise AssertionError(f"the server ended before it opened its door:\n{log.read_text(encoding='utf-8')}")


def _environment() -> dict[str, str]:
    """Ours without what would lead the server to another folder, database or language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TWOFOUR_", "DJANGO_"))}
    return {**kept, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
