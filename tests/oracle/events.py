"""What exists for the counting: the rows of one shop up to its watermark, read once (§§1–3, 5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from twofour.events.rules import CountingRules

Row = dict[str, Any]
Events = dict[str, list[Row]]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
HAPPENED = {
    "ratings": "rated_at",
    "invitations": "sent_at",
    "reviews": "reviewed_at",
    "tickets": "opened_at",
    "followups": "at",
}
OTHERWISE = [("refunds", "requested_at"), ("refunds", "completed_at"), ("tickets", "resolved_at")]
Author = Literal["customer", "human", "automatic", "welcome"]


class Fact(NamedTuple):
    """``amount`` to add to the daily sum ``name`` of ``agent`` (nobody: ``None``) on business day ``day``."""

    day: date
    agent: str | None
    name: str
    amount: int


@dataclass(frozen=True)
class Message:
    """A message of a customer's thread; ``agent`` is the one it was sent by or to.

    A welcome is automatic too, but answers nothing even where automatic messages do.
    """

    customer: str
    agent: str | None
    author: Author
    at: datetime
    text: str
    forwarded: bool


@dataclass(frozen=True)
class Order:
    """An order as it is known at the watermark: later payments and closings are still empty."""

    order_id: str
    customer: str
    created: datetime
    paid: datetime | None
    closed: datetime | None
    fen: int
    items: int


@dataclass(frozen=True)
class Refund:
    """A refund as it is known at the watermark. ``completed`` is set only where it succeeded."""

    order_id: str
    agent: str | None
    kind: str
    fen: int
    requested: datetime
    completed: datetime | None
    disputed: bool


@dataclass(frozen=True, eq=False)
class Shop:
    """Everything of one shop that exists at ``as_of``; ``messages`` hold automatic ones in time order too.

    ``records``: rows of the tables in ``HAPPENED``, in time order, with what is later than ``as_of`` empty.
    """

    shop_id: str
    rules: CountingRules
    as_of: datetime
    messages: tuple[Message, ...]
    orders: tuple[Order, ...]
    refunds: tuple[Refund, ...]
    records: dict[str, list[Row]]

    def day(self, instant: datetime) -> date:
        """§2: the date in the shop's time zone of the instant minus the day cut."""
        hours, minutes = self.rules.day_cut.split(":")
        cut = timedelta(hours=int(hours), minutes=int(minutes))
        return (instant - cut).astimezone(ZoneInfo(self.rules.timezone)).date()

    @property
    def customers(self) -> list[str]:
        """Everybody who wrote, was written to, or ordered."""
        return sorted({m.customer for m in self.messages} | {o.customer for o in self.orders})

    def thread(self, customer: str) -> list[Message]:
        """§3: the messages with one customer that count as messages, in time order.

        Under ``auto_reply: ignore`` automatic messages do not exist; under ``answers`` they do. A welcome
        never does.
        """
        return [m for m in self.messages if m.customer == customer and exists(m, self.rules)]

    def orders_of(self, customer: str) -> list[Order]:
        """All orders of one customer."""
        return [o for o in self.orders if o.customer == customer]

    @property
    def paid_orders(self) -> list[Order]:
        """All orders that are paid."""
        return [o for o in self.orders if o.paid is not None]

    @property
    def successful_refunds(self) -> list[Refund]:
        """All refunds that succeeded."""
        return [r for r in self.refunds if r.completed is not None]


def watermark(events: Events, shop_id: str) -> datetime | None:
    """§5: the latest sent_at, created_at or paid_at of the shop, whoever wrote or bought.

    For a shop that has neither messages nor orders: the latest instant at which anything else happened.
    """
    times = [m["sent_at"] for m in _of(events, "messages", shop_id)]
    for order in _of(events, "orders", shop_id):
        times += [order["created_at"], order.get("paid_at")]
    if not times:
        columns = [*HAPPENED.items(), *OTHERWISE]
        times = [row.get(column) for table, column in columns for row in _of(events, table, shop_id)]
    return max((t for t in times if t is not None), default=None)


def read_shop(events: Events, shop_id: str, rules: CountingRules, as_of: datetime | None) -> Shop:
    """The shop at ``as_of``, or at its watermark; where nothing ever happened nothing is too late."""
    known_until = as_of or watermark(events, shop_id) or END_OF_TIME

    def until(instant: datetime | None) -> datetime | None:
        return instant if instant is not None and instant <= known_until else None

    def known(table: str, time: str) -> Iterable[Row]:
        return (row for row in _of(events, table, shop_id) if row[time] <= known_until)

    return Shop(
        shop_id,
        rules,
        known_until,
        messages=tuple(_with_welcomes(_messages(known("messages", "sent_at"), rules), rules)),
        orders=tuple(
            Order(
                order["order_id"],
                order["customer_id"],
                order["created_at"],
                until(order.get("paid_at")),
                until(order.get("closed_at")),
                order["amount"] if order.get("paid_amount") is None else order["paid_amount"],
                order.get("item_count") or 0,
            )
            for order in known("orders", "created_at")
        ),
        refunds=tuple(
            Refund(
                refund["order_id"],
                refund.get("agent_id"),
                refund["kind"],
                refund["amount"],
                refund["requested_at"],
                until(refund.get("completed_at")) if refund.get("status") == "success" else None,
                bool(refund.get("platform_intervened")),
            )
            for refund in known("refunds", "requested_at")
        ),
        records={
            table: sorted(
                (
                    {name: until(c) if isinstance(c, datetime) else c for name, c in row.items()}
                    for row in known(table, time)
                ),
                key=lambda row, time=time: row[time],
            )
            for table, time in HAPPENED.items()
        },
    )


def exists(message: Message, rules: CountingRules) -> bool:
    """§3: whether a message can open, extend, split and answer anything."""
    if message.author == "automatic":
        return rules.auto_reply == "answers"
    return message.author != "welcome"


def needs_no_answer(message: Message, rules: CountingRules) -> bool:
    """§3: the whole text, punctuation and blanks aside, is one of the words that need no answer."""
    said = _bare(message.text)
    return said != "" and said in {_bare(word) for word in rules.no_answer_needed}


def _messages(rows: Iterable[Row], rules: CountingRules) -> list[Message]:
    """§3: without system messages and excluded customers; in time order, inside one second as they came."""
    admitted = [
        Message(
            row["customer_id"],
            row.get("agent_id"),
            _author(row, rules),
            row["sent_at"],
            _text(row),
            row.get("forwarded_from") is not None,
        )
        for row in rows
        if row["sender"] != "system" and row["customer_id"] not in rules.excluded_customers
    ]
    return sorted(admitted, key=lambda m: m.at)


def _with_welcomes(messages: list[Message], rules: CountingRules) -> list[Message]:
    """A human message right after a customer's that follows a silence is a welcome, if it came soon enough.

    Silence: more than idle_minutes, or no message before it. Before and after are meant among the messages
    that exist, those included that turn out to be welcomes.
    """
    if rules.welcome_seconds == 0:
        return messages
    found = []
    for place, message in enumerate(messages):
        before = [m for m in messages[:place] if m.customer == message.customer and exists(m, rules)][-2:]
        welcome = (
            message.author == "human"
            and bool(before)
            and before[-1].author == "customer"
            and (len(before) == 1 or before[-1].at - before[0].at > timedelta(minutes=rules.idle_minutes))
            and message.at - before[-1].at <= timedelta(seconds=rules.welcome_seconds)
        )
        found.append(replace(message, author="welcome") if welcome else message)
    return found


def _author(row: Row, rules: CountingRules) -> Author:
    """§3: bots and agents' messages with an automatic prefix are automatic, other agents' are human."""
    if row["sender"] == "customer":
        return "customer"
    if row["sender"] == "bot" or any(_text(row).startswith(prefix) for prefix in rules.auto_reply_prefixes):
        return "automatic"
    return "human"


def _text(row: Row) -> str:
    return row.get("text") or ""


def _bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "PSZ")


def _of(events: Events, table: str, shop_id: str) -> list[Row]:
    return [row for row in events.get(table, []) if row["shop_id"] == shop_id]
