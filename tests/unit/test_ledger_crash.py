"""Whenever a writer dies, its act is in the ledger whole or not at all; the next writer simply goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from twofour.ledger import Ledger

KILLS = 40
# A process that forks writers and does with them what its second argument says: importing takes longer than
# all the writing, and a fork need not do it again. A writer opens one-day periods, one after the other.
NURSERY = """
import json, os, random, signal, sys, time
from datetime import date, timedelta
from pathlib import Path
from twofour.ledger import Ledger, closing
from twofour.ledger.journal import Journal
from twofour.period import Period

ledger = Ledger(Path(sys.argv[1]), "s1")

def open_one():
    day = date(2026, 1, 1) + timedelta(days=len(ledger.book().periods))
    ledger.write("财务", lambda book: closing.open_period(book, Period(day, day + timedelta(days=1))))

def fork(work):
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(9)
    return pid

def writer(out):
    while True:
        try:
            open_one()
        except Exception:
            continue  # another writer took that day
        os.write(out, b".")

def killed(moments):
    read, write = os.pipe()
    child = fork(lambda: writer(write))
    os.close(write)
    os.read(read, 1)
    time.sleep(moments.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = 1
    while more := os.read(read, 65536):
        said += len(more)
    os.close(read)
    return said

def half(cut):
    def put(self, size, line):
        with self.path.open("r+b") as file:
            file.seek(size)
            file.write(line[:cut])
        os._exit(9)
    return put

if sys.argv[2] == "kill":
    moments = random.Random(24)
    for _ in range(int(sys.argv[3])):
        told = killed(moments)
        print(json.dumps([told, len(ledger.book().periods)]))
elif sys.argv[2] == "cut":
    open_one()
    real = Journal._put
    for cut in (1, 50, 200, -1, None):
        Journal._put = half(cut)
        os.waitpid(fork(open_one), 0)
        Journal._put = real
        left = ledger.book()
        open_one()
        print(json.dumps([left.torn, len(left.periods), ledger.book().torn, len(ledger.book().periods)]))
else:
    out = os.open(os.devnull, os.O_WRONLY)
    children = [fork(lambda: writer(out)) for _ in range(3)]
    time.sleep(1)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    print(json.dumps(len(ledger.book().periods)))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")


def nursery(folder: Path, *words: object) -> list[object]:
    """What the nursery says, a line at a time."""
    command = [sys.executable, "-c", NURSERY, str(folder), *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_forty_kills_lose_and_tear_nothing(tmp_path: Path) -> None:
    before = 0
    rounds = nursery(tmp_path, "kill", KILLS)
    assert len(rounds) == KILLS
    for told, landed in rounds:  # type: ignore[misc]
        # The act that was under way may have landed without a word.
        assert landed - before in (told, told + 1)
        before = landed
    assert len(Ledger(tmp_path, "s1").book().periods) == before >= KILLS


def test_half_an_act_is_undone_and_a_whole_one_without_its_mark_stands(tmp_path: Path) -> None:
    *half, whole = nursery(tmp_path, "cut")
    assert half == [[True, count, False, count + 1] for count in (1, 2, 3, 4)]
    assert whole == [False, 6, False, 7]


def test_writers_at_once_take_turns(tmp_path: Path) -> None:
    (count,) = nursery(tmp_path, "together")
    book = Ledger(tmp_path, "s1").book()
    assert len(book.periods) == count
    assert int(str(count)) > 10
    assert [one.state for one in book.in_order] == ["draft"] * len(book.periods)
