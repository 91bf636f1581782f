"""Which receptions are inquiries, and what became of each (``metrics.md`` §5)."""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import DAY, Calendar

OUTCOMES = ("ordered_same_day", "ordered", "paid_same_day", "paid_next_day", "paid", "paid_7d")
_WEEK = 7 * DAY


def inquire(
    receptions: pl.DataFrame, orders: pl.DataFrame, rules: CountingRules, calendar: Calendar
) -> pl.DataFrame:
    """Add ``inquiry``, the outcomes, ``<outcome>_until`` and ``order_paid_until`` to receptions.

    ``receptions``: person, agent_id, day, first_asked, customer_messages, human_messages.
    ``orders``: person, created, paid, closed. Outcomes of rows that are no inquiry are False. An outcome
    that is not reached is pending while the watermark lies before its ``until`` second (null: never).
    """
    received = (pl.col("customer_messages") > 0) & (pl.col("human_messages") > 0)
    # Days are told apart by few numbers, so their limits are looked up once per day, not per row.
    limits = receptions.select(pl.col("day").unique()).select(
        "day",
        calendar.start(pl.col("day")).alias("day_start"),
        calendar.start(pl.col("day") + 1).alias("day_end"),
        calendar.start(pl.col("day") + 2).alias("next_end"),
    )
    rows = receptions.with_columns(
        (pl.col("customer_messages") > 0).alias("consulted"),
        received.alias("received"),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("reception"),
    ).join(limits, on="day", how="left", maintain_order="left")
    buyers = rows.filter("received").join(orders, on="person").select("reception", *_facts(rules))
    happened = buyers.group_by("reception").agg(
        pl.exclude("reception", "payable_until").any(), pl.col("payable_until").max()
    )
    rows = rows.join(happened, on="reception", how="left", maintain_order="left").with_columns(
        pl.col(*OUTCOMES, "bought_before").fill_null(False)
    )
    inquiry = pl.col("received") & ~(pl.col("bought_before") & ~pl.col("ordered"))
    rows = rows.with_columns(inquiry.alias("inquiry"))
    rows = rows.with_columns((pl.col(o) & pl.col("inquiry")).alias(o) for o in OUTCOMES)
    return rows.with_columns(_untils()).drop(
        "reception", "day_start", "day_end", "next_end", "bought_before", "payable_until"
    )


def _facts(rules: CountingRules) -> list[pl.Expr]:
    """What one order means for one reception of the same customer."""
    first, created, paid = pl.col("first_asked"), pl.col("created"), pl.col("paid")
    later = created >= first
    window = later & (created < pl.col("next_end"))
    paid_after_day_start = window & (paid >= pl.col("day_start"))
    unpaid = paid.is_null() & pl.col("closed").is_null()
    facts = {
        "bought_before": (paid < first) & (paid >= first - rules.after_sales_days * DAY),
        "ordered": window,
        "ordered_same_day": window & (created < pl.col("day_end")),
        "paid_same_day": paid_after_day_start & (paid < pl.col("day_end")),
        "paid_next_day": paid_after_day_start & (paid < pl.col("next_end")),
        "paid": window & (paid - created <= rules.pay_days * DAY),
        "paid_7d": later & (paid < first + _WEEK),
    }
    payable = pl.when(window & unpaid).then(created + rules.pay_days * DAY).alias("payable_until")
    return [*(fact.fill_null(False).alias(name) for name, fact in facts.items()), payable]


def _untils() -> list[pl.Expr]:
    """The second until which an outcome that is not reached still can be."""
    today, tomorrow = pl.col("day_end"), pl.col("next_end")
    payable = pl.max_horizontal(tomorrow, "payable_until")
    limits = {
        "ordered_same_day": today,
        "ordered": tomorrow,
        "paid_same_day": today,
        "paid_next_day": tomorrow,
        "paid": payable,
        "paid_7d": pl.col("first_asked") + _WEEK,
    }
    untils = [
        pl.when(pl.col("inquiry") & ~pl.col(outcome)).then(limit).alias(f"{outcome}_until")
        for outcome, limit in limits.items()
    ]
    unpaid_order = pl.col("inquiry") & pl.col("ordered") & ~pl.col("paid")
    return [*untils, pl.when(unpaid_order).then(payable).alias("order_paid_until")]
