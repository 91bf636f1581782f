"""Event tables as the kernel wants them: plain seconds, nothing later than the data's watermark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics.codes import AGENT

Events = Mapping[str, pl.DataFrame]
"""Frames by table name, columns as in ``events.tables`` plus ``seq``; a table may be missing."""

WATERMARKS = (("messages", "sent_at"), ("orders", "created_at"), ("orders", "paid_at"))
"""The table columns whose latest instant is a shop's default ``as_of``."""
OTHERWISE = (
    ("refunds", "requested_at"),
    ("refunds", "completed_at"),
    ("ratings", "rated_at"),
    ("invitations", "sent_at"),
    ("reviews", "reviewed_at"),
    ("tickets", "opened_at"),
    ("tickets", "resolved_at"),
    ("followups", "at"),
)
"""Those that speak for a shop that has neither messages nor orders."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Events up to the watermark, times as Int64 UTC seconds under short names."""

    messages: pl.DataFrame
    orders: pl.DataFrame
    refunds: pl.DataFrame
    first: int
    last: int


def watermarks(events: Events) -> dict[str, int]:
    """The default ``as_of`` of each shop: its latest sent_at, created_at or paid_at, in UTC seconds."""
    return _latest(events, OTHERWISE) | _latest(events, WATERMARKS)


def _latest(events: Events, columns: tuple[tuple[str, str], ...]) -> dict[str, int]:
    found = [
        frame_of(events, table).group_by("shop_id").agg(seconds(column).max().alias("as_of"))
        for table, column in columns
    ]
    latest = pl.concat(found).group_by("shop_id").agg(pl.col("as_of").max()).drop_nulls()
    return dict(latest.iter_rows())


def shops_of(events: Events) -> set[str]:
    """Every shop of which any table holds rows."""
    by_shop = [rows.get_column("shop_id").unique() for rows in events.values() if "shop_id" in rows.columns]
    return {shop for shops in by_shop for shop in shops}


def frame_of(events: Events, table: str) -> pl.DataFrame:
    """The frame of ``table``, empty and rightly typed where there is none."""
    if table in events:
        return events[table]
    return pl.DataFrame(schema={**TABLES[table].schema, "seq": pl.Int64})


def prepare(events: Events, rules: CountingRules, as_of: Mapping[str, int], cut: bool = True) -> Prepared:
    """Cut every table at its shop's ``as_of``; shops without one have no events.

    Without ``cut`` messages, the many, are taken as they are: none is later than its shop's watermark.
    """
    messages = _messages(frame_of(events, "messages"), rules, as_of if cut else None)
    orders = known_orders(frame_of(events, "orders"), as_of)
    refunds = known_refunds(frame_of(events, "refunds"), as_of)
    first, last = bounds(
        [(messages, ("t",)), (orders, ("created", "paid", "as_of")), (refunds, ("completed",))]
    )
    return Prepared(messages, orders, refunds, first, last)


def seconds(column: str) -> pl.Expr:
    """A stored time as Int64 UTC seconds."""
    # Stored times are whole seconds in microseconds; dividing the integers is a third of the cost of asking.
    return pl.col(column).cast(pl.Int64) // 1_000_000


def known(frame: pl.DataFrame, as_of: Mapping[str, int], happened: str) -> pl.DataFrame:
    """Rows whose ``happened`` second is not after their shop's watermark, with that ``as_of`` beside them."""
    mark = pl.col("shop_id").replace_strict(dict(as_of), default=None, return_dtype=pl.Int64)
    return frame.with_columns(mark.alias("as_of")).filter(pl.col(happened) <= pl.col("as_of"))


ORDER_COLUMNS = (
    *("shop_id", "customer_id", "order_id", "created_at", "paid_at", "closed_at"),
    *("paid_amount", "amount", "item_count"),
)
"""The columns of orders that counting reads."""
REFUND_COLUMNS = (
    *("shop_id", "refund_id", "order_id", "kind", "amount", "requested_at", "completed_at"),
    *("status", "platform_intervened", "agent_id"),
)
"""Those of refunds."""


def needed_message_columns(rules: CountingRules) -> list[str]:
    """The columns of messages that counting under ``rules`` reads; the text only where a rule looks at it."""
    says = rules.auto_reply_prefixes or rules.no_answer_needed or rules.drop_code_words
    some = {"text": bool(says), "forwarded_from": rules.drop_forwarded is not None}
    needed = (name for name, read in some.items() if read)
    return ["shop_id", "customer_id", "agent_id", "sender", "sent_at", "seq", *needed]


def _messages(frame: pl.DataFrame, rules: CountingRules, as_of: Mapping[str, int] | None) -> pl.DataFrame:
    rows = frame.select(needed_message_columns(rules)).with_columns(seconds("sent_at").alias("t"))
    if rules.excluded_customers:
        rows = rows.filter(~pl.col("customer_id").is_in(list(rules.excluded_customers)))
    return rows if as_of is None else known(rows, as_of, "t").drop("as_of")


def known_orders(frame: pl.DataFrame, as_of: Mapping[str, int]) -> pl.DataFrame:
    """Orders created by then: created, paid, closed as seconds (empty where later), money in fen, items."""
    rows = frame.select(
        "shop_id",
        "customer_id",
        "order_id",
        seconds("created_at").alias("created"),
        seconds("paid_at").alias("paid"),
        seconds("closed_at").alias("closed"),
        pl.coalesce("paid_amount", "amount").alias("money"),
        pl.col("item_count").fill_null(0).alias("items"),
    )
    return known(rows, as_of, "created").with_columns(not_yet("paid"), not_yet("closed"))


def known_refunds(frame: pl.DataFrame, as_of: Mapping[str, int]) -> pl.DataFrame:
    """Refunds that had succeeded by then: requested and completed as seconds, money in fen, handler."""
    rows = frame.select(
        "shop_id",
        "refund_id",
        "order_id",
        "kind",
        pl.col("amount").alias("money"),
        seconds("requested_at").alias("requested"),
        seconds("completed_at").alias("completed"),
        "status",
        pl.col("platform_intervened").fill_null(False).alias("intervened"),
        AGENT.alias("handler"),
    )
    done = pl.col("completed").is_not_null() & (pl.col("completed") <= pl.col("as_of"))
    rows = known(rows, as_of, "requested")
    return rows.filter(done & (pl.col("status") == "success")).drop("status")


def not_yet(column: str) -> pl.Expr:
    """A second, empty where it lies after the row's ``as_of``."""
    return pl.when(pl.col(column) <= pl.col("as_of")).then(column).alias(column)


def bounds(columns: Iterable[tuple[pl.DataFrame, tuple[str, ...]]]) -> tuple[int, int]:
    """The earliest and the latest second in the named columns; (0, 0) where there is none."""
    found = [
        bound
        for frame, names in columns
        for name in names
        for bound in (frame.get_column(name).min(), frame.get_column(name).max())
        if isinstance(bound, int)
    ]
    return (min(found), max(found)) if found else (0, 0)
