"""Reading whole customers from a lake snapshot: only those whose events can touch the days asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics.prepare import (
    ORDER_COLUMNS,
    OTHERWISE,
    REFUND_COLUMNS,
    WATERMARKS,
    Events,
    needed_message_columns,
)

BUCKET_MESSAGES = 2_000_000
_SMALLEST = 200_000  # below this, starting a bucket costs more than it spares
CUSTOMER = ("shop_id", "customer_id")
"""What names one customer: whoever writes to two shops is two customers."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some whole shops, or ``part`` of ``parts`` of one shop's customers. ``window``: UTC seconds outside
    which there are many more events, so that only customers with an event inside are read (whole).
    ``agent_ids``: only customers with whom one of these agents had to do are read (whole).
    """

    shop_ids: tuple[str, ...]
    part: int = 0
    parts: int = 1
    window: tuple[int, int] | None = None
    agent_ids: frozenset[str] | None = None


def watermark(snapshot: Snapshot, shop_id: str) -> int | None:
    """The UTC second of the shop's latest sent_at, created_at or paid_at; None for a shop without events."""
    return watermarks_of(snapshot, [shop_id]).get(shop_id)


def watermarks_of(snapshot: Snapshot, shop_ids: Sequence[str]) -> dict[str, int]:
    """The watermark of every shop that has events."""
    found: dict[str, int] = {}
    for columns in (WATERMARKS, OTHERWISE):
        asked = [
            (shop, _latest(snapshot, shop, table, column))
            for shop in shop_ids
            if shop not in found
            for table, column in columns
            if snapshot.files(table, shop_ids=[shop])
        ]
        # Many small questions at once cost half of what they cost one by one.
        for (shop, _), rows in zip(asked, pl.collect_all([rows for _, rows in asked]), strict=True):
            second = rows.item()
            if second is not None:
                found[shop] = max(second, found.get(shop, second))
    return found


def _latest(snapshot: Snapshot, shop_id: str, table: str, column: str) -> pl.LazyFrame:
    months = None
    if column == TABLES[table].when:
        # Files are cut by the month of this very column, so the last month holds the latest instant.
        months = sorted({f.month for f in snapshot.files(table, shop_ids=[shop_id]) if f.month})[-1:]
    rows = snapshot.scan(table, shop_ids=[shop_id], months=months)
    return rows.select(pl.col(column).max().dt.epoch("s"))


def buckets_of(
    snapshot: Snapshot,
    shop_ids: Sequence[str],
    window: tuple[int, int],
    workers: int,
    bucket_messages: int = BUCKET_MESSAGES,
) -> list[Bucket]:
    """Put small shops together and split large ones: about ``bucket_messages`` messages in each bucket, and
    work for every worker where there are shops enough.
    """
    sizes = {shop: _size(snapshot, shop, window) for shop in shop_ids}
    share = sum(size.messages for size in sizes.values()) // workers
    most = min(bucket_messages, max(share, _SMALLEST))
    buckets: list[Bucket] = []
    for narrowed in (False, True):
        together: list[str] = []
        room = most
        chosen = window if narrowed else None
        for shop, size in sizes.items():
            if size.narrowed is not narrowed:
                continue
            if size.messages > bucket_messages:
                parts = -(-size.messages // bucket_messages)
                buckets += [Bucket((shop,), part, parts, chosen) for part in range(parts)]
                continue
            if size.messages > room and together:
                buckets.append(Bucket(tuple(together), window=chosen))
                together, room = [], most
            together.append(shop)
            room -= size.messages
        if together:
            buckets.append(Bucket(tuple(together), window=chosen))
    return buckets


@dataclass(frozen=True, slots=True)
class _Size:
    """How many messages of a shop must be read, and whether that leaves out customers outside the window."""

    messages: int
    narrowed: bool


def reaches_beyond(snapshot: Snapshot, shop_id: str, window: tuple[int, int]) -> bool:
    """Whether so much of a shop lies outside the window that it pays to leave out who did nothing inside."""
    return _size(snapshot, shop_id, window).narrowed


def _size(snapshot: Snapshot, shop_id: str, window: tuple[int, int]) -> _Size:
    first, last = (f"{datetime.fromtimestamp(second, UTC):%Y-%m}" for second in window)
    files = snapshot.files("messages", shop_ids=[shop_id])
    messages = sum(file.rows for file in files)
    inside = sum(file.rows for file in files if first <= (file.month or first) <= last)
    # Choosing customers costs about as much as counting a third of them, so it must spare more than that.
    narrowed = inside * 3 < messages * 2
    return _Size(inside if narrowed else messages, narrowed)


def load(snapshot: Snapshot, bucket: Bucket, rules: CountingRules) -> Events:
    """Every message, order and refund of the bucket's customers.

    A customer without any event inside the window has no fact on its days and is left out. A refund
    belongs to its order's customer; one of an unknown order to nobody, which is counted once.
    """
    shops = bucket.shop_ids
    messages = snapshot.scan("messages", shop_ids=shops).select(needed_message_columns(rules))
    orders = snapshot.scan("orders", shop_ids=shops).select(ORDER_COLUMNS)
    refunds = snapshot.scan("refunds", shop_ids=shops).select(REFUND_COLUMNS).collect()
    if bucket.parts > 1:
        here = pl.col("customer_id").hash(24) % bucket.parts == bucket.part
        messages, orders = messages.filter(here), orders.filter(here)
    if bucket.window is not None:
        active = active_customers(messages, orders, refunds, bucket.window)
        messages = messages.join(active.lazy(), on=CUSTOMER, how="semi", maintain_order="left")
        orders = orders.join(active.lazy(), on=CUSTOMER, how="semi", maintain_order="left")
    if bucket.agent_ids is not None:
        own = _customers_of(bucket.agent_ids, snapshot, shops, orders, refunds)
        messages = messages.join(own.lazy(), on=CUSTOMER, how="semi", maintain_order="left")
        orders = orders.join(own.lazy(), on=CUSTOMER, how="semi", maintain_order="left")
    known = orders.collect()
    return {
        "messages": messages.collect(),
        "orders": known,
        "refunds": _own(snapshot, bucket, refunds, known),
    }


def _own(snapshot: Snapshot, bucket: Bucket, refunds: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Refunds of the bucket's orders; the first part also takes those of orders that nobody knows."""
    if bucket.parts == 1:
        return refunds
    own = refunds.join(known.select("order_id"), on="order_id", how="semi")
    if bucket.part > 0:
        return own
    every = snapshot.scan("orders", shop_ids=bucket.shop_ids).select("order_id").collect()
    return pl.concat([own, refunds.join(every, on="order_id", how="anti")])


def active_customers(
    messages: pl.LazyFrame, orders: pl.LazyFrame, refunds: pl.DataFrame, window: tuple[int, int]
) -> pl.DataFrame:
    """Customers who wrote, were written to, ordered, paid or got a refund inside the window."""
    refunded = refunds.filter(inside("completed_at", window)).select("shop_id", "order_id").lazy()
    parts = [
        messages.filter(inside("sent_at", window)).select(CUSTOMER),
        orders.filter(inside("created_at", window) | inside("paid_at", window)).select(CUSTOMER),
        orders.join(refunded, on=["shop_id", "order_id"], how="semi").select(CUSTOMER),
    ]
    return pl.concat(parts).unique().collect()


def _customers_of(
    agent_ids: frozenset[str],
    snapshot: Snapshot,
    shops: Sequence[str],
    orders: pl.LazyFrame,
    refunds: pl.DataFrame,
) -> pl.DataFrame:
    """Customers who wrote to one of the agents, were written to by one, or whose refund one handled."""
    theirs = pl.col("agent_id").is_in(list(agent_ids))
    handled = refunds.filter(theirs).select("shop_id", "order_id").lazy()
    parts = [
        snapshot.scan("messages", shop_ids=shops).filter(theirs).select(CUSTOMER),
        orders.join(handled, on=["shop_id", "order_id"], how="semi").select(CUSTOMER),
    ]
    return pl.concat(parts).unique().collect()


def inside(column: str, window: tuple[int, int]) -> pl.Expr:
    """Whether a stored time lies between two UTC seconds, the second of them not included."""
    first, stop = (
        pl.from_epoch(pl.lit(second), "s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")
        for second in window
    )
    return pl.col(column).is_between(first, stop, closed="left")
