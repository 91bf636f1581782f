"""What killed writers leave: swept by the next one, and never what a living one still writes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from lake_rows import JUNE, frame, message, order, staff
from statement_samples import sample_run

from twofour.events.lake import Lake
from twofour.events.rules import CountingRules
from twofour.ledger.runs import keep_run
from twofour.metrics import ask, count_lake, fact_cache
from twofour.period import parse_period
from twofour.statements.freeze import freeze

HERE = Path(__file__).parent
STALLING = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
def stall(*given, **named):
    print("there", flush=True)
    time.sleep(600)
where = Path(sys.argv[1])
"""
FREEZING = """
from statement_samples import sample_run
import twofour.statements
module = sys.modules["twofour.statements.freeze"]
module._publish = stall
module.freeze(sample_run(), where)
"""
COUNTING = """
from twofour.events.lake import Lake
from twofour.events.rules import CountingRules
from twofour.metrics import ask, count_lake, fact_cache
from twofour.period import parse_period
fact_cache.FactCache._write_index = stall
count_lake(ask(Lake(where).snapshot(), ["s"], CountingRules(), parse_period("2026-06")))
"""


@contextmanager
def stalled(code: str, where: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that stands still in the middle of its writing; killed at the end."""
    command = [sys.executable, "-c", STALLING + code, str(where), str(HERE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=dict(os.environ)) as child:
        try:
            assert child.stdout is not None and child.stdout.readline() == "there\n"
            yield child
        finally:
            child.kill()


def killed(code: str, where: Path) -> None:
    with stalled(code, where) as child:
        child.kill()
        assert child.wait() == -signal.SIGKILL


def hidden(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir() if path.name.startswith("."))


def test_the_next_run_sweeps_what_a_killed_one_left(tmp_path: Path) -> None:
    killed(FREEZING, tmp_path)
    assert len(hidden(tmp_path)) == 2, "its folder and its mark"
    folder = freeze(sample_run(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_run_that_is_being_frozen_is_left_alone(tmp_path: Path) -> None:
    with stalled(FREEZING, tmp_path):
        writing = hidden(tmp_path)
        folder = freeze(sample_run(), tmp_path)
        assert hidden(tmp_path) == writing and len(writing) == 2
        assert freeze(sample_run(), tmp_path) == folder
    freeze(sample_run(), tmp_path)
    assert hidden(tmp_path) == []


def test_a_left_folder_without_a_mark_goes_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / ".2026-06-a-0.1-1.partial", tmp_path / ".2026-06-b-0.2-2.partial"
    for one in (old, new):
        one.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)
    freeze(sample_run(), tmp_path)
    assert hidden(tmp_path) == [new.name]


def test_a_record_that_was_never_kept_whole_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "ledger" / "runs" / "another"
    left.mkdir(parents=True)
    (left / "run.1.draft").touch()
    (left / "run.2.draft").touch()
    os.utime(left / "run.1.draft", (time.time() - 7200,) * 2)
    keep_run(tmp_path / "ledger", freeze(sample_run(), tmp_path / "runs"))
    assert [path.name for path in left.iterdir()] == ["run.2.draft"]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake.create_or_open(tmp_path / "lake")
    rows = {
        "messages": frame(
            "messages",
            message(message_id="1"),
            message(message_id="2", sender="agent", sent_at=JUNE + timedelta(seconds=9)),
        ),
        "orders": frame("orders", order(paid_at=JUNE + timedelta(minutes=1))),
        "staff": frame("staff", staff()),
    }
    found.commit(rows, source={})
    return found


def counted(lake: Lake) -> object:
    """What June adds up to, by a process that has not swept yet."""
    fact_cache._swept.clear()
    return count_lake(ask(lake.snapshot(), ["s"], CountingRules(), parse_period("2026-06"))).sums.to_dicts()


def cache(lake: Lake) -> list[Path]:
    return sorted(path for path in (lake.path / "cache").rglob("*") if path.is_file())


def test_the_next_count_sweeps_kept_sums_that_a_killed_one_left(lake: Lake) -> None:
    expected = counted(lake)
    clean = len(cache(lake))
    shutil.rmtree(lake.path / "cache")
    killed(COUNTING, lake.path)
    left = {path.name for path in cache(lake) if path.suffix in (".parquet", ".writing")}
    assert left
    assert counted(lake) == expected
    assert left.isdisjoint(path.name for path in cache(lake))
    assert len(cache(lake)) == clean


def test_kept_sums_that_are_being_written_are_left_alone(lake: Lake) -> None:
    with stalled(COUNTING, lake.path):
        left = [path for path in cache(lake) if path.suffix == ".parquet"]
        assert left
        for folder in {path.parent for path in left}:
            fact_cache.sweep(folder, "any")
        assert all(path.exists() for path in left)


def test_kept_sums_of_other_code_go_after_a_week(lake: Lake) -> None:
    counted(lake)
    (folder,) = (lake.path / "cache" / "facts").iterdir()
    old, new = folder.with_name("old"), folder.with_name("new")
    for other in (old, new):
        shutil.copytree(folder, other)
        (other / "code.txt").write_text("another", encoding="utf-8")
    for path in (*old.iterdir(), old):
        os.utime(path, (time.time() - 8 * 86_400,) * 2)
    for path in folder.iterdir():
        path.unlink()
    counted(lake)
    assert not old.exists() and new.exists() and any(folder.glob("*.json"))
