"""Reading from a lake snapshot what needs no conversations: the small tables, and a few orders."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.metrics.calendar import DAY
from twofour.metrics.loading import inside
from twofour.metrics.prepare import Events
from twofour.metrics.record_sums import DISPUTE_DAYS

_WHOLE = ("ratings", "invitations", "reviews", "tickets", "followups", "staff")


def load_records(snapshot: Snapshot, shop_ids: Sequence[str], window: tuple[int, int]) -> Events:
    """What ``records.record`` reads of some shops for days inside ``window`` (UTC seconds).

    Of refunds only those in which the platform stepped in; of orders theirs, and those paid in the window or
    in the month before it, on which the dispute rate looks back; of shifts those of the shops' members.
    """
    found = {table: snapshot.scan(table, shop_ids=shop_ids).collect() for table in _WHOLE}
    refunds = snapshot.scan("refunds", shop_ids=shop_ids).filter("platform_intervened").collect()
    members = found["staff"].get_column("member_id").unique().implode()
    first, stop = window
    paid = inside("paid_at", (first - (DISPUTE_DAYS + 1) * DAY, stop))
    disputed = pl.col("order_id").is_in(refunds.get_column("order_id").unique().implode())
    return {
        **found,
        "refunds": refunds,
        "orders": snapshot.scan("orders", shop_ids=shop_ids).filter(paid | disputed).collect(),
        "shifts": snapshot.scan("shifts").filter(pl.col("member_id").is_in(members)).collect(),
    }
