"""Hours of the day in columns, second by second against the wall clock, where clocks change too."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from twofour.metrics.hours import Hours

HOURS = ("08:00-23:00", "09:00-02:00", "01:30-02:30", "23:59-00:01", "00:00-00:01", "02:15-02:45")
WALLS = {
    "Asia/Shanghai": "2026-06-01",
    "America/New_York": "2026-03-08",  # 02:00 becomes 03:00
    "Australia/Lord_Howe": "2026-04-05",  # 02:00 becomes 01:30
    "Europe/Dublin": "2026-10-25",  # 02:00 becomes 01:00
}


def wall(second: int, zone: str) -> time:
    """What the clock on the wall reads."""
    return datetime.fromtimestamp(second, ZoneInfo(zone)).time()


def lies_inside(second: int, hours: str, zone: str) -> bool:
    first, last = (time.fromisoformat(t) for t in hours.split("-"))
    now = wall(second, zone)
    return first <= now < last if first < last else now >= first or now < last


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("zone", WALLS)
def test_hours_equal_the_wall_clock(hours: str, zone: str) -> None:
    """Inside, counted seconds and the second that reaches a limit, at every seventh second of two days."""
    noon = int(datetime.fromisoformat(WALLS[zone]).replace(hour=12, tzinfo=UTC).timestamp())
    first, last = noon - 36 * 3600, noon + 36 * 3600
    inside = [lies_inside(second, hours, zone) for second in range(first, last)]
    places = list(range(0, len(inside), 7))
    of_day = Hours(hours, zone, first, last)
    table = pl.DataFrame({"t": [first + n for n in places]}).with_columns(
        of_day.inside(pl.col("t")).alias("inside"),
        of_day.between(pl.lit(first), pl.col("t")).alias("passed"),
        of_day.after(pl.col("t"), 180).alias("reached"),
    )
    passed = [0]
    for lies in inside:
        passed.append(passed[-1] + lies)
    assert table["inside"].to_list() == [inside[n] for n in places]
    assert table["passed"].to_list() == [passed[n] for n in places]
    for n, reached in zip(places, table["reached"], strict=True):
        if reached <= last:
            assert passed[reached - first] - passed[n] == 180
            assert passed[reached - first - 1] - passed[n] == 179


def test_hours_of_no_second_are_none() -> None:
    """An unanswered wait has no reply: nothing is inside, nothing passes."""
    of_day = Hours("08:00-23:00", "Asia/Shanghai", 0, 0)
    nothing = pl.DataFrame({"t": pl.Series([None], dtype=pl.Int64)})
    found = nothing.select(
        of_day.inside(pl.col("t")).alias("inside"), of_day.between(pl.lit(0), pl.col("t")).alias("between")
    )
    assert found.row(0) == (None, None)
