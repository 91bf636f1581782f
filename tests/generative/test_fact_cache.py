"""Kept months: after every import, what is kept and mended equals what is counted from nothing."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import frames
from twofour.events.lake import Lake, Snapshot
from twofour.events.tables import TABLES
from twofour.metrics import ask, count_lake, increments, kept_months, measures
from twofour.metrics.measuring import measure_events
from twofour.period import Period

DAYS = Period(FIRST_DAY, LAST_DAY + timedelta(days=1))
Tables = dict[str, pl.DataFrame]


def deliveries(tables: Tables, count: int, seed: int) -> list[Tables]:
    """The rows dealt to ``count`` imports at random; the orders, refunds and staff rows of the first come
    unpaid, not yet completed, without a team, and are mended last.
    """
    dealt: list[Tables] = [{} for _ in range(count)]
    for number, (name, frame) in enumerate(sorted(tables.items())):
        hand = pl.int_range(pl.len()).shuffle(seed + number) % count
        rows = frame.drop("seq", strict=False).with_columns(hand.alias("hand"))
        for part in range(count):
            dealt[part][name] = rows.filter(pl.col("hand") == part).drop("hand")
    for table, column in (("orders", "paid_at"), ("refunds", "completed_at"), ("staff", "team")):
        known = dealt[0][table]
        dealt[-1][table] = pl.concat([dealt[-1][table], known])
        dealt[0][table] = known.with_columns(pl.lit(None, known.schema[column]).alias(column))
    return dealt


def counted_anew(snapshot: Snapshot, world: World, by: str) -> list[object]:
    tables = {name: snapshot.scan(name).collect() for name in TABLES}
    return list(measure_events(tables, world.rules, DAYS, by))


@settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    world=worlds(2, with_staff=True, shared_agents=True),
    seed=st.integers(0, 1_000),
    parts=st.integers(2, 4),
    kept=st.integers(1, 4),
)
def test_kept_months_follow_every_import(world: World, seed: int, parts: int, kept: int) -> None:
    """However the same rows arrive, in any order, changed or late: each snapshot counts as if never kept, and
    after however many changes the month is written anew.
    """
    folder = Path(tempfile.mkdtemp())
    # However much changed, only the touched customers are counted anew.
    most, increments.MOST = increments.MOST, 1
    changes, kept_months._PARTS = kept_months._PARTS, kept
    try:
        lake = Lake.create_or_open(folder)
        for delivery in deliveries(frames(world.events), parts, seed):
            lake.commit(delivery, source={})
            snapshot = lake.snapshot()
            question = ask(snapshot, snapshot.shop_ids(), world.rules, DAYS)
            staff = snapshot.scan("staff").collect()
            for by in ("agent", "shop"):
                found = measures(count_lake(question), staff, DAYS, by)
                assert found == counted_anew(snapshot, world, by)
    finally:
        increments.MOST, kept_months._PARTS = most, changes
        shutil.rmtree(folder)
