"""Business days over whole columns: the day of each second, and the second at which each day begins."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from twofour.events.rules import CountingRules
from twofour.period import Period, day_start

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, the form in which facts keep a business day."""
    return (day - _EPOCH).days


def as_date(number: int) -> date:
    """The calendar date of a day number."""
    return _EPOCH + timedelta(days=number)


def on_days(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The rows whose ``day`` (a day number) lies in ``period``."""
    first, stop = day_number(period.start), day_number(period.stop)
    return rows.filter((pl.col("day") >= first) & (pl.col("day") < stop))


class Calendar:
    """The business days of one shop's rules, ready for seconds between ``first`` and ``last`` (UTC)."""

    def __init__(self, rules: CountingRules, first: int, last: int) -> None:
        self.first, self.last = first, last
        # Two days of margin: outcomes look at the day after, and time zones reach 14 hours either way.
        self._low = first // DAY - 3
        self._starts = [
            day_start(as_date(number), rules.timezone, rules.day_cut_seconds)
            for number in range(self._low, last // DAY + 5)
        ]
        # Where no clock change falls inside, a day is plain arithmetic, far cheaper than a search.
        self._even = all(b - a == DAY for a, b in zip(self._starts, self._starts[1:], strict=False))
        self._origin = self._starts[0]

    def day(self, second: pl.Expr) -> pl.Expr:
        """Int32 day number of a UTC second."""
        if self._even:
            return ((second - self._origin) // DAY + self._low).cast(pl.Int32)
        return second.map_batches(self._search, return_dtype=pl.Int32)

    def start(self, day: pl.Expr) -> pl.Expr:
        """Int64 UTC second at which a day number begins."""
        offset = day.cast(pl.Int64) - self._low
        if self._even:
            return offset * DAY + self._origin
        return offset.replace_strict(dict(enumerate(self._starts)), default=None, return_dtype=pl.Int64)

    def _search(self, seconds: pl.Series) -> pl.Series:
        found = pl.Series(self._starts).search_sorted(seconds, side="right")
        days = (found.cast(pl.Int32) - 1 + self._low).to_frame("day")
        return days.select(pl.when(seconds.is_not_null()).then("day")).to_series()
