"""Urging a customer to pay, and selling more to one who has just paid (§7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from oracle.attribution import Credit, credits
from oracle.events import Fact, Message, Order, Shop


def facts(shop: Shop) -> Iterator[Fact]:
    """urged and its outcome, on the day of the message; upsells, on the day of payment."""
    for order in shop.orders:
        yield from _urging(shop, order)
    for credit in credits(shop):
        if credit.order.paid is not None and _upsold(shop, credit):
            day = shop.day(credit.order.paid)
            yield Fact(day, credit.credited, "upsell_orders", 1)
            yield Fact(day, credit.credited, "upsell_sales", credit.order.fen)


def _human(shop: Shop, customer: str) -> list[Message]:
    return [m for m in shop.thread(customer) if m.author == "human"]


def _urging(shop: Shop, order: Order) -> Iterator[Fact]:
    """An order is urged by the sender of the first human message that came late enough and in time.

    Late enough: over urge_minutes after creation. In time: before payment, closing and creation + pay_days.
    """
    pay_limit = timedelta(days=shop.rules.pay_days)
    since = order.created + timedelta(minutes=shop.rules.urge_minutes)
    until = min(t for t in (order.paid, order.closed, order.created + pay_limit) if t is not None)
    urging = [m for m in _human(shop, order.customer) if since < m.at < until]
    if not urging:
        return
    day, agent = shop.day(urging[0].at), urging[0].agent
    paid = order.paid is not None and order.paid - order.created <= pay_limit
    payable = order.paid is None and order.closed is None and shop.as_of - order.created < pay_limit
    yield Fact(day, agent, "urged", 1)
    yield Fact(day, agent, "urged_paid", int(paid))
    yield Fact(day, agent, "urged_pending", int(payable))


def _upsold(shop: Shop, credit: Credit) -> bool:
    """The order was created within upsell_hours after another one was paid, and an agent has its credit.

    That agent wrote to the customer after that payment and not after this creation.
    """
    order, limit = credit.order, timedelta(hours=shop.rules.upsell_hours)
    said = [m.at for m in _human(shop, order.customer) if m.agent == credit.credited]
    return credit.credited is not None and any(
        other.paid < order.created <= other.paid + limit
        and any(other.paid < t <= order.created for t in said)
        for other in shop.orders_of(order.customer)
        if other.order_id != order.order_id and other.paid is not None
    )
