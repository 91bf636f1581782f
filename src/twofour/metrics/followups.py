"""Follow-ups of long-cycle goods (跟单): firsts, the days between contacts, and where a customer stands."""

from __future__ import annotations

import polars as pl

_PAIR = ("shop_id", "agent_id", "customer_id")


def firsts(followups: pl.DataFrame, flag: str) -> pl.DataFrame:
    """Of each agent and customer the first follow-up that has ``flag``.

    ``followups`` of all functions here stand in order of time and, inside a second, of arrival.
    """
    return followups.filter(flag).unique(_PAIR, keep="first", maintain_order=True)


def contacts(followups: pl.DataFrame, number: int) -> pl.DataFrame:
    """Of each agent and customer the follow-up of that ``number`` (2: the second), with ``waited``: the whole
    business days since the one before it, which was at the second ``at_before``.
    """
    told = ("at", "day", "followup_id")
    first = followups.group_by(_PAIR, maintain_order=True).agg(pl.col(told).head(number))
    so_many = first.filter(pl.col("at").list.len() == number)
    return so_many.select(
        *_PAIR,
        *(pl.col(column).list.get(-1) for column in told),
        pl.col("at").list.get(-2).alias("at_before"),
        (pl.col("day").list.get(-1) - pl.col("day").list.get(-2)).alias("waited"),
        pl.lit(number).alias("number"),
    )


def latest(followups: pl.DataFrame) -> pl.DataFrame:
    """Of each agent and customer the last of these follow-ups."""
    return followups.unique(_PAIR, keep="last", maintain_order=True)
