"""Inquiries and what became of them: ordered, paid, or still open (§5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from oracle.events import Fact, Order, Shop
from oracle.receptions import Reception, receptions

ONE_DAY = timedelta(days=1)
SEVEN_DAYS = timedelta(hours=168)


@dataclass(frozen=True)
class Inquiry:
    """A received reception that may sell. ``first``: the customer's first message to the agent that day."""

    reception: Reception
    first: datetime
    orders: tuple[Order, ...]
    window: tuple[Order, ...]


def inquiries(shop: Shop) -> list[Inquiry]:
    """Every received reception that is not after-sales only."""
    found = []
    for reception in receptions(shop):
        if not reception.received:
            continue
        first = reception.asked[0].at
        orders = tuple(shop.orders_of(reception.customer))
        window = tuple(
            o for o in orders if o.created >= first and shop.day(o.created) <= reception.day + ONE_DAY
        )
        if not _after_sales_only(shop, first, orders, window):
            found.append(Inquiry(reception, first, orders, window))
    return found


def _after_sales_only(
    shop: Shop, first: datetime, orders: tuple[Order, ...], window: tuple[Order, ...]
) -> bool:
    """The customer paid an order in the after_sales_days before ``first`` and creates none in the window."""
    since = first - timedelta(days=shop.rules.after_sales_days)
    bought = any(o.paid is not None and since <= o.paid < first for o in orders)
    return bought and not window


def _payable(shop: Shop, order: Order) -> bool:
    """Unpaid, not closed and younger than pay_days at the watermark."""
    young = shop.as_of - order.created < timedelta(days=shop.rules.pay_days)
    return order.paid is None and order.closed is None and young


def outcomes(shop: Shop, inquiry: Inquiry) -> dict[str, tuple[bool, bool]]:
    """Per outcome: whether it is reached, and whether it still could be where it is not."""
    day, window = inquiry.reception.day, inquiry.window
    today = shop.day(shop.as_of)
    paid_days = [shop.day(o.paid) for o in window if o.paid is not None]
    pay_limit = timedelta(days=shop.rules.pay_days)
    soon = inquiry.first + SEVEN_DAYS
    later = [o for o in inquiry.orders if o.created >= inquiry.first]
    first_day_open = today <= day
    window_open = today <= day + ONE_DAY
    return {
        "ordered_same_day": (any(shop.day(o.created) == day for o in window), first_day_open),
        "ordered": (bool(window), window_open),
        "paid_same_day": (day in paid_days, first_day_open),
        "paid_next_day": (day in paid_days or day + ONE_DAY in paid_days, window_open),
        "paid": (
            any(o.paid is not None and o.paid - o.created <= pay_limit for o in window),
            window_open or any(_payable(shop, o) for o in window),
        ),
        "paid_7d": (any(o.paid is not None and o.paid < soon for o in later), shop.as_of < soon),
    }


def facts(shop: Shop) -> Iterator[Fact]:
    """inquiries and, of these, each outcome reached and each one pending; on the reception's day."""
    for inquiry in inquiries(shop):
        day, agent = inquiry.reception.day, inquiry.reception.agent
        yield Fact(day, agent, "inquiries", 1)
        found = outcomes(shop, inquiry)
        for name, (reached, open_) in found.items():
            yield Fact(day, agent, name, int(reached))
            yield Fact(day, agent, f"{name}_pending", int(open_ and not reached))
        paid, payable = found["paid"]
        yield Fact(day, agent, "order_paid_pending", int(found["ordered"][0] and payable and not paid))
