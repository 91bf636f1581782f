"""The kernel gives the oracle's integers on thousands of hostile streams; each shop is one stream.

6 × 50 examples of 8 shops are 2,400 streams, about 2,100 of them with events; members and teams on top.
"""

import pytest
from hypothesis import given, settings

from generative.comparing import assert_same
from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import as_dict, frames
from oracle.measures import oracle_measures

SHOPS = 8


def compare(world: World, *views: tuple[str, str]) -> None:
    """Both engines on the same world, for each view (by, grain). The kernel gets the rows out of order."""
    tables = {name: frame.reverse() for name, frame in frames(world.events).items()}
    for by, grain in views:
        asked = (world.rules, FIRST_DAY, LAST_DAY, by, grain, world.as_of)
        assert_same(as_dict(tables, *asked), oracle_measures(world.events, *asked))


@pytest.mark.parametrize("part", range(4))
@settings(max_examples=50)
@given(world=worlds(SHOPS))
def test_kernel_equals_oracle_for_agents_by_day_and_shops(part: int, world: World) -> None:
    """With the default watermark of each shop."""
    compare(world, ("agent", "day"), ("shop", "total"))


@pytest.mark.parametrize("part", range(2))
@settings(max_examples=50)
@given(world=worlds(SHOPS, with_as_of=True))
def test_kernel_equals_oracle_at_any_watermark(part: int, world: World) -> None:
    """With a watermark on a limit of some event, often in the middle of the data."""
    compare(world, ("agent", "total"), ("shop", "day"))


@settings(max_examples=60)
@given(world=worlds(2, with_staff=True, shared_agents=True))
def test_kernel_equals_oracle_for_members_and_teams(world: World) -> None:
    """Members with several agents, in two shops, who change teams; agents who are nobody's."""
    compare(world, ("member", "total"), ("team", "day"), ("agent", "total"))
