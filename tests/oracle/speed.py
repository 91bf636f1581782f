"""Speed: response times and the shares of waits, customers or first waits answered in time (§7)."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.conversations import Wait, all_conversations, conversations_of, counted_seconds
from oracle.events import Fact, Shop
from oracle.hours import lies_inside
from oracle.receptions import Reception, receptions

LIMITS = (30, 180)


def facts(shop: Shop) -> Iterator[Fact]:
    """All of them lie on the business day on which the wait began."""
    yield from _response_times(shop)
    yield from _slow_receptions(shop)
    if shop.rules.unit == "wait":
        yield from _within(shop, [w for c in all_conversations(shop) for w in c.waits])
    elif shop.rules.unit == "first":
        yield from _within(shop, _first_waits(shop))
    else:
        yield from _within_by_customer(shop)


def _first_waits(shop: Shop) -> list[Wait]:
    return [c.first_wait for c in all_conversations(shop) if c.first_wait is not None]


def _response_times(shop: Shop) -> Iterator[Fact]:
    """Every answered wait counts for its owner; the first one of a customer's conversation also as first."""
    for wait in (w for c in all_conversations(shop) for w in c.waits if w.answered and w.timed(shop)):
        yield Fact(shop.day(wait.start), wait.owner, "response_seconds", wait.seconds(shop))
        yield Fact(shop.day(wait.start), wait.owner, "answered_waits", 1)
    for wait in (w for w in _first_waits(shop) if w.answered and w.timed(shop)):
        yield Fact(shop.day(wait.start), wait.owner, "first_response_seconds", wait.seconds(shop))
        yield Fact(shop.day(wait.start), wait.owner, "first_responses", 1)


def _in_time(shop: Shop, wait: Wait, limit: int) -> bool:
    """Answered within ``limit`` seconds, the limit included."""
    return wait.answered and wait.seconds(shop) <= limit


def _may_still_be(shop: Shop, wait: Wait, limit: int) -> bool:
    """Unanswered, and younger than ``limit`` seconds at the watermark."""
    return not wait.answered and counted_seconds(shop, wait.start, shop.as_of, enough=limit) < limit


def _within(shop: Shop, waits: list[Wait]) -> Iterator[Fact]:
    """``unit: wait`` and ``unit: first``: of these waits, answered or not, those answered in time."""
    for wait in (w for w in waits if w.graded(shop)):
        day = shop.day(wait.start)
        yield Fact(day, wait.owner, "within_all", 1)
        for limit in LIMITS:
            yield Fact(day, wait.owner, f"within_{limit}s", int(_in_time(shop, wait, limit)))
            yield Fact(day, wait.owner, f"within_{limit}s_pending", int(_may_still_be(shop, wait, limit)))


def _waits_of(shop: Shop, reception: Reception) -> list[Wait]:
    """The waits of the reception's customer that its agent owns and that began on its day."""
    return [
        wait
        for conversation in conversations_of(shop, reception.customer)
        for wait in conversation.waits
        if wait.owner == reception.agent and shop.day(wait.start) == reception.day
    ]


def _within_by_customer(shop: Shop) -> Iterator[Fact]:
    """``unit: customer``: of the consulted rows, those none of whose graded waits was late or unanswered.

    Pending: those that fail only because of unanswered waits that may still be answered in time.
    """
    for reception in receptions(shop):
        graded = [w for w in _waits_of(shop, reception) if w.graded(shop)]
        if not reception.consulted or not (graded or _counts_without(shop, reception)):
            continue
        yield Fact(reception.day, reception.agent, "within_all", 1)
        for limit in LIMITS:
            failing = [w for w in graded if not _in_time(shop, w, limit)]
            pending = bool(failing) and all(_may_still_be(shop, w, limit) for w in failing)
            yield Fact(reception.day, reception.agent, f"within_{limit}s", int(not failing))
            yield Fact(reception.day, reception.agent, f"within_{limit}s_pending", int(pending))


def _counts_without(shop: Shop, reception: Reception) -> bool:
    """A row without any graded wait counts only if it has no wait at all and began in graded_hours."""
    hours = shop.rules.graded_hours
    began = hours is None or lies_inside(reception.asked[0].at, hours, shop.rules.timezone)
    return began and not _waits_of(shop, reception)


def _slow_receptions(shop: Shop) -> Iterator[Fact]:
    """Received rows with at least slow_times answered waits of the agent that took over slow_seconds."""
    rules = shop.rules
    for reception in receptions(shop):
        slow = [
            wait
            for wait in _waits_of(shop, reception)
            if wait.answered and wait.timed(shop) and wait.seconds(shop) > rules.slow_seconds
        ]
        if reception.received and len(slow) >= rules.slow_times:
            yield Fact(reception.day, reception.agent, "slow_receptions", 1)
