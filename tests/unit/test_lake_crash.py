"""Whenever a writer dies, its import is there whole or not at all, and the next writer simply goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deltalake import DeltaTable
from lake_rows import frame, message, order, stored

from twofour.events.lake import Counts, Lake

# Imports numbered from the second argument on: 40 messages and 3 orders each; says each number once it is in.
WRITER = """
import sys
sys.path.insert(0, sys.argv[3])
from lake_rows import frame, message, order
from twofour.events.lake import Lake
lake, number = Lake(sys.argv[1]), int(sys.argv[2])
while True:
    lake.commit({
        "messages": frame("messages", *(message(shop_id=f"s{i % 4}", text=str(number)) for i in range(40))),
        "orders": frame("orders", *(order(order_id=f"{number}-{i}") for i in range(3)), order(amount=number)),
    }, source={"number": number})
    print(number, flush=True)
    number += 1
"""
# Dies at the n-th call of a function of the lake: with a file half written, between two tables' logs, before
# the act is noted, after it, in the manifest's own draft.
DYING = """
import json, os, sys
sys.path.insert(0, sys.argv[4])
from lake_rows import frame, message, order
from twofour.events.lake import Lake, files, manifest
from twofour.events.lake.history import History
module, name = {
    "file": (files, "_settle"), "record": (files, "record"), "act": (History, "write"),
    "swap": (manifest, "swap"), "draft": (json, "dump"),
}[sys.argv[2]]
real, calls = getattr(module, name), 0
def dying(*given, **named):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os._exit(9)
    return real(*given, **named)
setattr(module, name, dying)
if sys.argv[5] == "undo":
    Lake(sys.argv[1]).undo("first")
Lake(sys.argv[1]).commit({
    "messages": frame("messages", message(text="lost")),
    "orders": frame("orders", order(order_id="o1", status="lost"), order(order_id="lost")),
}, source={})
"""
HERE = str(Path(__file__).parent)


def test_ten_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    moments = random.Random(24)
    landed = -1
    for _ in range(10):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(landed + 1), HERE]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            time.sleep(moments.uniform(0, 0.15))
            os.kill(writer.pid, signal.SIGKILL)
            said += writer.stdout.readlines()
        told = int([line for line in said if line.strip()][-1])
        landed = _last_import(Lake.open(tmp_path))
        # The import that was under way may have landed without a word.
        assert landed in (told, told + 1)


def _last_import(lake: Lake) -> int:
    """The number of the newest import; every one up to it must be there exactly once and whole."""
    snapshot = lake.snapshot()
    texts = [int(text) for (text,) in stored(snapshot, "messages", "text")]
    orders = [order_id for (order_id,) in stored(snapshot, "orders", "order_id")]
    amounts = dict(stored(snapshot, "orders", "order_id", "amount"))
    count = snapshot.number
    assert sorted(texts) == [number for number in range(count) for _ in range(40)]
    assert sorted(orders) == sorted(["o1", *(f"{number}-{i}" for number in range(count) for i in range(3))])
    assert amounts["o1"] == count - 1
    return count - 1


MOMENTS = [("file", 1), ("record", 1), ("record", 2), ("act", 1), ("draft", 1), ("draft", 2), ("swap", 1)]


def parquet(folder: Path) -> set[Path]:
    """Every data file, named by a snapshot or not."""
    return {*(folder / "tables").rglob("*.parquet")}


# This undo only takes files away, so it writes none.
@pytest.mark.parametrize(
    ("doing", "moment"),
    [(doing, moment) for doing in ("new lake", "old lake", "undo") for moment in MOMENTS
     if (doing, moment) != ("undo", MOMENTS[0])],
)  # fmt: skip
def test_writer_that_dies_before_the_manifest_leaves_no_trace(
    tmp_path: Path, doing: str, moment: tuple[str, int]
) -> None:
    lake = Lake(tmp_path)
    first = {
        "messages": frame("messages", message(text="kept")),
        "orders": frame("orders", order(order_id="o1")),
    }
    if doing != "new lake":
        lake.commit(first, source={"import": "first"})
    before = parquet(tmp_path)
    words = [sys.executable, "-c", DYING, str(tmp_path), *map(str, moment), HERE, doing]
    died = subprocess.run(words, check=False)
    assert died.returncode == 9
    assert parquet(tmp_path) > before or doing == "undo"
    assert not any(record.undone for record in lake.imports())
    if doing == "new lake":
        assert lake.snapshot().number == len(lake.imports()) == 0
        lake.commit(first, source={})
    assert stored(lake.snapshot(), "messages", "text") == [("kept",)]
    receipt = lake.commit({"orders": frame("orders", order(order_id="o1"), order(order_id="o2"))}, source={})
    assert receipt.tables["orders"].total == Counts(new=1, unchanged=1)
    named = {snapshot.folder(name) / file.path for snapshot in (lake.snapshot(1), lake.snapshot(2))
             for name in ("messages", "orders") for file in snapshot.files(name)}  # fmt: skip
    assert parquet(tmp_path) == named
    assert not [*tmp_path.rglob("*.draft"), *tmp_path.glob(".writing")]
    assert stored(lake.snapshot(), "orders", "order_id", "status") == [("o1", None), ("o2", None)]
    lake.commit({"messages": frame("messages", message(text="next"))}, source={})
    assert stored(lake.snapshot(), "messages", "text") == [("kept",), ("next",)]


def test_older_snapshots_outlive_checkpoints_and_cleaning(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(3):
        lake.commit({"orders": frame("orders", order(amount=number))}, source={})
    # What the log does to itself every hundred versions.
    log = DeltaTable(lake.snapshot().folder("orders"))
    log.create_checkpoint()
    log.cleanup_metadata()
    lake.commit({"orders": frame("orders", order(amount=3))}, source={})
    for number in range(4):
        assert stored(lake.snapshot(number + 1), "orders", "amount") == [(number,)]
