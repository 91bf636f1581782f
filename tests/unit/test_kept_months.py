"""Kept months grow by what an import changed, and are written anew now and then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from twofour.events.lake import Lake
from twofour.events.privacy import forget
from twofour.events.privacy.gate import PENDING
from twofour.events.privacy.records import write_json
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics import Measure, Question, ask, count_lake, increments, kept_months, measures
from twofour.metrics.engine import count_here
from twofour.metrics.kernel import count as count_events
from twofour.metrics.loading import Bucket, load
from twofour.metrics.measuring import measure_events
from twofour.metrics.question import Progress
from twofour.metrics.tally import DaySums, tally
from twofour.period import parse_period
from twofour.problems import Refused
from unit.lake_rows import JUNE, frame, message

MONTH = parse_period("2026-06")
KINDS = ("sums", "pendings", "spans")


@pytest.fixture(autouse=True)
def mended() -> Iterator[None]:
    """However much an import changed, only the touched customers are counted anew."""
    most, increments.MOST = increments.MOST, 1
    yield
    increments.MOST = most


def talk(customer: str, minute: int, **given: Any) -> list[dict[str, Any]]:
    """A customer asks and is answered ten seconds later."""
    asked = JUNE + timedelta(minutes=minute)
    named = {"customer_id": customer, **given}
    return [
        message(sent_at=asked, **named),
        message(sent_at=asked + timedelta(seconds=10), sender="agent", **named),
    ]


def messages(*talks: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    return {"messages": frame("messages", *(row for rows in talks for row in rows))}


def measured(lake: Lake) -> list[Measure]:
    """What is kept and mended, which must be what is counted from all rows."""
    snapshot = lake.snapshot()
    question = ask(snapshot, snapshot.shop_ids(), CountingRules(), MONTH)
    found = measures(count_lake(question), snapshot.scan("staff").collect(), MONTH, "agent")
    tables = {name: snapshot.scan(name).collect() for name in TABLES}
    assert found == measure_events(tables, CountingRules(), MONTH, "agent")
    return found


def numerator(found: list[Measure], metric: str, agent: str = "a") -> int:
    return next(m.numerator for m in found if m.metric == metric and m.subject_id == agent)


def parts(folder: Path) -> dict[str, list[str]]:
    """The kept parts of June by shop; no other file may lie beside them."""
    (index,) = folder.glob("cache/facts/*/2026-06.json")
    found = {shop: entry["parts"] for shop, entry in json.loads(index.read_text("utf-8")).items()}
    named = {f"{part}-{kind}" for some in found.values() for part in some for kind in KINDS}
    assert {file.stem for file in index.parent.glob("*.parquet")} == named
    return found


def test_an_import_adds_a_part_until_there_are_many(tmp_path, monkeypatch) -> None:
    """Three parts at most: the fourth import writes the month anew, and the old parts go."""
    monkeypatch.setattr(kept_months, "_PARTS", 3)
    lake = Lake.create_or_open(tmp_path)
    counts = []
    for minute in range(5):
        lake.commit(messages(talk("c", minute * 60)), source={})
        assert numerator(measured(lake), "conversations") == minute + 1
        counts.append(len(parts(tmp_path)["s"]))
    assert counts == [1, 2, 3, 1, 2]


def test_a_part_of_many_shops_stays_while_one_of_them_needs_it(tmp_path, monkeypatch) -> None:
    """A shop that was written anew leaves the other's part alone, and reads nothing of it."""
    monkeypatch.setattr(kept_months, "_PARTS", 1)
    lake = Lake.create_or_open(tmp_path)
    lake.commit(messages(talk("c", 0), talk("c", 0, shop_id="t", agent_id="b")), source={})
    measured(lake)
    (first,) = parts(tmp_path)["t"]
    assert parts(tmp_path)["s"] == [first]
    lake.commit(messages(talk("c", 60)), source={})
    found = measured(lake)
    assert parts(tmp_path)["t"] == [first] != parts(tmp_path)["s"]
    assert (numerator(found, "conversations"), numerator(found, "conversations", "b")) == (2, 1)


def test_spans_that_are_alike_stay_as_many_as_they_are(tmp_path) -> None:
    """Three customers talk at the same seconds; one talks on: two spans are alike still, three are open."""
    lake = Lake.create_or_open(tmp_path)
    lake.commit(messages(talk("c", 0), talk("d", 0), talk("e", 0)), source={})
    assert numerator(measured(lake), "peak_concurrent") == 3
    lake.commit(messages(talk("e", 1)), source={})
    assert numerator(measured(lake), "peak_concurrent") == 3
    lake.commit(messages(talk("f", 1)), source={})
    assert numerator(measured(lake), "peak_concurrent") == 3


def test_an_agent_of_whom_nothing_is_left_goes(tmp_path) -> None:
    """An import that is taken back leaves no agent behind who only stood in it."""
    lake = Lake.create_or_open(tmp_path)
    lake.commit(messages(talk("c", 0), talk("d", 300)), source={"import": "1"})
    measured(lake)
    lake.commit(messages(talk("c", 60, agent_id="b")), source={"import": "2"})
    assert {m.subject_id for m in measured(lake)} == {"a", "b"}
    lake.undo("2")
    assert {m.subject_id for m in measured(lake)} == {"a"}
    assert len(parts(tmp_path)["s"]) == 3


def test_kept_files_name_no_customer(tmp_path) -> None:
    """What is kept says how much, not of whom."""
    lake = Lake.create_or_open(tmp_path)
    lake.commit(messages(talk("somebody", 0)), source={})
    measured(lake)
    for file in tmp_path.glob("cache/facts/*/*.parquet"):
        rows = pl.read_parquet(file)
        assert "customer_id" not in rows.columns
        assert b"somebody" not in file.read_bytes()


def test_what_is_read_while_somebody_is_forgotten_is_read_again(tmp_path: Path) -> None:
    """Messages under the old name and orders under the new one would make nobody's order of it."""
    lake = Lake(tmp_path)
    order = {"shop_id": "s", "order_id": "o", "customer_id": "c", "amount": 900}
    times = {"created_at": JUNE + timedelta(minutes=2), "paid_at": JUNE + timedelta(minutes=3)}
    lake.commit({**messages(talk("c", 0)), "orders": frame("orders", {**order, **times})}, source={})
    asked = ask(lake.snapshot(), ["s"], CountingRules(), MONTH)
    forgotten: list[str] = []

    def count(question: Question, progress: Progress | None = None) -> DaySums:
        events = load(question.snapshot, Bucket(question.shop_ids), question.rules)
        if not forgotten:
            forgotten.append(forget(tmp_path, "c", by="主管", reason="买家要求").record.id)
            now = load(question.snapshot, Bucket(question.shop_ids), question.rules)
            events = {**events, "orders": now["orders"]}
        return tally(count_events(events, question.rules, question.as_of), question.rules)

    found = measures(count_lake(asked, count=count), lake.snapshot().scan("staff").collect(), MONTH, "agent")
    assert numerator(found, "sales") == 900
    assert measured(lake) == found


def test_what_is_counted_while_an_erasure_is_half_done_is_not_given(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit(messages(talk("c", 0)), source={})

    def count(question: Question, progress: Progress | None = None) -> DaySums:
        write_json(tmp_path / PENDING, {"staged": True})
        return count_here(question, progress)

    with pytest.raises(Refused):
        count_lake(ask(lake.snapshot(), ["s"], CountingRules(), MONTH), count=count)
    (tmp_path / PENDING).unlink()
    assert not list(tmp_path.glob("cache/facts/*/*.json"))
