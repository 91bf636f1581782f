"""Hours of the day over whole columns: which seconds lie inside, how many do, when so many have passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import polars as pl

from twofour.events.clock import bounds_of_day
from twofour.metrics.calendar import DAY

# Where one minute a day counts, three minutes take four days; a clock change may skip one of them.
_MARGIN = 6 * DAY


class Hours:
    """The same hours of every day in one time zone, for UTC seconds from ``first`` to ``last``.

    A second lies inside if the wall clock then reads at least the first time and less than the last, so a
    repeated hour counts twice and a skipped one never. ``hours`` is written as in the counting rules.
    """

    def __init__(self, hours: str, timezone: str, first: int, last: int) -> None:
        intervals = list(_intervals(hours, ZoneInfo(timezone), first - _MARGIN, last + _MARGIN))
        lengths = [closes - opens for opens, closes in intervals]
        self._opens = pl.Series([opens for opens, _ in intervals])
        self._lengths = pl.Series(lengths)
        self._before = pl.Series([0, *accumulate(lengths[:-1])])

    def inside(self, second: pl.Expr) -> pl.Expr:
        """Whether a UTC second lies inside; null for none."""

        def lies_inside(seconds: pl.Series) -> pl.Series:
            at = _last_at_most(self._opens, seconds)
            return seconds < self._opens.gather(at) + self._lengths.gather(at)

        return second.map_batches(lies_inside, return_dtype=pl.Boolean)

    def between(self, since: pl.Expr, until: pl.Expr) -> pl.Expr:
        """How many seconds from ``since`` up to, and without, ``until`` lie inside; null for none."""
        return self._passed(until) - self._passed(since)

    def after(self, since: pl.Expr, seconds: int) -> pl.Expr:
        """The earliest UTC second by which ``seconds`` (1 to 180) inside have passed since ``since``."""

        def reached(passed: pl.Series) -> pl.Series:
            at = _last_at_most(self._before, passed - 1)
            return self._opens.gather(at) + passed - self._before.gather(at)

        return (self._passed(since) + seconds).map_batches(reached, return_dtype=pl.Int64)

    def _passed(self, second: pl.Expr) -> pl.Expr:
        """How many seconds inside lie before ``second``, from a beginning of no meaning."""

        def passed(seconds: pl.Series) -> pl.Series:
            at = _last_at_most(self._opens, seconds)
            within = (seconds - self._opens.gather(at)).clip(upper_bound=self._lengths.gather(at))
            return self._before.gather(at) + within

        return second.map_batches(passed, return_dtype=pl.Int64)


def _last_at_most(ascending: pl.Series, figures: pl.Series) -> pl.Series:
    """The place of the last entry that is no more than each figure. (For null any place: it stays null.)"""
    return ascending.search_sorted(figures, side="right").cast(pl.Int64) - 1


def _intervals(hours: str, zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int]]:
    """UTC seconds at which the hours open and close, in order."""
    opens, closes = bounds_of_day(hours)
    for begin, end, offset in _pieces(zone, first, last):
        day_before = ((begin + offset) // DAY - 1) * DAY
        for midnight in range(day_before - offset, end, DAY):
            interval = max(midnight + opens, begin), min(midnight + closes, end)
            if interval[0] < interval[1]:
                yield interval


def _pieces(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Runs of UTC seconds without a clock change inside: begin, end, seconds that the clock is ahead."""

    begin = first
    for day, next_day in pairwise([*range(first, last, DAY), last]):
        before = _ahead(zone, day)
        if _ahead(zone, next_day) != before:
            change = _first_second(zone, day, next_day)
            yield begin, change, before
            begin = change
    yield begin, last, _ahead(zone, begin)


def _first_second(zone: ZoneInfo, before: int, after: int) -> int:
    """The second from which the clock is ahead as it is at ``after``; it was otherwise at ``before``."""
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(zone, middle) == _ahead(zone, after):
            after = middle
        else:
            before = middle
    return after


def _ahead(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
