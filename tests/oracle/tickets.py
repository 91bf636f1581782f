"""After-sales tickets: points of resolved ones (G17), how long they took, complaints, open ones (§7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from oracle.events import Fact, Row, Shop

SATISFACTION = {"very": 10, "satisfied": 8, "not": 5}
CAUSE = {"found_at_once": 10, "late": 8, "sluggish": 5}
SKILL = {"alone": 10, "partly": 8, "poor": 5, "none": 0}


def speed_points(took: timedelta) -> int:
    """Up to three days 10, up to five 8, else 5."""
    if took <= timedelta(days=3):
        return 10
    return 8 if took <= timedelta(days=5) else 5


def facts(shop: Shop) -> Iterator[Fact]:
    """Complaints on the day of opening, all the rest on the day of resolution."""
    for ticket in shop.records["tickets"]:
        if ticket.get("complaint"):
            yield Fact(shop.day(ticket["opened_at"]), ticket["agent_id"], "complaints", 1)
        if ticket.get("resolved_at") is not None:
            yield from _resolved(shop, ticket)


def _resolved(shop: Shop, ticket: Row) -> Iterator[Fact]:
    day, agent = shop.day(ticket["resolved_at"]), ticket["agent_id"]
    took = ticket["resolved_at"] - ticket["opened_at"]
    yield Fact(day, agent, "resolved_tickets", 1)
    yield Fact(day, agent, "ticket_seconds", int(took.total_seconds()))
    yield Fact(day, agent, "speed_points", speed_points(took))
    yield Fact(day, agent, "fixed_first_tickets", int(not ticket.get("reopened")))
    for name, column, scale in (
        ("satisfaction", "satisfaction", SATISFACTION),
        ("quality", "cause", CAUSE),
        ("skill", "skill", SKILL),
    ):
        if ticket.get(column) is not None:
            yield Fact(day, agent, f"{name}_points", scale[ticket[column]])
            yield Fact(day, agent, f"{name}_tickets", 1)


def open_at_the_end(shop: Shop, last_day: date) -> Iterator[Fact]:
    """Tickets opened by the end of ``last_day`` and not resolved by then (or by an earlier watermark).

    They are whose their agent is on the last day that both the period and the data reach.
    """
    for ticket in shop.records["tickets"]:
        resolved = ticket.get("resolved_at")
        if shop.day(ticket["opened_at"]) <= last_day and (resolved is None or shop.day(resolved) > last_day):
            yield Fact(min(last_day, shop.day(shop.as_of)), ticket["agent_id"], "open_tickets", 1)
