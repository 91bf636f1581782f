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
# Dies at the n-th call of a function of the lake.
DYING = """
import os, sys
sys.path.insert(0, sys.argv[4])
from lake_rows import frame, message, order
from twofour.events.lake import Lake, files, manifest
module, name = {"record": (files, "record"), "swap": (manifest, "swap")}[sys.argv[2]]
real, calls = getattr(module, name), 0
def dying(*given, **named):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os._exit(9)
    return real(*given, **named)
setattr(module, name, dying)
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


@pytest.mark.parametrize("moment", [("record", 1), ("record", 2), ("swap", 1)])
@pytest.mark.parametrize("fresh", [True, False], ids=["new lake", "old lake"])
def test_writer_that_dies_before_the_manifest_leaves_no_trace(
    tmp_path: Path, moment: tuple[str, int], fresh: bool
) -> None:
    lake = Lake(tmp_path)
    first = {
        "messages": frame("messages", message(text="kept")),
        "orders": frame("orders", order(order_id="o1")),
    }
    if not fresh:
        lake.commit(first, source={})
    died = subprocess.run([sys.executable, "-c", DYING, str(tmp_path), *map(str, moment), HERE], check=False)
    assert died.returncode == 9
    if fresh:
        assert lake.snapshot().number == 0
        lake.commit(first, source={})
    assert stored(lake.snapshot(), "messages", "text") == [("kept",)]
    receipt = lake.commit({"orders": frame("orders", order(order_id="o1"), order(order_id="o2"))}, source={})
    assert receipt.tables["orders"].total == Counts(new=1, unchanged=1)
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
