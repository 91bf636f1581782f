"""Months that were kept before an import was taken back count afterwards as if never kept."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generative.streams import World, worlds
from generative.test_fact_cache import DAYS, counted_anew, deliveries
from oracle.engines import frames
from twofour.events.lake import Lake
from twofour.metrics import ask, count_lake, increments, measures


@settings(max_examples=8)
@given(
    world=worlds(2, with_staff=True, shared_agents=True),
    seed=st.integers(0, 1_000),
    order=st.permutations(range(3)),
)
def test_kept_months_follow_every_undo(world: World, seed: int, order: list[int]) -> None:
    """All imports but one go, in any order; what is kept is mended each time, by customers or as a whole."""
    folder = Path(tempfile.mkdtemp())
    most, increments.MOST = increments.MOST, 1
    try:
        lake = Lake(folder)
        for number, delivery in enumerate(deliveries(frames(world.events), 3, seed)):
            lake.commit(delivery, source={"import": str(number)})
            _compare(lake, world)
        for number in order[:2]:
            lake.undo(str(number))
            _compare(lake, world)
    finally:
        increments.MOST = most
        shutil.rmtree(folder)


def _compare(lake: Lake, world: World) -> None:
    snapshot = lake.snapshot()
    question = ask(snapshot, snapshot.shop_ids(), world.rules, DAYS)
    staff = snapshot.scan("staff").collect()
    for by in ("agent", "shop"):
        assert measures(count_lake(question), staff, DAYS, by) == counted_anew(snapshot, world, by)
