"""Two imports and a measure at the same time, in processes of their own: every one of them is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commandline import twofour
from killing import forks, nursery

from twofour.events.lake import turn
from twofour.problems import ExitCode

ORDERS = "order_id,shop_id,customer_id,created_at,amount\no1,s,c,2026-06-01 09:30:00,12.34\n"


@forks
def test_two_imports_and_a_measure_at_once_are_all_right() -> None:
    (found,) = nursery("at-once", 4)
    assert found["ended"] == [0, 0, 0]
    assert found["snapshots"][-1] == found["alone"][-1]
    # Every snapshot shows an import's chats and orders together or neither.
    assert all(messages == 2 * orders for messages, orders, _ in found["snapshots"])
    assert len(found["measured"]) == 4
    seen = [[messages // 2, messages // 2] for messages, _, _ in found["snapshots"]]
    assert all(one in seen for one in found["measured"])


def test_who_waits_is_told_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process holds the folder for a moment; the import then goes on by itself."""
    monkeypatch.setattr(turn, "_QUIET_SECONDS", 0.2)
    (tmp_path / "orders.csv").write_text(ORDERS)
    holder = (
        "import sys, time; from pathlib import Path; from twofour.events.lake.turn import take_turn\n"
        "from twofour.text import Text\n"
        "with take_turn(Path(sys.argv[1]), Text('撤销导入', 'undo')):\n"
        "    print('held', flush=True); time.sleep(1.5)"
    )
    words = [sys.executable, "-c", holder, str(tmp_path / "data")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        done = twofour("import", tmp_path / "orders.csv", "--data", tmp_path / "data", lang="en", width=300)
    assert done.returncode == ExitCode.DONE
    assert f"waiting for another process (undo, process {other.pid}, since " in done.stderr
