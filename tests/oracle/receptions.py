"""Receptions: who was consulted, received or left without a reply, per agent, customer and day (§5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oracle.events import Fact, Message, Shop
from twofour.events.rules import CountingRules


@dataclass(frozen=True)
class Reception:
    """What one customer and one agent wrote to each other on one business day."""

    agent: str
    customer: str
    day: date
    asked: tuple[Message, ...]
    said: tuple[Message, ...]

    @property
    def consulted(self) -> bool:
        """At least one customer message addressed to the agent."""
        return bool(self.asked)

    @property
    def received(self) -> bool:
        """At least one customer message and one human message of the agent, either first."""
        return bool(self.asked and self.said)

    @property
    def unreplied(self) -> bool:
        """Consulted, and no human message of the agent that day."""
        return self.consulted and not self.said


def receptions(shop: Shop) -> list[Reception]:
    """Every (agent, customer, business day) with a customer or human message; no agent, no reception.

    Those that a filter drops are left out.
    """
    groups: dict[tuple[str, str, date], list[Message]] = {}
    for message in shop.messages:
        if message.agent is not None and message.author in ("customer", "human"):
            groups.setdefault((message.agent, message.customer, shop.day(message.at)), []).append(message)
    found = [
        Reception(
            agent,
            customer,
            day,
            tuple(m for m in messages if m.author == "customer"),
            tuple(m for m in messages if m.author == "human"),
        )
        for (agent, customer, day), messages in groups.items()
    ]
    return [reception for reception in found if not _dropped(reception, shop.rules)]


def _dropped(reception: Reception, rules: CountingRules) -> bool:
    """A monologue, too few lines of the customer, forwarded with too few replies, or a code word."""
    messages = (*reception.asked, *reception.said)
    coded = [m for m in reception.said if any(word in m.text for word in rules.drop_code_words)]
    return (
        (rules.drop_monologues and not reception.asked)
        or (rules.drop_lines is not None and len(reception.asked) <= rules.drop_lines)
        or (
            rules.drop_forwarded is not None
            and any(m.forwarded for m in messages)
            and len(reception.said) <= rules.drop_forwarded
        )
        or len(coded) >= rules.drop_code_times
    )


def facts(shop: Shop) -> Iterator[Fact]:
    """consulted, received, unreplied: once per customer, agent and day; and the messages of each."""
    for reception in receptions(shop):
        yield Fact(reception.day, reception.agent, "consulted", int(reception.consulted))
        yield Fact(reception.day, reception.agent, "received", int(reception.received))
        yield Fact(reception.day, reception.agent, "unreplied", int(reception.unreplied))
        yield Fact(reception.day, reception.agent, "customer_messages", len(reception.asked))
        yield Fact(reception.day, reception.agent, "agent_messages", len(reception.said))
