"""The rows of the synthetic shop, one class per event table, and the shop's clock that dates them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MINUTE, HOUR, DAY = 60, 3_600, 86_400

OPENING_DAY = date(2026, 5, 1)  # the history month begins
MONTH_START = date(2026, 6, 1)  # the month that is paid
MONTH_STOP = date(2026, 7, 1)
EXPORT_DAY = date(2026, 7, 9)  # when the shop is supposed to have exported its data

_ZERO = datetime.combine(OPENING_DAY, time.min)


def clock(day: date, hour: int = 0, minute: int = 0) -> int:
    """Shop seconds (since the opening day's local midnight) of a local day and time."""
    return (day - OPENING_DAY).days * DAY + hour * HOUR + minute * MINUTE


def day_of(at: int) -> date:
    """The local date of a shop second."""
    return OPENING_DAY + timedelta(days=at // DAY)


def stamp(at: int) -> str:
    """A shop second as ``2026-06-01 09:30:00`` in the shop's time zone."""
    return str(_ZERO + timedelta(seconds=at))


@dataclass(slots=True)
class Message:
    """One chat message; the columns of the ``messages`` table. ``sent_at`` is in shop seconds."""

    shop_id: str
    customer_id: str
    agent_id: str | None
    sender: str
    sent_at: int
    text: str
    kind: str = "text"
    message_id: str = ""
    forwarded_from: str | None = None


@dataclass(slots=True)
class Order:
    """One order; money in fen, times in shop seconds."""

    order_id: str
    shop_id: str
    customer_id: str
    created_at: int
    amount: int
    shipping_fee: int
    item_count: int
    cost: int
    paid_at: int | None = None
    paid_amount: int | None = None
    status: str = "等待买家付款"
    shipped_at: int | None = None
    closed_at: int | None = None


@dataclass(slots=True)
class Refund:
    """One refund request of an order."""

    refund_id: str
    shop_id: str
    order_id: str
    kind: str
    amount: int
    requested_at: int
    completed_at: int | None
    status: str
    reason: str
    platform_intervened: bool
    agent_id: str | None


@dataclass(slots=True)
class Rating:
    """One customer's rating of an agent."""

    rating_id: str
    shop_id: str
    agent_id: str
    customer_id: str
    rated_at: int
    score: int
    invited: bool
    named_praise: bool
    text: str


@dataclass(slots=True)
class Invitation:
    """An agent asked a customer for a rating."""

    shop_id: str
    agent_id: str
    customer_id: str
    sent_at: int
    kind: str = "rating"


@dataclass(slots=True, kw_only=True)
class Ticket:
    """One trouble as the after-sales team wrote it down; times in shop seconds."""

    ticket_id: str
    shop_id: str
    agent_id: str
    customer_id: str
    order_id: str
    kind: str
    opened_at: int
    first_reply_at: int
    resolved_at: int | None
    reopened: int
    cause: str | None
    skill: str | None
    satisfaction: str | None
    complaint: bool


@dataclass(slots=True)
class Staff:
    """Who owns an agent id, in which team, from which day to which (both included)."""

    agent_id: str
    shop_id: str
    member_id: str
    name: str
    team: str
    role: str
    grade: str
    hired_on: date
    left_on: date | None
    base_wage: int
    lead_member_id: str | None
    valid_from: date
    valid_to: date | None


@dataclass(slots=True)
class Shift:
    """One planned shift of a member."""

    member_id: str
    day: date
    start: str
    end: str
    late_minutes: int = 0
    early_leave_minutes: int = 0
    absent: bool = False


@dataclass(slots=True)
class Indicator:
    """A figure that a person entered: typing speed, exam score."""

    metric: str
    value: int
    subject_kind: str
    subject_id: str
    day: date
    evidence: str
    entered_by: str
