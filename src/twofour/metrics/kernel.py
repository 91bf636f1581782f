"""The kernel: events of some whole customers in, fact tables out. Pure; all counting happens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.admit import admit
from twofour.metrics.attribution import assisting, attribute
from twofour.metrics.calendar import DAY, Calendar
from twofour.metrics.codes import SHOP
from twofour.metrics.inquiries import inquire
from twofour.metrics.prepare import Events, Prepared, prepare
from twofour.metrics.sales import mark_returning, mark_upsell, urge
from twofour.metrics.threads import thread

_REFUND_OPEN = 30 * DAY


@dataclass(frozen=True, slots=True)
class Facts:
    """Every counted thing, one row each, with shop_id, customer_id, the agent_id it belongs to (null:
    nobody) and the business ``day`` (a day number) that it lies on.

    ``waits``, ``spans``, ``receptions`` (with inquiry outcomes), ``automatic`` messages, ``unaddressed``
    customer messages, ``orders`` (attribution; ``created_day``, ``day`` of payment), ``assists``,
    ``urges``, ``refunds`` (successful ones). Seconds are UTC, money is integer fen.
    """

    waits: pl.DataFrame
    spans: pl.DataFrame
    receptions: pl.DataFrame
    automatic: pl.DataFrame
    unaddressed: pl.DataFrame
    orders: pl.DataFrame
    assists: pl.DataFrame
    urges: pl.DataFrame
    refunds: pl.DataFrame


def count(events: Events, rules: CountingRules, as_of: Mapping[str, int], *, cut: bool = True) -> Facts:
    """Count whole customers: every event of each (shop, customer) in ``events`` must be there.

    ``as_of`` gives each shop's watermark in UTC seconds; a shop that is not in it has no events. Facts
    of different customers never meet, so the union of two calls equals one call over both. Without
    ``cut`` no message may be later than its shop's watermark, and none is asked.
    """
    ready = prepare(events, rules, as_of, cut)
    calendar = Calendar(rules, ready.first, ready.last)
    admitted = admit(ready.messages, rules)
    threads = thread(admitted, rules, calendar)
    people, orders = _orders_of_people(admitted.people, ready, as_of)
    orders = attribute(orders, threads.spans, threads.humans, rules)
    orders = mark_returning(mark_upsell(orders, threads.humans, rules))
    orders = orders.with_columns(
        calendar.day(pl.col("created")).alias("created_day"), calendar.day(pl.col("paid")).alias("day")
    )
    refunds = _refunds(ready, orders, calendar)
    orders = _with_refunds(orders, refunds)
    receptions = _named(threads.receptions, people)
    urges = urge(orders, threads.humans, rules).join(orders.drop("agent_id", "day"), on="order", how="left")
    return Facts(
        waits=_named(threads.waits, people),
        spans=_named(threads.spans, people),
        receptions=inquire(receptions, orders.select("person", "created", "paid", "closed"), rules, calendar),
        automatic=_named(admitted.automatic, people).with_columns(calendar.day(pl.col("t")).alias("day")),
        unaddressed=_named(threads.unaddressed, people).with_columns(
            calendar.day(pl.col("t")).alias("day"), pl.lit(None, pl.Categorical).alias("agent_id")
        ),
        orders=orders,
        assists=assisting(orders, threads.spans, rules).join(
            orders.drop("agent_id", "day"), on="order", how="left"
        ),
        urges=urges.with_columns(
            pl.col("urger").alias("agent_id"), calendar.day(pl.col("urged_at")).alias("day")
        ),
        refunds=refunds,
    )


def _orders_of_people(
    talkers: pl.DataFrame, ready: Prepared, as_of: Mapping[str, int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the customers that only ordered and never wrote, then give every order its customer's number."""
    silent = (
        ready.orders.select("shop_id", "customer_id")
        .unique()
        .join(talkers, on=["shop_id", "customer_id"], how="anti")
        .sort("shop_id", "customer_id")
    )
    numbers = (pl.int_range(pl.len(), dtype=pl.UInt32) + talkers.height).alias("person")
    people = pl.concat([talkers, silent.select(numbers, "shop_id", "customer_id")])
    orders = ready.orders.sort("shop_id", "order_id").join(
        people, on=["shop_id", "customer_id"], how="left", maintain_order="left"
    )
    known = pl.col("shop_id").replace_strict(dict(as_of), default=None, return_dtype=pl.Int64)
    return people.select(SHOP, "customer_id", known.alias("as_of")), orders.with_row_index("order")


def _named(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Add shop_id, customer_id and as_of: people are numbered in the order in which they stand."""
    names = people.select(pl.all().gather(rows.get_column("person")))
    return pl.concat([names, rows], how="horizontal")


def _refunds(ready: Prepared, orders: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Successful refunds with the agent credited for their order; a refund of an unknown order: nobody's."""
    charged = orders.select("shop_id", "order_id", "customer_id", "agent_id")
    return ready.refunds.join(charged, on=["shop_id", "order_id"], how="left").with_columns(
        calendar.day(pl.col("completed")).alias("day")
    )


def _with_refunds(orders: pl.DataFrame, refunds: pl.DataFrame) -> pl.DataFrame:
    """Add ``refunded`` (fen, whenever refunded), ``was_refunded`` and ``refund_until``: it still may be."""
    totals = refunds.group_by("shop_id", "order_id").agg(pl.col("money").sum().alias("refunded"))
    rows = orders.join(totals, on=["shop_id", "order_id"], how="left", maintain_order="left")
    return rows.with_columns(
        pl.col("refunded").fill_null(0),
        pl.col("refunded").is_not_null().alias("was_refunded"),
        (pl.col("paid") + _REFUND_OPEN).alias("refund_until"),
    )
