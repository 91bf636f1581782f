"""Snapshots: figures over the period as a whole, which do not add up over days (§7)."""

from __future__ import annotations

from datetime import date, timedelta

from oracle.conversations import Span
from oracle.events import Shop


def most_open(spans: list[Span]) -> int:
    """The most spans open at one second, ends inclusive. The maximum is reached where a span starts."""
    return max((sum(s.start <= t <= s.end for s in spans) for t in {s.start for s in spans}), default=0)


def disputes_30d(shop: Shop, last_day: date) -> dict[str, int]:
    """Disputes, and paid orders, of the 30 business days before ``last_day``, itself excluded."""
    days = {last_day - timedelta(days=n) for n in range(1, 31)}
    completed = [r.completed for r in shop.successful_refunds if r.disputed and r.completed is not None]
    paid = [o.paid for o in shop.paid_orders if o.paid is not None]
    return {
        "disputes_30d": sum(shop.day(t) in days for t in completed),
        "paid_orders_30d": sum(shop.day(t) in days for t in paid),
    }
