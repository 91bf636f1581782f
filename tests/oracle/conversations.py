"""Conversations, waits and spans, and the metrics that count them and their messages (§4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from oracle.events import Fact, Message, Shop, needs_no_answer
from oracle.hours import lies_inside, seconds_inside


@dataclass
class Wait:
    """A customer waiting: the customer messages of the wait, and the message that ended it, if one did.

    ``opened``: when its conversation began.
    """

    opened: datetime
    asked: list[Message]
    reply: Message | None = None
    owner: str | None = None

    @property
    def start(self) -> datetime:
        """The first message of the wait."""
        return self.asked[0].at

    @property
    def answered(self) -> bool:
        """Whether a reply came."""
        return self.reply is not None

    def seconds(self, shop: Shop) -> int:
        """Response time: from the first (``clock: last``: the last) customer message to the reply."""
        assert self.reply is not None
        asked = self.asked[0] if shop.rules.clock == "first" else self.asked[-1]
        return counted_seconds(shop, asked.at, self.reply.at)

    def timed(self, shop: Shop) -> bool:
        """Whether it counts for response times: its conversation did not begin in ungraded_starts."""
        hours = shop.rules.ungraded_starts
        return hours is None or not lies_inside(self.opened, hours, shop.rules.timezone)

    def graded(self, shop: Shop) -> bool:
        """Whether it counts for the shares answered in time: asked or answered in graded_hours."""
        hours, zone = shop.rules.graded_hours, shop.rules.timezone
        if hours is None:
            return self.timed(shop)
        asked = lies_inside(self.start, hours, zone)
        return self.timed(shop) and (
            asked or (self.reply is not None and lies_inside(self.reply.at, hours, zone))
        )


@dataclass
class Span:
    """The customer and human messages between one customer and one agent in one conversation."""

    customer: str
    agent: str
    messages: list[Message]

    @property
    def start(self) -> datetime:
        """The first message."""
        return self.messages[0].at

    @property
    def end(self) -> datetime:
        """The last message."""
        return self.messages[-1].at

    @property
    def human(self) -> list[Message]:
        """The agent's own messages."""
        return [m for m in self.messages if m.author == "human"]

    @property
    def valid(self) -> bool:
        """At least one customer message and one human message."""
        return 0 < len(self.human) < len(self.messages)


@dataclass
class Conversation:
    """Messages of one customer that belong together, whichever agents they were with."""

    customer: str
    messages: list[Message] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    @property
    def opened_by_customer(self) -> bool:
        """Whether it begins with a customer message."""
        return self.messages[0].author == "customer"

    @property
    def first_wait(self) -> Wait | None:
        """The wait that a first response answers: none where somebody else than the customer began."""
        return self.waits[0] if self.opened_by_customer and self.waits else None

    @property
    def spans(self) -> list[Span]:
        """One span per agent who was written to or who wrote."""
        exchanged = [m for m in self.messages if m.author != "automatic" and m.agent is not None]
        agents = sorted({m.agent for m in exchanged if m.agent is not None})
        return [Span(self.customer, a, [m for m in exchanged if m.agent == a]) for a in agents]


def counted_seconds(shop: Shop, since: datetime, until: datetime, enough: int = 10**9) -> int:
    """Seconds between two instants; where there are service_hours, only those inside, at least ``enough``
    where there are so many.
    """
    hours = shop.rules.service_hours
    if hours is None:
        return int((until - since).total_seconds())
    return seconds_inside(since, until, hours, shop.rules.timezone, enough)


@lru_cache(maxsize=256)
def conversations_of(shop: Shop, customer: str) -> list[Conversation]:
    """Cut one customer's thread into conversations with their waits, message by message."""
    found: list[Conversation] = []
    waiting: Wait | None = None
    before: Message | None = None
    for message in shop.thread(customer):
        if before is None or _begins_conversation(shop, message, message.at - before.at, waiting is not None):
            found.append(Conversation(customer))
            waiting = None
        conversation = found[-1]
        conversation.messages.append(message)
        if message.author != "customer":
            if waiting is not None:
                waiting.reply = message
            waiting = None
        elif waiting is not None:
            waiting.asked.append(message)
        elif not needs_no_answer(message, shop.rules):
            waiting = Wait(conversation.messages[0].at, [message])
            conversation.waits.append(waiting)
        before = message
    for conversation in found:
        for wait in conversation.waits:
            wait.owner = _owner(wait, conversation)
    return found


@lru_cache(maxsize=16)
def all_conversations(shop: Shop) -> list[Conversation]:
    """The conversations of all customers."""
    return [c for customer in shop.customers for c in conversations_of(shop, customer)]


@lru_cache(maxsize=16)
def all_spans(shop: Shop) -> list[Span]:
    """The spans of all customers and agents."""
    return [span for conversation in all_conversations(shop) for span in conversation.spans]


def _begins_conversation(shop: Shop, message: Message, gap: timedelta, waiting: bool) -> bool:
    """A silence over idle_minutes ends a conversation, unless somebody waits and this is the reply.

    A reply that comes later than abandon_hours begins a new conversation all the same.
    """
    by_customer = message.author == "customer"
    if gap > timedelta(minutes=shop.rules.idle_minutes) and (not waiting or by_customer):
        return True
    return waiting and not by_customer and gap > timedelta(hours=shop.rules.abandon_hours)


def _owner(wait: Wait, conversation: Conversation) -> str | None:
    """An answered wait belongs to the human who sent the reply; an automatic reply credits nobody.

    An unanswered one belongs to the agent to whom its last customer message was addressed, else to the
    last human agent of the conversation, else to nobody.
    """
    if wait.reply is not None:
        return wait.reply.agent if wait.reply.author == "human" else None
    if wait.asked[-1].agent is not None:
        return wait.asked[-1].agent
    agents = [m.agent for m in conversation.messages if m.author == "human" and m.agent is not None]
    return agents[-1] if agents else None


def facts(shop: Shop) -> Iterator[Fact]:
    """conversations, long_conversations (day of the span's first message); messages (their own day) that
    belong to no reception: automatic ones, and customers' addressed to nobody.
    """
    for span in all_spans(shop):
        if span.human:
            yield Fact(shop.day(span.start), span.agent, "conversations", 1)
            if span.end - span.start > timedelta(minutes=shop.rules.long_minutes):
                yield Fact(shop.day(span.start), span.agent, "long_conversations", 1)
    for message in shop.messages:
        if message.author in ("automatic", "welcome"):
            yield Fact(shop.day(message.at), message.agent, "auto_messages", 1)
        elif message.agent is None:
            yield Fact(shop.day(message.at), None, "customer_messages", 1)
