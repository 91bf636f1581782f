"""The shop as it runs: the clock of coming events, the customers, who answers, and the rows so far."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from twofour.demo.days import Rota
from twofour.demo.goods import Product
from twofour.demo.people import PEOPLE, Person
from twofour.demo.phrases import load
from twofour.demo.rows import (
    EXPORT_DAY,
    HOUR,
    Indicator,
    Invitation,
    Message,
    Order,
    Rating,
    Refund,
    Shift,
    Staff,
    Ticket,
    clock,
)

EXPORT_AT = clock(EXPORT_DAY)
_ABOUT = load("customers")


@dataclass(slots=True)
class Customer:
    """A customer: where they live, whom they last spoke to, until when they are busy."""

    customer_id: str
    city: str
    last_agent: Person | None = None
    free_at: int = 0
    bought: int = 0


@dataclass(slots=True)
class Purchase:
    """An order with what the rest of its story needs: the customer, the article, who sold it (if anybody)."""

    order: Order
    customer: Customer
    product: Product
    seller: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A trouble that was settled in a chat: whose order, who settled it, and the shop seconds of its
    beginning, of the first answer and of the end.
    """

    order_id: str
    customer_id: str
    reason: str
    agent: Person
    agent_id: str
    at: int
    replied_at: int
    ended_at: int


@dataclass(slots=True)
class Rows:
    """Everything that the shop exports, table by table."""

    messages: list[Message] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


class World:
    """The running shop. Events are handled strictly in time order, so that load and routing are real."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rota = Rota(rng)
        self.rows = Rows()
        self.customers: list[Customer] = []
        self.cases: list[Case] = []
        self._coming: list[tuple[int, int, Callable[[int], None]]] = []
        self._open: dict[str, list[int]] = {person.key: [] for person in PEOPLE}
        self._events = 0

    def later(self, at: int, happens: Callable[[int], None]) -> None:
        """Let ``happens(at)`` run when the clock reaches ``at``; what lies after the export never happens."""
        if at < EXPORT_AT:
            self._events += 1
            heapq.heappush(self._coming, (at, self._events, happens))

    def run(self) -> None:
        """Let time pass until nothing is left to happen."""
        while self._coming:
            at, _, happens = heapq.heappop(self._coming)
            happens(at)

    def newcomer(self) -> Customer:
        """A customer never seen before."""
        number = len(self.customers) + 1
        name = f"syn_{self.rng.choice(_ABOUT['names'])}{self.rng.randrange(10, 99)}{number:04d}"
        customer = Customer(name, self.rng.choice(_ABOUT["cities"]))
        self.customers.append(customer)
        return customer

    def somebody(self, at: int, known: float = 0.08) -> Customer:
        """Whoever writes at ``at``: mostly a newcomer, with probability ``known`` an earlier customer."""
        if self.customers and self.rng.random() < known:
            customer = self.rng.choice(self.customers)
            if customer.free_at < at - 2 * HOUR:
                return customer
        return self.newcomer()

    def agent_for(
        self, at: int, customer: Customer, hours: tuple[str, ...] = ("day", "night")
    ) -> Person | None:
        """Who gets the chat: mostly the last agent if on duty, else by how many chats each one takes."""
        duty = self.rota.at(at, hours)
        if not duty:
            return None
        if customer.last_agent in duty and self.rng.random() < 0.6:
            return customer.last_agent
        return self.rng.choices(duty, [person.take for person in duty])[0]

    def load(self, person: Person, at: int) -> int:
        """How many chats ``person`` has open at ``at``."""
        ends = self._open[person.key]
        while ends and ends[0] < at:
            heapq.heappop(ends)
        return len(ends)

    def occupy(self, person: Person, until: int) -> None:
        """Count one chat of ``person`` as open until ``until``."""
        heapq.heappush(self._open[person.key], until)

    def agent_id(self, person: Person) -> str:
        """The agent id that the person uses for a chat; the second one carries a third of them."""
        ids = person.agent_ids
        return ids[1] if len(ids) > 1 and self.rng.random() < 0.35 else ids[0]
