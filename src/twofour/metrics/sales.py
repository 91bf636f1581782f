"""What paid orders add up to beyond their money: upsell, repurchase, urging (``metrics.md`` §7)."""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import DAY, HOUR, MINUTE

_RETURNING_FROM, _RETURNING_UNTIL = DAY, 180 * DAY
# Seconds fit into 33 bits until the year 2242; a person's number goes above them.
_PERSON_SHIFT = 1 << 33


def mark_upsell(orders: pl.DataFrame, humans: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """Add ``upsell``: created within ``upsell_hours`` after the customer paid an earlier order, with a
    message of the credited agent in between.
    """
    credited = orders.filter(pl.col("paid").is_not_null() & pl.col("agent_id").is_not_null())
    earlier = orders.filter(pl.col("paid").is_not_null()).select(
        "person", pl.col("order").alias("earlier"), pl.col("paid").alias("earlier_paid")
    )
    since = pl.col("created") - pl.col("earlier_paid")
    pairs = (
        credited.select("order", "person", "agent_id", "created")
        .join(earlier, on="person")
        .filter((pl.col("earlier") != pl.col("order")) & (since > 0) & (since <= rules.upsell_hours * HOUR))
        .group_by("order", "person", "agent_id", "created")
        .agg(pl.col("earlier_paid").min())
    )
    near = humans.filter(pl.col("person").is_in(pairs.get_column("person").unique().implode()))
    spoken = (
        pairs.join(near, on=["person", "agent_id"])
        .filter((pl.col("t") > pl.col("earlier_paid")) & (pl.col("t") <= pl.col("created")))
        .get_column("order")
        .unique()
    )
    return orders.with_columns(pl.col("order").is_in(spoken.to_list()).alias("upsell"))


def mark_returning(orders: pl.DataFrame) -> pl.DataFrame:
    """Add ``returning``: the customer paid another order 24 hours to 180 days before this payment."""
    paid = orders.filter(pl.col("paid").is_not_null()).select("order", "person", "paid").sort("paid")
    since = (paid.get_column("paid") - _RETURNING_FROM).alias("since")
    before = paid.with_columns(since).join_asof(
        paid.select("person", pl.col("paid").alias("earlier")),
        left_on="since",
        right_on="earlier",
        by="person",
        strategy="backward",
        check_sortedness=False,  # sorted just above; the check cannot see through ``by``
    )
    recent = pl.col("earlier") >= pl.col("paid") - _RETURNING_UNTIL
    returning = before.filter(recent).get_column("order")
    return orders.with_columns(pl.col("order").is_in(returning.to_list()).alias("returning"))


def urge(orders: pl.DataFrame, humans: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """order, urger, urged_at, urged_paid, urged_until of every order whose customer was reminded.

    The first human message later than ``urge_minutes`` after creation is found by binary search over
    ``humans`` (person, t, agent_id), which stands in order of person and time.
    """
    if humans.is_empty():
        return orders.clear().select(
            "order",
            pl.lit(None, pl.Categorical).alias("urger"),
            pl.lit(None, pl.Int64).alias("urged_at"),
            pl.lit(None, pl.Boolean).alias("urged_paid"),
            pl.lit(None, pl.Int64).alias("urged_until"),
        )
    keys = humans.select(pl.col("person").cast(pl.Int64) * _PERSON_SHIFT + pl.col("t")).to_series()
    wait = rules.urge_minutes * MINUTE
    from_when = pl.col("person").cast(pl.Int64) * _PERSON_SHIFT + pl.col("created") + wait
    position = keys.search_sorted(orders.select(from_when).to_series(), side="right")
    found = humans.select(
        pl.col("person").gather(position, null_on_oob=True).alias("spoken_to"),
        pl.col("agent_id").gather(position, null_on_oob=True).alias("urger"),
        pl.col("t").gather(position, null_on_oob=True).alias("urged_at"),
    )
    deadline = pl.col("created") + rules.pay_days * DAY
    over = pl.min_horizontal("paid", "closed", deadline)
    paid_in_time = (pl.col("paid") - pl.col("created") <= rules.pay_days * DAY).fill_null(False)
    unpaid = pl.col("paid").is_null() & pl.col("closed").is_null()
    return (
        pl.concat([orders, found], how="horizontal")
        .filter((pl.col("spoken_to") == pl.col("person")) & (pl.col("urged_at") < over))
        .select(
            "order",
            "urger",
            "urged_at",
            paid_in_time.alias("urged_paid"),
            pl.when(unpaid).then(deadline).alias("urged_until"),
        )
    )
