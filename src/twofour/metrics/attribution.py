"""Whose order it is (``metrics.md`` §6): the agent at creation and at payment, the bucket, who assisted."""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import DAY
from twofour.metrics.neighbours import changes


def attribute(
    orders: pl.DataFrame, spans: pl.DataFrame, humans: pl.DataFrame, rules: CountingRules
) -> pl.DataFrame:
    """Add to every order the agents at creation and payment with their spans, the credited ``agent_id``
    (null: nobody), for paid orders the ``bucket``, and ``cancelled``: closed so soon after payment that
    the agent lost the credit. The bucket stays what it was.

    ``orders``: order (row number), person, created, paid, closed. ``spans``: as in ``threads``. ``humans``:
    person, t, agent_id.
    """
    buyers = orders.get_column("person").unique()
    valid = spans.filter(pl.col("valid") & pl.col("person").is_in(buyers.implode()))
    valid = valid.select("person", "agent_id", "start", "end")
    for event, name in (("created", "order"), ("paid", "pay")):
        found = _agent_at(orders.select("order", "person", pl.col(event).alias("at")), valid, humans, rules)
        orders = orders.join(
            found.select(
                "order",
                pl.col("agent_id").alias(f"{name}_agent"),
                pl.col("start").alias(f"{name}_span_start"),
                pl.col("end").alias(f"{name}_span_end"),
            ),
            on="order",
            how="left",
            maintain_order="left",
        )
    orders = orders.with_columns(_credited(rules).alias("agent_id"), _cancelled(rules).alias("cancelled"))
    kept = pl.when(~pl.col("cancelled")).then("agent_id").alias("agent_id")
    return orders.with_columns(_bucket()).with_columns(kept)


def assisting(orders: pl.DataFrame, spans: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """order, agent_id: agents with a valid span that touches [created − attribution_days, paid or created]
    and who are not credited (unpaid order: not the agent at creation; cancelled: as before).
    """
    valid = spans.filter("valid").select("person", "start", "end", pl.col("agent_id").alias("assistant"))
    until = pl.coalesce("paid", "created")
    since = pl.col("created") - rules.attribution_days * DAY
    owner = pl.when(pl.col("paid").is_null()).then("order_agent").otherwise(_credited(rules))
    touching = orders.join(valid, on="person").filter(
        (pl.col("start") <= until) & (pl.col("end") >= since) & pl.col("assistant").ne_missing(owner)
    )
    return touching.select("order", pl.col("assistant").alias("agent_id")).unique()


def _agent_at(
    events: pl.DataFrame, valid: pl.DataFrame, humans: pl.DataFrame, rules: CountingRules
) -> pl.DataFrame:
    """The span that owns each event: one that holds ``at``, else the one that ended closest before it."""
    at = pl.col("at")
    reach = (pl.col("start") <= at) & (pl.col("end") >= at - rules.attribution_days * DAY)
    near = events.drop_nulls("at").join(valid, on="person").filter(reach).sort("order", "end")
    # A span that holds ``at`` ends no earlier than ``at``, so the latest end decides both cases.
    latest, alone = changes("order").shift(-1).fill_null(True), changes("order", "end")
    clear = near.filter(latest & alone)
    tied = near.filter(latest & ~alone)
    if tied.is_empty():
        return clear
    contested = near.join(tied, on=["order", "end"], how="semi")
    spoken = (
        contested.join(humans.select("person", "agent_id", "t"), on=["person", "agent_id"])
        .filter(pl.col("t").is_between(pl.col("start"), pl.min_horizontal("at", "end")))
        .group_by("order", "agent_id")
        .agg(pl.col("t").max().alias("spoke"))
    )
    ranked = contested.join(spoken, on=["order", "agent_id"], how="left").sort(
        "order", "spoke", pl.col("agent_id").cast(pl.String), descending=[False, True, False], nulls_last=True
    )
    winners = ranked.unique("order", keep="first", maintain_order=True).select(clear.columns)
    return pl.concat([clear, winners])


def _credited(rules: CountingRules) -> pl.Expr:
    at_order, at_payment = pl.col("order_agent"), pl.col("pay_agent")
    return {
        "order": at_order,
        "payment": at_payment,
        "order_first": pl.coalesce(at_order, at_payment),
    }[rules.credit_rule]


def _cancelled(rules: CountingRules) -> pl.Expr:
    """Somebody's, and closed at or after payment, no more than ``cancel_days`` later; 0 days: never."""
    if rules.cancel_days == 0:
        return pl.lit(False)
    since = pl.col("closed") - pl.col("paid")
    soon = since.is_between(0, rules.cancel_days * DAY).fill_null(False)
    return soon & _credited(rules).is_not_null()


def _bucket() -> pl.Expr:
    at_order, at_payment = pl.col("order_agent"), pl.col("pay_agent")
    return (
        pl.when(pl.col("paid").is_null())
        .then(None)
        .when(at_order.is_null() & at_payment.is_null())
        .then(pl.lit("fully_silent"))
        .when(at_order.is_null())
        .then(pl.lit("silent_order"))
        .when(at_order == at_payment)
        .then(pl.lit("own"))
        .when(at_payment == pl.col("agent_id"))
        .then(pl.lit("ordered_by_other"))
        .otherwise(pl.lit("paid_by_other"))
        .alias("bucket")
    )
