"""Rows of a small shop ``s`` for the doctor's tests: 1 June 2026 is a Monday; times are Shanghai's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Rows = list[dict[str, Any]]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, clock: str = "10:00:01") -> datetime:
    """``clock`` on the ``day``-th of June 2026; day 31 is the first of July."""
    hours, minutes, seconds = map(int, clock.split(":"))
    first = datetime(2026, 6, 1, hours, minutes, seconds, tzinfo=SHANGHAI)
    return (first + timedelta(days=day - 1)).astimezone(ZoneInfo("UTC"))


def message(day: int = 1, clock: str = "10:00:01", **given: Any) -> dict[str, Any]:
    """What customer ``c`` writes to agent ``a``."""
    usual = {"shop_id": "s", "customer_id": "c", "agent_id": "a", "sender": "customer", "text": "在吗"}
    return {**usual, "sent_at": at(day, clock), **given}


def messages(day: int, count: int, clock: str = "10:00:01", **given: Any) -> Rows:
    """``count`` messages of as many customers."""
    return [message(day, clock, **{"customer_id": f"c{number}", **given}) for number in range(count)]


def order(number: object = 1, day: int = 1, **given: Any) -> dict[str, Any]:
    """A paid order over 100 yuan."""
    usual = {"shop_id": "s", "order_id": f"o{number}", "customer_id": "c", "amount": 10000}
    times = {"created_at": at(day), "paid_at": at(day, "10:05:00"), "paid_amount": 10000}
    return {**usual, **times, **given}


def orders(day: int, count: int, **given: Any) -> Rows:
    """``count`` orders of as many customers."""
    return [order(f"{day}-{n}", day, **{"customer_id": f"c{n}", **given}) for n in range(count)]


def refund(number: object = 1, day: int = 2, **given: Any) -> dict[str, Any]:
    """A refund of order ``o1`` in full, asked for and completed on one day."""
    usual = {"shop_id": "s", "refund_id": f"r{number}", "order_id": "o1", "kind": "refund_only"}
    rest = {
        "amount": 10000,
        "requested_at": at(day),
        "completed_at": at(day, "11:00:00"),
        "status": "success",
    }
    return {**usual, **rest, **given}


def staff(agent: str = "a", member: str = "m", **given: Any) -> dict[str, Any]:
    """Agent ``a`` belongs to member ``m`` for good."""
    return {"shop_id": "s", "agent_id": agent, "member_id": member, "team": "t", **given}
