"""Many writers at once, and writers that cannot write."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lake_rows import frame, message, order, stored

from twofour.events.lake import Lake
from twofour.problems import Refused

HERE = str(Path(__file__).parent)
WRITER = """
import sys
sys.path.insert(0, sys.argv[3])
from lake_rows import frame, message, order
from twofour.events.lake import Lake
lake, who = Lake(sys.argv[1]), sys.argv[2]
for number in range(8):
    lake.commit({
        "orders": frame("orders", order(order_id=f"{who}-{number}"), order(order_id="shared", status=who)),
        "messages": frame("messages", message(text=f"{who}-{number}")),
    }, source={})
"""
# A process that may not write files larger than a few kilobytes, as on a disk that fills up.
CRAMPED = """
import resource, sys
sys.path.insert(0, sys.argv[2])
from lake_rows import frame, message
from twofour.events.lake import Lake
from twofour.problems import Refused
rows = frame("messages", *(message(text=f"{i * 7919 % 10007}") for i in range(20000)))
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    Lake(sys.argv[1]).commit({"messages": rows}, source={})
except Refused as error:
    print(error.message.en)
"""


def test_imports_at_the_same_time_all_land(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who, HERE]) for who in "abc"]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    snapshot = Lake.open(tmp_path).snapshot()
    wanted = sorted(f"{who}-{number}" for who in "abc" for number in range(8))
    orders = [order_id for (order_id,) in stored(snapshot, "orders", "order_id")]
    assert sorted(orders) == sorted([*wanted, "shared"])
    assert sorted(text for (text,) in stored(snapshot, "messages", "text")) == wanted
    assert snapshot.number == 24


def test_full_disk_is_refused_in_words_and_changes_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"messages": frame("messages", message())}, source={})
    before = sorted(path for path in (tmp_path / "tables" / "messages").rglob("*.parquet"))
    cramped = [sys.executable, "-c", CRAMPED, str(tmp_path), HERE]
    done = subprocess.run(cramped, capture_output=True, text=True, check=False)
    assert "No data was changed" in done.stdout, done.stderr
    assert stored(lake.snapshot(), "messages", "text") == [("在吗",)]
    assert sorted((tmp_path / "tables" / "messages").rglob("*.parquet")) == before
    lake.commit({"messages": frame("messages", message(text="好"))}, source={})
    assert lake.snapshot().scan("messages").collect().height == 2


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="cannot write"):
        Lake(tmp_path / "file" / "lake").commit({"orders": frame("orders", order())}, source={})


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="is a file; the data folder has to be a folder"):
        Lake.create_or_open(tmp_path / "file")


def test_damaged_manifest_is_refused_and_named(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"orders": frame("orders", order())}, source={})
    (tmp_path / "manifests" / "00000001.json").write_text("{")
    with pytest.raises(Refused, match=r"00000001\.json"):
        lake.snapshot()


def test_table_that_lost_its_log_is_refused_and_named(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"orders": frame("orders", order())}, source={})
    for entry in (tmp_path / "tables" / "orders" / "_delta_log").iterdir():
        entry.unlink()
    with pytest.raises(Refused, match="orders, version 1, cannot be read"):
        lake.snapshot().scan("orders")


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    def write(number: int) -> None:
        Lake(tmp_path).commit({"orders": frame("orders", order(order_id=str(number)))}, source={})

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))
    assert Lake(tmp_path).snapshot().number == 12
    assert Lake(tmp_path).snapshot().scan("orders").collect().height == 12
