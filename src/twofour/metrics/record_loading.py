"""Reading from a lake snapshot what needs no conversations: the small tables, and a few orders."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.metrics.calendar import DAY
from twofour.metrics.loading import inside
from twofour.metrics.prepare import ORDER_COLUMNS, Events
from twofour.metrics.record_sums import DISPUTE_DAYS

_WHOLE = ("ratings", "invitations", "reviews", "tickets", "followups", "staff")


def load_records(snapshot: Snapshot, shop_ids: Sequence[str], window: tuple[int, int]) -> Events:
    """What ``records.record`` reads of some shops for days inside ``window`` (UTC seconds).

    Of refunds only those in which the platform stepped in; of orders theirs, and those paid in the window or
    in the month before it, on which the dispute rate looks back; of shifts those of the shops' members.
    """
    scans = [snapshot.scan(table, shop_ids=shop_ids) for table in _WHOLE]
    stepped_in = snapshot.scan("refunds", shop_ids=shop_ids).filter("platform_intervened")
    # Many small questions at once cost less than one by one.
    *whole, refunds = pl.collect_all([*scans, stepped_in])
    found = dict(zip(_WHOLE, whole, strict=True))
    members = found["staff"].get_column("member_id").unique().implode()
    first, stop = window
    paid = inside("paid_at", (first - (DISPUTE_DAYS + 1) * DAY, stop))
    disputed = pl.col("order_id").is_in(refunds.get_column("order_id").unique().implode())
    orders, shifts = pl.collect_all(
        [
            snapshot.scan("orders", shop_ids=shop_ids).select(ORDER_COLUMNS).filter(paid | disputed),
            snapshot.scan("shifts").filter(pl.col("member_id").is_in(members)),
        ]
    )
    return {**found, "refunds": refunds, "orders": orders, "shifts": shifts}
