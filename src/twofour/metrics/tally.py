"""Facts to daily sums: one row per shop, agent (null: nobody) and business day, one integer per sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.families import FAMILIES, Family
from twofour.metrics.kernel import Facts
from twofour.metrics.snapshots import SPAN_COLUMNS, open_spans

KEYS = ("shop_id", "agent_id", "day")
FACTS = "facts"
"""How many facts fed a row of sums: without any it must go, or its agent would stay as one with nothing."""
_PENDING_KEYS = (*KEYS, "name", "until")


@dataclass(frozen=True, slots=True)
class DaySums:
    """What facts add up to, and all that is kept of them; or by how much that changes, where less is a
    negative number.

    ``sums``: ``KEYS``, ``FACTS`` and one Int64 column per sum of the catalogue, 0 where no row feeds it; no
    pending counts. ``pendings``: how many ``rows`` of the pending count ``name`` may still turn until the
    second ``until``. ``spans``: how many ``rows`` of the spans that concurrency needs are exactly alike; the
    same may stand in several rows, and so may a pending count.
    """

    sums: pl.DataFrame
    pendings: pl.DataFrame
    spans: pl.DataFrame

    def at(self, as_of: Mapping[str, int]) -> pl.DataFrame:
        """The sums with the pending counts of each shop's watermark ``as_of`` (UTC seconds) beside them."""
        known = pl.col("shop_id").replace_strict(dict(as_of), default=None, return_dtype=pl.Int64)
        still = self.pendings.filter(pl.col("until") > known)
        names = still.get_column("name").unique().sort().to_list()
        counts = [pl.col("rows").filter(pl.col("name") == name).sum().alias(name) for name in names]
        return combine([self.sums, _filled(still.group_by(*KEYS).agg(counts))])

    def of_days(self, first: int, stop: int) -> DaySums:
        """The part that lies on the day numbers from ``first`` to before ``stop``."""
        inside = (pl.col("day") >= first) & (pl.col("day") < stop)
        return DaySums(self.sums.filter(inside), self.pendings.filter(inside), self.spans.filter(inside))

    def net(self) -> DaySums:
        """The same without what was added and taken away again."""
        return DaySums(
            _filled(self.sums),
            _net(self.pendings, _PENDING_KEYS, "until"),
            _net(self.spans, SPAN_COLUMNS, "start"),
        )


def tally(facts: Facts, rules: CountingRules) -> DaySums:
    """Every additive sum of the catalogue, the pending counts by their end, and the open spans."""
    parts = [(family, family.rows(facts, rules)) for family in FAMILIES]
    return DaySums(
        combine(_summed(rows, family, rules) for family, rows in parts),
        pl.concat(pending for family, rows in parts for pending in _still_open(rows, family, rules)),
        open_spans(facts.spans),
    )


def joined(parts: Iterable[DaySums]) -> DaySums:
    """Sums of different customers or days, and changes of them, as one."""
    parts = list(parts)
    return DaySums(
        combine(part.sums for part in parts),
        pl.concat([part.pendings for part in parts]),
        pl.concat([part.spans for part in parts]),
    )


def combine(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Add frames of daily sums together; a sum that a frame lacks counts as 0."""
    rows = pl.concat(frames, how="diagonal")
    return rows.group_by(*KEYS).agg(pl.exclude(*KEYS).sum()).with_columns(pl.exclude(*KEYS).fill_null(0))


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that hold anything; without a fact all sums are 0."""
    return rows.filter(pl.any_horizontal(pl.lit(False), pl.exclude(*KEYS) != 0))


def _net(rows: pl.DataFrame, keys: Sequence[str], told_by: str) -> pl.DataFrame:
    """``rows`` added up by ``keys`` where some are taken away; ``told_by``: the key that tells most apart."""
    taken = rows.get_column(told_by).filter(rows.get_column("rows") < 0).unique()
    if taken.is_empty():
        return rows
    near = pl.col(told_by).is_in(taken.implode())
    left = rows.filter(near).group_by(*keys).agg(pl.col("rows").sum())
    return pl.concat([rows.filter(~near), left.filter(pl.col("rows") != 0)])


def _summed(rows: pl.DataFrame, family: Family, rules: CountingRules) -> pl.DataFrame:
    sums = [part.sum().cast(pl.Int64).alias(name) for name, part in family.parts(rules).items()]
    return (
        rows.group_by(*KEYS)
        .agg(pl.len().cast(pl.Int64).alias(FACTS), *sums)
        .with_columns(SHOP_NAME, AGENT_NAME)
    )


def _still_open(rows: pl.DataFrame, family: Family, rules: CountingRules) -> Iterable[pl.DataFrame]:
    for name, until in family.untils(rules).items():
        still = rows.select(*KEYS, "as_of", until.alias("until")).filter(pl.col("until") > pl.col("as_of"))
        counted = still.group_by(*KEYS, "until").agg(pl.len().cast(pl.Int64).alias("rows"))
        yield counted.select(
            SHOP_NAME, AGENT_NAME, "day", pl.lit(name).alias("name"), pl.col("until").cast(pl.Int64), "rows"
        )
