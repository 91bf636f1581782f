"""Facts to daily sums: one row per shop, agent (null: nobody) and business day, one integer per sum."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.families import FAMILIES
from twofour.metrics.kernel import Facts

KEYS = ("shop_id", "agent_id", "day")


def tally(facts: Facts, rules: CountingRules) -> pl.DataFrame:
    """Every additive sum of the catalogue, Int64, 0 where no row feeds it for that agent and day."""
    return combine(
        family.rows(facts, rules)
        .group_by(*KEYS)
        .agg(part.sum().cast(pl.Int64).alias(name) for name, part in family.adds(rules).items())
        .with_columns(SHOP_NAME, AGENT_NAME)
        for family in FAMILIES
    )


def combine(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Add frames of daily sums together; a sum that a frame lacks counts as 0."""
    rows = pl.concat(frames, how="diagonal")
    return rows.group_by(*KEYS).agg(pl.exclude(*KEYS).sum()).with_columns(pl.exclude(*KEYS).fill_null(0))
