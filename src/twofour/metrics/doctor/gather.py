"""Odd rows of a table, counted by shop: how many, on which days, and the first few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from twofour.metrics.doctor.finding import MOST_EXAMPLES


@dataclass(frozen=True, slots=True)
class Gathered:
    """The odd rows of one shop; ``examples`` are those of the first days."""

    shop_id: str
    count: int
    first: date
    last: date
    examples: tuple[str, ...]


def gather(rows: pl.LazyFrame, example: str | pl.Expr, count: pl.Expr | None = None) -> Iterator[Gathered]:
    """``rows`` (shop_id, day) shop by shop. ``count``: what to count where that is not the rows."""
    shown = pl.col(example) if isinstance(example, str) else example
    found = (
        rows.select(
            "shop_id", "day", shown.alias("example"), (pl.lit(1) if count is None else count).alias("n")
        )
        .group_by("shop_id")
        .agg(
            pl.col("n").sum(),
            pl.col("day").min().alias("first"),
            pl.col("day").max().alias("last"),
            pl.col("example").sort_by("day", "example").unique(maintain_order=True).head(MOST_EXAMPLES),
        )
        .sort("shop_id")
        .collect(engine="streaming")
    )
    for shop, n, first, last, examples in found.iter_rows():
        yield Gathered(shop, n, first, last, tuple(examples))


def ends(rows: pl.DataFrame, first: str, last: str) -> tuple[date, date]:
    """The earliest day of one column and the latest of another; ``rows`` is not empty."""
    earliest, latest = rows.select(pl.col(first).min(), pl.col(last).max().alias("_last")).row(0)
    return earliest, latest
