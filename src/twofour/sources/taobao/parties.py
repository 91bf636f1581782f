"""Who of a Qianniu text is a customer, who an agent, and to whom each message was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_HANDED_ON = re.compile(r"由\s*(?P<giver>\S{1,60}?)\s*转交给\s*(?P<taker>[^\s，,。；;]{1,60})")
_SHOP_ROBOTS = ("机器人", "店小蜜", "智能客服")
_ASSISTANT = "服务助手"
_PLATFORM = {"系统消息", "系统提示", "系统通知", "系统"}


class Said(Protocol):
    """What is known of a message from the text alone."""

    who: str
    to: str | None
    partner: str | None

    @property
    def text(self) -> str:
        """What was said."""
        ...


@dataclass
class Party:
    """The two sides of a message; ``forwarded_from`` is the agent who handed the customer on."""

    customer: str | None
    agent: str | None
    sender: str
    forwarded_from: str | None = None


def is_agent(nick: str) -> bool:
    """A sub-account is written ``shop:agent``."""
    return ":" in nick


class Parties:
    """Remembers, from one batch of messages to the next, who spoke last with whom.

    Where only the sender is named, an agent speaks to the customer who spoke last (or whom the text names
    above as 消息对象), else to the next one; a customer speaks to the agent who spoke last with them, else to
    the next one.
    """

    def __init__(self) -> None:
        self._shops: set[str] = set()
        self._customer: str | None = None
        self._agents: dict[str, str] = {}
        self._handed: dict[str, tuple[str, str]] = {}

    def of(self, messages: Sequence[Said]) -> list[Party]:
        """The parties of ``messages``, in order."""
        for message in messages:
            self._shops |= {_shop(nick) for nick in (message.who, message.to or "") if is_agent(nick)}
        customers = [self._customer_of(message) for message in messages]
        later: str | None = None
        for at in reversed(range(len(customers))):
            later = customers[at] = customers[at] or later
        found = [self._party(*pair) for pair in zip(messages, customers, strict=True)]
        answering: dict[str | None, str] = {}
        for party in reversed(found):
            if party.sender == "customer" and party.agent is None:
                party.agent = answering.get(party.customer)
            elif party.agent is not None:
                answering[party.customer] = party.agent
        for message, party in zip(messages, found, strict=True):
            self._hand_on(message.text, party)
        return found

    def _of_the_shop(self, nick: str) -> bool:
        return is_agent(nick) or nick in self._shops

    def _customer_of(self, message: Said) -> str | None:
        """The customer as far as this message and those before tell."""
        if message.who in _PLATFORM:
            return message.partner or self._customer
        if not self._of_the_shop(message.who):
            self._customer = message.who
            return message.who
        if message.to and not self._of_the_shop(message.to):
            return message.to
        return message.partner or self._customer

    def _party(self, message: Said, customer: str | None) -> Party:
        if message.who in _PLATFORM:
            return self._told(message, customer)
        if not self._of_the_shop(message.who):
            return Party(customer, message.to or self._agents.get(customer or ""), "customer")
        speaking = message.who
        if told := _HANDED_ON.search(message.text):
            speaking = _full(told["taker"], message.who)
        elif _own(message.who) == _ASSISTANT:
            return Party(customer, self._agents.get(customer or ""), "system")
        if customer is not None:
            self._agents[customer] = speaking
        if told:
            return Party(customer, speaking, "system")
        return Party(customer, speaking, "bot" if _is_robot(speaking) else "agent")

    def _told(self, message: Said, customer: str | None) -> Party:
        """The parties of what the platform itself says; a hand-over leads to the next agent."""
        agent = self._agents.get(customer or "")
        if agent is not None and (told := _HANDED_ON.search(message.text)):
            agent = _full(told["taker"], agent)
            self._agents[customer or ""] = agent
        return Party(customer, agent, "system")

    def _hand_on(self, text: str, party: Party) -> None:
        """Heed a notice that a customer was handed on; mark what is said with the agent who took over."""
        if party.customer is None:
            return
        if party.sender == "system" and (told := _HANDED_ON.search(text)):
            self._handed[party.customer] = (told["giver"], told["taker"])
        giver, taker = self._handed.get(party.customer, ("", ""))
        if party.agent is None or not taker or _own(party.agent) != _own(taker):
            return
        if _own(giver) != _ASSISTANT:
            party.forwarded_from = _full(giver, party.agent)


def _shop(nick: str) -> str:
    return nick.partition(":")[0]


def _own(nick: str) -> str:
    return nick.rpartition(":")[2]


def _full(name: str, beside: str) -> str:
    """``name`` with the shop of the account ``beside`` it, where notices leave it out."""
    return name if is_agent(name) else f"{_shop(beside)}:{name}"


def _is_robot(nick: str) -> bool:
    return any(word in nick for word in _SHOP_ROBOTS)
