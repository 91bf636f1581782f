"""What the manual says of a metric beside its definition, and the days and settings that many share."""

from __future__ import annotations

from dataclasses import dataclass

from twofour.text import Text


@dataclass(frozen=True, slots=True)
class Manual:
    """``counts``: what is counted or divided, in one sentence. ``day``: the business day on which it lies.

    ``settings``: the counting rules that can change it. ``pending``: which rows may still turn, and until
    when; ``None`` where the metric counts none.
    """

    counts: Text
    day: Text
    settings: tuple[str, ...]
    pending: Text | None = None


DAYS = ("timezone", "day_cut")
"""Where a business day begins: of every metric."""

PEOPLE = (
    *DAYS,
    "excluded_customers",
    "auto_reply",
    "auto_reply_prefixes",
    "welcome_seconds",
    "idle_minutes",
)
"""Whose messages exist and which of them a human wrote; idle_minutes says when a welcome opens a talk."""

TALKS = (*PEOPLE, "no_answer_needed", "abandon_hours")
"""Where conversations begin and end."""

_UNREPLIED = ("drop_lines", "drop_forwarded")
FILTERS = (*_UNREPLIED, "drop_code_words", "drop_code_times")
"""Which receptions are dropped; monologues are none of a customer, so they only take messages along."""

RECEPTIONS = (*PEOPLE, *FILTERS)

UNREPLIED = (*PEOPLE, *_UNREPLIED)
"""An agent who said nothing said no code word."""

SPOKEN = (*RECEPTIONS, "drop_monologues")

WAITS = (*TALKS, "clock", "service_hours", "ungraded_starts")
"""How long customers waited."""

INQUIRIES = (*RECEPTIONS, "after_sales_days")

NEAR = (*TALKS, "attribution_days")
"""Which agents were near an order."""

CREDIT = (*NEAR, "credit_rule", "cancel_days")
"""Whose order it is."""
