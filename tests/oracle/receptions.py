"""Receptions: who was consulted, received or left without a reply, per agent, customer and day (§5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oracle.events import Fact, Message, Shop


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
    """Every (agent, customer, business day) with a customer or human message; no agent, no reception."""
    groups: dict[tuple[str, str, date], list[Message]] = {}
    for message in shop.messages:
        if message.agent is not None and message.author != "automatic":
            groups.setdefault((message.agent, message.customer, shop.day(message.at)), []).append(message)
    return [
        Reception(
            agent,
            customer,
            day,
            tuple(m for m in messages if m.author == "customer"),
            tuple(m for m in messages if m.author == "human"),
        )
        for (agent, customer, day), messages in groups.items()
    ]


def facts(shop: Shop) -> Iterator[Fact]:
    """consulted, received, unreplied: once per customer, agent and day."""
    for reception in receptions(shop):
        yield Fact(reception.day, reception.agent, "consulted", int(reception.consulted))
        yield Fact(reception.day, reception.agent, "received", int(reception.received))
        yield Fact(reception.day, reception.agent, "unreplied", int(reception.unreplied))
