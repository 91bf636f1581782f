"""Which days a shop has data of, table by table, and which days are empty, thin or far off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median

import polars as pl

STRAY_GAP_DAYS = 60
STRAY_SHARE = 100  # an island with less than a hundredth of the rows
_NEAR_DAYS = 42
_CLOSED_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coverage:
    """One table of one shop. ``days``: day → rows, only days with rows, in order, without the ``strays``.

    ``strays``: the same for days far away from all others, which wrong dates make.
    """

    shop_id: str
    table: str
    days: dict[date, int]
    strays: dict[date, int]

    @property
    def first(self) -> date:
        """The first day with rows."""
        return next(iter(self.days))

    @property
    def last(self) -> date:
        """The last day with rows."""
        return next(reversed(self.days))

    @property
    def rows(self) -> int:
        """All rows but those on stray days."""
        return sum(self.days.values())

    @property
    def longest_silence(self) -> int:
        """Most days without rows in a row, between days that have them."""
        days = list(self.days)
        return max(((b - a).days - 1 for a, b in pairwise(days)), default=0)

    def empty_runs(self) -> Iterator[tuple[date, date]]:
        """First and last day of each run of days without rows, between days that have them."""
        days = list(self.days)
        for before, after in pairwise(days):
            if (after - before).days > 1:
                yield before + _DAY, after - _DAY

    def usual(self, day: date, *, closed: bool) -> tuple[float, int]:
        """The median rows of the same weekday within six weeks of ``day`` (else of all the table's days),
        and how many days that is. ``closed``: days without rows count as 0, except in runs of a week or more.
        """
        for reach in (_NEAR_DAYS, (self.last - self.first).days + 7):
            steps = range(7, reach + 1, 7)
            near = [day + timedelta(days=sign * step) for step in steps for sign in (-1, 1)]
            inside = [d for d in near if self.first <= d <= self.last]
            rows = [self.days[d] for d in inside if d in self.days]
            if closed:
                rows += [0 for d in inside if d not in self.days and d not in self._closures]
            if rows:
                return float(median(rows)), len(rows)
        return 0.0, 0

    def beside(self, day: date) -> float:
        """The smaller of two medians: of the three days before ``day`` and of the three after it, as far as
        they have rows.
        """
        sides = ([day + timedelta(days=n * sign) for n in (1, 2, 3)] for sign in (-1, 1))
        rows = ([self.days[d] for d in side if d in self.days] for side in sides)
        return min(float(median(side)) if side else 0.0 for side in rows)

    @cached_property
    def _closures(self) -> frozenset[date]:
        """The days of all runs of a week or more without rows."""
        return frozenset(
            first + timedelta(days=n)
            for first, last in self.empty_runs()
            for n in range((last - first).days + 1)
            if (last - first).days + 1 >= _CLOSED_DAYS
        )


def coverages(days: pl.DataFrame) -> dict[str, dict[str, Coverage]]:
    """``days`` (table, shop_id, day, rows; ordered) by shop and table."""
    found: dict[str, dict[str, dict[date, int]]] = {}
    for table, shop, day, rows in days.select("table", "shop_id", "day", "rows").iter_rows():
        found.setdefault(shop, {}).setdefault(table, {})[day] = rows
    return {
        shop: {table: _coverage(shop, table, rows) for table, rows in tables.items()}
        for shop, tables in found.items()
    }


def _coverage(shop: str, table: str, rows: Mapping[date, int]) -> Coverage:
    islands: list[dict[date, int]] = []
    before: date | None = None
    for day, count in rows.items():
        if before is None or (day - before).days > STRAY_GAP_DAYS:
            islands.append({})
        islands[-1][day] = count
        before = day
    total = sum(rows.values())
    far = [island for island in islands if sum(island.values()) * STRAY_SHARE < total]
    strays = {day: count for island in far for day, count in island.items()}
    return Coverage(shop, table, {day: n for day, n in rows.items() if day not in strays}, strays)
