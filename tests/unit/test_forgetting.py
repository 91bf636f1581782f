"""Forgetting a person: nothing of them is left in any file, and old exports do not bring them back."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable
from lake_rows import JUNE, frame, message, order, stored

from twofour.events.lake import Lake
from twofour.events.privacy import admitting, forget, forgettings, resume
from twofour.events.tables import TABLES
from twofour.problems import DataMissing, Refused, UsageError

WHO, ORDER, SAID = "tb小明88", "26060100077", "我的尺码是秘密，住在文三路"
ASKED = {"by": "客服主管", "reason": "买家要求删除"}


def shop(data: Path) -> Lake:
    """Two imports: the second corrects a row of the first, so that an older version holds the person too."""
    lake = Lake(data)
    mine = {"customer_id": WHO, "text": SAID}
    lake.commit(
        {
            "messages": frame(
                "messages",
                message(**mine, message_id=f"{WHO}-1"),
                message(**mine, sender="agent", sent_at=JUNE + timedelta(seconds=9)),
                message(customer_id="other", text=f"{WHO} 推荐我来的，他的单号 {ORDER}"),
                message(shop_id="s2", customer_id=WHO, text="别家店"),
            ),
            "orders": frame(
                "orders", order(order_id=ORDER, customer_id=WHO), order(order_id="o2", customer_id="other")
            ),
            "refunds": frame("refunds", refund(reason=f"买家 {WHO} 说不合适")),
            "tickets": frame("tickets", ticket()),
        },
        source={"import": "i1", "files": [f"{WHO}的聊天.csv"]},
    )
    lake.commit({"orders": frame("orders", order(order_id=ORDER, customer_id=WHO, amount=99))}, source={})
    reports = data / "imports" / "i1"
    reports.mkdir(parents=True)
    (reports / "problems.csv").write_text(f"line,value\n3,{WHO}\n", encoding="utf-8")
    (data / "cache" / "facts").mkdir(parents=True)
    pl.DataFrame({"customer_id": [WHO]}).write_parquet(data / "cache" / "facts" / "x.parquet")
    return lake


def refund(**given: object) -> dict[str, object]:
    return {
        "refund_id": "r-77001", "shop_id": "s", "order_id": ORDER, "kind": "refund_only", "amount": 50,
        "requested_at": JUNE,
    } | given  # fmt: skip


def ticket(**given: object) -> dict[str, object]:
    """A ticket that knows its order alone."""
    return {
        "ticket_id": "t-77001",
        "shop_id": "s",
        "agent_id": "a",
        "order_id": ORDER,
        "opened_at": JUNE,
    } | given


def holding(data: Path, *needles: str) -> list[str]:
    """Files below ``data`` that hold one of the words, as bytes or in a column of a table."""
    found = []
    for path in (path for path in data.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content = str(pl.read_parquet(path, glob=False, hive_partitioning=False).to_dicts()).encode()
        if any(needle.encode() in content for needle in needles):
            found.append(path.relative_to(data).as_posix())
    return found


def test_nothing_of_a_forgotten_person_is_left_in_any_file(tmp_path: Path) -> None:
    shop(tmp_path)
    assert holding(tmp_path, WHO)
    done = forget(tmp_path, WHO, **ASKED)
    assert holding(tmp_path, WHO, ORDER, SAID, "r-77001", "t-77001", "别家店") == []
    assert done.remaining == ()
    assert dict(done.record.rows) == {"messages": 3, "orders": 1, "refunds": 1, "tickets": 1}


def test_rows_stay_as_nobodys_and_still_belong_together(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    forget(tmp_path, WHO, **ASKED)
    snapshot = lake.snapshot()
    (mine, answer, other, elsewhere) = stored(snapshot, "messages", "customer_id", "text", "sent_at")
    assert mine[0] == answer[0] == elsewhere[0] and mine[0].startswith("gone_")
    assert mine[1] == "某某某某某某某。某某某某某" and mine[2] == JUNE
    assert other[:2] == ("other", "某某某某某某 推荐我来的，他的单号 某某某某某某某某某某某")
    rows = stored(snapshot, "orders", "customer_id", "order_id", "amount")
    orders = {who: (id, amount) for who, id, amount in rows}
    assert orders["other"] == ("o2", 1234) and orders[mine[0]][1] == 99
    gone = orders[mine[0]][0]
    assert stored(snapshot, "refunds", "order_id", "amount") == [(gone, 50)]
    assert stored(snapshot, "tickets", "order_id", "customer_id") == [(gone, None)]


def test_older_versions_can_still_be_read_by_every_reader(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    forget(tmp_path, WHO, **ASKED)
    assert [amount for (amount,) in stored(lake.snapshot(1), "orders", "amount")] == [1234, 1234]
    for table in ("orders", "messages", "refunds"):
        folder = lake.snapshot().folder(table)
        for version in range(1, DeltaTable(folder).version() + 1):
            delta = DeltaTable(folder, version=version)
            actions = pl.DataFrame(delta.get_add_actions(flatten=True))
            for path, size, rows in actions.select("path", "size_bytes", "num_records").iter_rows():
                assert (folder / path).stat().st_size == size
                assert pl.read_parquet(folder / path, glob=False).height == rows


def test_an_import_can_be_taken_back_after_somebody_was_forgotten(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    forget(tmp_path, WHO, **ASKED)
    lake.undo("2")
    rows = stored(lake.snapshot(), "orders", "customer_id", "amount")
    assert [amount for _, amount in rows] == [1234, 1234]
    assert rows[0][0].startswith("gone_")


def test_one_shop_alone_can_forget(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    forget(tmp_path, WHO, shop="s2", **ASKED)
    rows = stored(lake.snapshot(), "messages", "shop_id", "customer_id", "text")
    assert [text for _, who, text in rows if who == WHO] == [SAID, SAID]
    assert all(who != WHO for shop_id, who, _ in rows if shop_id == "s2")


def test_an_old_export_does_not_bring_anybody_back(tmp_path: Path) -> None:
    shop(tmp_path)
    forget(tmp_path, WHO, **ASKED)
    later = JUNE + timedelta(days=4000)
    messages = frame(
        "messages",
        message(customer_id=WHO),
        message(customer_id="new"),
        message(customer_id=WHO, sent_at=later),
    )
    refunds = frame("refunds", refund(), refund(refund_id="r9", order_id="o2"), refund(refund_id="r10"))
    with admitting(tmp_path, None) as gate:
        # Who comes back after the erasure is a new customer; what hangs on an erased order is not.
        assert gate.held_back(TABLES["messages"], messages).to_list() == [True, False, False]
        assert gate.held_back(TABLES["refunds"], refunds).to_list() == [True, False, True]


def test_the_record_says_who_when_why_and_names_nobody(tmp_path: Path) -> None:
    shop(tmp_path)
    forget(tmp_path, WHO, by="张主管", reason=f"{WHO} 来电要求")
    (record,) = forgettings(tmp_path)
    assert (record.by, record.reason, record.shop) == ("张主管", "某某某某某某 来电要求", None)
    assert record.at.endswith("+00:00")
    assert holding(tmp_path / "privacy", WHO, ORDER) == []


def test_files_of_other_people_in_the_folder_are_named_and_left_alone(tmp_path: Path) -> None:
    shop(tmp_path)
    raw = tmp_path / "raw" / "聊天.csv"
    raw.parent.mkdir()
    raw.write_text(f"customer_id\n{WHO}\n", encoding="utf-8")
    assert forget(tmp_path, WHO, **ASKED).remaining == (raw,)
    assert WHO in raw.read_text(encoding="utf-8")


def test_somebody_unknown_is_not_forgotten(tmp_path: Path) -> None:
    shop(tmp_path)
    with pytest.raises(DataMissing, match="nothing was changed"):
        forget(tmp_path, "tb小明", **ASKED)
    with pytest.raises(UsageError, match="who acts must not be blank"):
        forget(tmp_path, WHO, by=" ", reason="x")
    assert forgettings(tmp_path) == []


DYING = """
import os, sys
from pathlib import Path
from twofour.events.lake import erase
from twofour.events.privacy import forget, forgetting, traces
places = {"stage": (erase, "stage"), "settle": (erase, "settle"), "log": (erase, "_mend_log"),
          "rename": (Path, "replace"), "clean": (traces, "clean"), "last": (traces, "remaining"),
          "note": (forgetting, "note_forgetting")}
module, name = places[sys.argv[2]]
real, calls = getattr(module, name), 0
def dying(*given, **named):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os._exit(9)
    return real(*given, **named)
setattr(module, name, dying)
forget(Path(sys.argv[1]), sys.argv[4], by="b", reason="r")
"""


@pytest.mark.parametrize(
    "moment",
    [
        ("stage", 1),
        ("stage", 3),
        ("settle", 1),
        ("rename", 4),
        ("rename", 5),
        ("log", 1),
        ("log", 2),
        ("clean", 1),
        ("note", 1),
        ("last", 1),
    ],
)
def test_an_erasure_that_was_killed_is_finished_by_the_next(tmp_path: Path, moment: tuple[str, int]) -> None:
    lake = shop(tmp_path)
    died = subprocess.run(
        [sys.executable, "-c", DYING, tmp_path, *map(str, moment), WHO],
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert died.returncode == 9
    with pytest.raises(Refused, match="finished first"), admitting(tmp_path, None):
        pass
    done = resume(tmp_path)
    assert done is not None and done.record.reason == "r"
    assert holding(tmp_path, WHO, ORDER, SAID, "r-77001") == []
    assert [one.id for one in forgettings(tmp_path)] == [done.record.id]
    (mine, *_) = stored(lake.snapshot(), "messages", "customer_id")
    orders = [who for (who,) in stored(lake.snapshot(), "orders", "customer_id")]
    assert mine[0] in orders and len(orders) == 2
    assert resume(tmp_path) is None


@pytest.mark.parametrize("name", ["月", "1", "12", "s"])
def test_a_customer_of_a_short_name_or_a_number_is_forgotten_and_the_lake_stands(
    name: str, tmp_path: Path
) -> None:
    lake = Lake(tmp_path)
    mine = [message(customer_id=name, sent_at=JUNE + timedelta(seconds=n)) for n in range(12)]
    lake.commit({"messages": frame("messages", *mine)}, source={"import": "1", "files": ["12月的聊天.csv"]})
    other = message(customer_id="other", text=f"{name} 月份 12")
    lake.commit({"messages": frame("messages", other)}, source={"import": "2", "files": ["b.csv"]})
    before = lake.snapshot()
    forget(tmp_path, name, **ASKED)
    after = Lake.open(tmp_path).snapshot()
    assert after.manifest.next_seq == before.manifest.next_seq
    assert [one.import_id for one in lake.imports()] == ["1", "2"]
    assert name not in after.scan("messages").collect()["customer_id"].to_list()
