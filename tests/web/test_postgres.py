"""A real PostgreSQL instead of SQLite: tables, sign-in, drafts, a period and its job, the audit's chain."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from twofour.demo.folder import Folder
from twofour.demo.shop import SEED
from web.writes_walk import ENTRIES, WRITERS

WALK = Path(__file__).with_name("writes_walk.py")


def _programs() -> Path | None:
    """The folder of the newest server's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[-3]))
    anywhere = shutil.which("initdb")
    return found[-1].parent if found else Path(anywhere).resolve().parent if anywhere else None


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A server of this file's own, gone afterwards; root may not run one, so ``postgres`` does."""
    programs = _programs()
    if programs is None:
        reason = "no PostgreSQL server on this machine (apt-get install postgresql)"
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)
    who = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="twofour-postgres-"))
    if who:
        shutil.chown(home, who)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *words: str) -> None:
        # What the server says goes to a file: it would keep a pipe of ours open.
        with (home.parent / f"{home.name}.out").open("ab") as said:
            command = [str(programs / program), "-D", str(home / "data"), *words]
            subprocess.run(command, user=who, cwd=home, check=True, stdout=said, stderr=said, timeout=120)

    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
    try:
        run("initdb", "-U", "twofour", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-o", options, "-l", str(home / "log"), "start")
        yield f"postgresql://twofour@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"{home.name}.out").unlink(missing_ok=True)


@pytest.fixture
def walked(database_url: str, demo_data: Path, tmp_path: Path) -> dict[str, object]:
    """What the walk found on that server, over a folder of its own."""
    folder = tmp_path / "data"
    Folder(folder, SEED).claim()
    shutil.copytree(demo_data, folder, ignore=shutil.ignore_patterns("raw"), dirs_exist_ok=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "twofour.web.settings",
        "TWOFOUR_DATA": str(folder),
        "TWOFOUR_DATABASE_URL": database_url,
    }
    done = subprocess.run(
        [sys.executable, str(WALK)], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (folder / "web" / "db.sqlite3").exists()
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_essential_writes_work_on_postgresql(walked: dict[str, object]) -> None:
    assert walked["vendor"] == "postgresql"
    assert walked["sign-in"] == [302, 200, 200, 200, 200, 429, 429]
    assert walked["draft"] == ["302", "409", "2.9%"]
    assert walked["period"] == ["run", "done", "reviewed"]
    assert walked["audit"] == WRITERS * ENTRIES
    assert walked["chain"] == [None, 0]
