"""Hours of the day: whether an instant lies inside, and how many seconds between two instants do."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=100_000)
def lies_inside(instant: datetime, hours: str, timezone: str) -> bool:
    """Whether the wall clock reads at least the first time and less than the last.

    Hours that end before they begin run past midnight.
    """
    first, last = (time.fromisoformat(written) for written in hours.split("-"))
    now = instant.astimezone(ZoneInfo(timezone)).time()
    return first <= now < last if first < last else now >= first or now < last


def seconds_inside(since: datetime, until: datetime, hours: str, timezone: str, enough: int) -> int:
    """Minute by minute: hours begin and end on full minutes, and so do changes of the clock.

    Nobody asks how many they are above ``enough``.
    """
    total = timedelta()
    minute = since.replace(second=0)
    while minute < until and total < timedelta(seconds=enough):
        if lies_inside(minute, hours, timezone):
            total += min(until, minute + MINUTE) - max(since, minute)
        minute += MINUTE
    return int(total.total_seconds())
