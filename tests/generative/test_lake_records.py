"""Records read from a lake, of some shops and a window, measure like those of whole tables in memory."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import frames
from twofour.events.lake import Lake
from twofour.metrics import ask, count_lake, measure_events, measures
from twofour.period import Period

PERIODS = (Period(FIRST_DAY, LAST_DAY + timedelta(days=1)), Period(LAST_DAY, LAST_DAY + timedelta(days=20)))


@settings(max_examples=20)
@given(
    world=worlds(2, with_staff=True, shared_agents=True),
    shops=st.sampled_from([("s0",), ("s0", "s1")]),
    as_of=st.sampled_from([5, 12, 30]),
    period=st.sampled_from(PERIODS),
)
def test_lake_measures_like_whole_tables(
    world: World, shops: tuple[str, ...], as_of: int, period: Period
) -> None:
    """For everybody: the orders and shifts that are not read change nothing."""
    known = datetime(2026, 6, as_of, 12, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake.create_or_open(Path(folder))
        lake.commit({name: frame.drop("seq") for name, frame in frames(world.events).items()}, source={})
        snapshot = lake.snapshot()
        tables = {name: snapshot.scan(name, shop_ids=shops).collect() for name in world.events}
        counted = count_lake(ask(snapshot, shops, world.rules, period, known))
        for by in ("agent", "member", "team", "shop"):
            found = measures(counted, tables["staff"], period, by)
            assert found == measure_events(tables, world.rules, period, by, as_of=known)
