"""Tickets: what after-sales wrote down about each trouble, how it was settled, how often it came back.

They are made when the shop's life is over, from a generator of their own, so that they change nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from twofour.demo.people import SHOP_ID, Person
from twofour.demo.rows import DAY, HOUR, MINUTE, Refund, Ticket
from twofour.demo.world import EXPORT_AT, Case, World

_CAUSES = ("found_at_once", "late", "sluggish")
_SKILLS = ("alone", "partly", "poor")
_MISSED = 0.55  # of troubles that came back, those whose customer is not satisfied
_SOON, _LATE = 30, 60  # hours that a trouble which comes back takes longer


def tickets(world: World, rng: Random) -> list[Ticket]:
    """One ticket for each trouble that the after-sales team took up, by the time it was opened."""
    refunds = {refund.order_id: refund for refund in world.rows.refunds}
    cases = sorted((case for case in world.cases if case.agent.hours == "after"), key=_when)
    return list(_tickets(cases, refunds, rng))


def _tickets(cases: list[Case], refunds: dict[str, Refund], rng: Random) -> Iterator[Ticket]:
    for number, case in enumerate(cases, 1):
        agent = case.agent
        reopened = 0 if rng.random() < agent.fix else 1 + (rng.random() < 0.2)
        settled = _settled(case, refunds.get(case.order_id), rng)
        if reopened and settled is not None:
            settled += reopened * rng.randint(_SOON, _LATE) * HOUR
        ended = settled is not None and settled < EXPORT_AT
        yield Ticket(
            ticket_id=f"SYNT{number:05d}",
            shop_id=SHOP_ID,
            agent_id=case.agent_id,
            customer_id=case.customer_id,
            order_id=case.order_id,
            kind=case.reason,
            opened_at=case.at,
            first_reply_at=case.replied_at,
            resolved_at=settled if ended else None,
            reopened=reopened,
            cause=_CAUSES[_slip(agent, rng)] if ended else None,
            skill=_SKILLS[_slip(agent, rng)] if ended else None,
            satisfaction=_satisfaction(agent, bool(reopened), rng) if ended else None,
            complaint=bool(reopened) and rng.random() < (1 - agent.fix),
        )


def _settled(case: Case, refund: Refund | None, rng: Random) -> int | None:
    """When the trouble is over the first time: with its refund, else soon after the last word."""
    minutes = rng.randint(5, 90) if rng.random() < case.agent.fix else rng.randint(12 * 60, 50 * 60)
    if refund is None:
        return case.ended_at + minutes * MINUTE
    if refund.completed_at is None:
        return None
    return max(refund.completed_at, case.ended_at) + min(minutes * MINUTE, DAY)


def _slip(agent: Person, rng: Random) -> int:
    """0 as it should be, 1 not quite, 2 badly: the surer the agent's hand, the seldomer."""
    return 0 if rng.random() < agent.fix else 1 + (rng.random() < 0.4)


def _satisfaction(agent: Person, again: bool, rng: Random) -> str | None:
    """What the customer ticked when asked; every other one ticks nothing."""
    if rng.random() < 0.5:
        return None
    if again and rng.random() < _MISSED:
        return "not"
    return "very" if rng.random() < agent.stars else "satisfied"


def _when(case: Case) -> tuple[int, str]:
    return case.at, case.order_id
