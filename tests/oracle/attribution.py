"""Whose order: the agents at creation and at payment, the credited one, the bucket, the helpers (§6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from oracle.conversations import Span, all_spans
from oracle.events import Fact, Order, Shop

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Credit:
    """Who has to do with an order. ``bucket`` is empty while the order is unpaid.

    ``credited`` is nobody once the order was cancelled soon after payment; bucket and helpers stay.
    """

    order: Order
    at_creation: str | None
    at_payment: str | None
    credited: str | None
    bucket: str | None
    assisting: tuple[str, ...]


@lru_cache(maxsize=16)
def credits(shop: Shop) -> list[Credit]:
    """The credit of every order of the shop."""
    return [credit_of(shop, order) for order in shop.orders]


def credit_of(shop: Shop, order: Order) -> Credit:
    """Judge one order over the valid spans of its customer."""
    spans = [s for s in all_spans(shop) if s.customer == order.customer and s.valid]
    days = timedelta(days=shop.rules.attribution_days)
    at_creation = agent_at(spans, order.created, days)
    at_payment = agent_at(spans, order.paid, days) if order.paid is not None else None
    credited = {
        "order": at_creation,
        "payment": at_payment,
        "order_first": at_creation if at_creation is not None else at_payment,
    }[shop.rules.credit_rule]
    bucket = None if order.paid is None else bucket_of(at_creation, at_payment, credited)
    not_helping = at_creation if order.paid is None else credited
    since, until = order.created - days, order.paid or order.created
    helpers = {s.agent for s in spans if s.start <= until and s.end >= since} - {not_helping}
    if _cancelled(order, timedelta(days=shop.rules.cancel_days)):
        credited = None
    return Credit(order, at_creation, at_payment, credited, bucket, tuple(sorted(helpers)))


def _cancelled(order: Order, days: timedelta) -> bool:
    """Closed after payment, within cancel_days of it; with 0 days no order is ever cancelled."""
    if order.paid is None or order.closed is None or not days:
        return False
    return order.paid <= order.closed <= order.paid + days


def agent_at(spans: list[Span], instant: datetime, days: timedelta) -> str | None:
    """The agent of a span that holds the instant, else of the span that ended last before it, within days.

    Ties: the span ending latest, then the one with the latest human message up to the instant, then the
    smaller agent id.
    """
    holding = [s for s in spans if s.start <= instant <= s.end]
    recent = [s for s in spans if s.end < instant and instant - s.end <= days]
    candidates = holding or recent
    if not candidates:
        return None

    def last_human(span: Span) -> datetime:
        return max((m.at for m in span.human if m.at <= instant), default=NEVER)

    latest_end = max(s.end for s in candidates)
    candidates = [s for s in candidates if s.end == latest_end]
    latest_human = max(last_human(s) for s in candidates)
    return min(s.agent for s in candidates if last_human(s) == latest_human)


def bucket_of(at_creation: str | None, at_payment: str | None, credited: str | None) -> str:
    """The kind of a paid order, as seen by the credited agent."""
    if at_creation is None:
        return "fully_silent" if at_payment is None else "silent_order"
    if at_creation == at_payment:
        return "own"
    if at_payment is None or credited == at_creation:
        return "paid_by_other"
    return "ordered_by_other"


def facts(shop: Shop) -> Iterator[Fact]:
    """assisted_orders, on the day of creation; silent_sales (the shop's), on the day of payment."""
    for credit in credits(shop):
        for agent in credit.assisting:
            yield Fact(shop.day(credit.order.created), agent, "assisted_orders", 1)
        if credit.bucket == "fully_silent" and credit.order.paid is not None:
            yield Fact(shop.day(credit.order.paid), None, "silent_sales", credit.order.fen)
