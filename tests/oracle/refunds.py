"""Refunds: charged to the agent who has the credit, their speed, and disputes (§7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from oracle.attribution import credits
from oracle.events import Fact, Shop

REFUND_WINDOW = timedelta(days=30)


def facts(shop: Shop) -> Iterator[Fact]:
    """By the day of completion, except the refund rate, which follows the orders' day of payment."""
    yield from _charged(shop)
    yield from _refund_rate(shop)
    yield from _durations(shop)


def _charged(shop: Shop) -> Iterator[Fact]:
    """Successful refunds are charged to the order's credited agent; of unknown orders, to nobody."""
    credited = {credit.order.order_id: credit.credited for credit in credits(shop)}
    for refund in shop.successful_refunds:
        assert refund.completed is not None
        day, agent = shop.day(refund.completed), credited.get(refund.order_id)
        yield Fact(day, agent, "refunds_credited", refund.fen)
        yield Fact(day, agent, "effective_sales", -refund.fen)


def _refund_rate(shop: Shop) -> Iterator[Fact]:
    """What was refunded, at any time up to the watermark, of the orders paid on the day.

    Pending: the orders paid less than 30 days before the watermark.
    """
    for credit in credits(shop):
        order = credit.order
        if order.paid is None:
            continue
        day, agent = shop.day(order.paid), credit.credited
        refunded = [r.fen for r in shop.successful_refunds if r.order_id == order.order_id]
        yield Fact(day, agent, "refunded", sum(refunded))
        yield Fact(day, agent, "refund_orders", int(bool(refunded)))
        yield Fact(day, agent, "refund_pending", int(shop.as_of - order.paid < REFUND_WINDOW))


def _durations(shop: Shop) -> Iterator[Fact]:
    """Seconds from request to completion belong to the refund's own agent, else to nobody."""
    for refund in shop.successful_refunds:
        assert refund.completed is not None
        day = shop.day(refund.completed)
        seconds = int((refund.completed - refund.requested).total_seconds())
        endings = [""] if refund.kind == "exchange" else ["", f"_{refund.kind}"]
        for ending in endings:
            yield Fact(day, refund.agent, f"refund_seconds{ending}", seconds)
            yield Fact(day, refund.agent, f"refunds_completed{ending}", 1)
        yield Fact(day, None, "disputes", int(refund.disputed))
