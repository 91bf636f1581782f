"""Sales: paid orders of the credited agent, and those of customers who had bought before (§7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from oracle.attribution import credits
from oracle.events import Fact, Order, Shop

SOONEST, LATEST = timedelta(hours=24), timedelta(days=180)


def facts(shop: Shop) -> Iterator[Fact]:
    """All on the business day of payment; customers count once per agent (or nobody) and day."""
    buyers, returning = set(), set()
    for credit in credits(shop):
        order = credit.order
        if order.paid is None:
            continue
        day, agent = shop.day(order.paid), credit.credited
        yield Fact(day, agent, "sales", order.fen)
        yield Fact(day, agent, "effective_sales", order.fen)
        yield Fact(day, agent, "sales_orders", 1)
        yield Fact(day, agent, "sales_items", order.items)
        buyers.add((day, agent, order.customer))
        if _returning(shop, order):
            yield Fact(day, agent, "returning_sales", order.fen)
            returning.add((day, agent, order.customer))
    for day, agent, _ in buyers:
        yield Fact(day, agent, "sales_customers", 1)
    for day, agent, _ in returning:
        yield Fact(day, agent, "repurchase_customers", 1)


def _returning(shop: Shop, order: Order) -> bool:
    """The customer paid another order of the shop at least 24 hours and at most 180 days before this one."""
    assert order.paid is not None
    others = [
        o for o in shop.orders_of(order.customer) if o.order_id != order.order_id and o.paid is not None
    ]
    return any(SOONEST <= order.paid - o.paid <= LATEST for o in others if o.paid is not None)
