"""Customers' chats message by message, with the waits and conversations that counting found in them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from twofour.events.lake.snapshot import Snapshot
from twofour.events.masking import long_numbers, mask
from twofour.events.rules import CountingRules
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.calendar import day_number
from twofour.metrics.kernel import Facts, count
from twofour.metrics.question import Question
from twofour.money import format_fen
from twofour.period import business_day
from twofour.text import Text

_CUSTOMER = ["shop_id", "customer_id"]


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message, or what happened to an order between messages (``sender`` ``order``, words in ``note``).

    ``opens``: a conversation begins here. ``waited``: the seconds that this reply took, as counted.
    ``unanswered``: a wait begins here that nobody ended. ``automatic``: a machine wrote it.
    """

    at: datetime
    day: date
    sender: str
    agent_id: str | None = None
    agent_name: str | None = None
    kind: str | None = None
    text: str | None = None
    note: Text | None = None
    opens: bool = False
    waited: int | None = None
    unanswered: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """What one customer and the shop wrote on some business days, in order of time."""

    shop_id: str
    customer_id: str
    lines: tuple[ChatLine, ...]

    @property
    def waits(self) -> list[int]:
        """Seconds of every answered wait that ended on these days."""
        return [line.waited for line in self.lines if line.waited is not None]

    @property
    def unanswered(self) -> int:
        """How many waits that began on these days nobody ended."""
        return sum(line.unanswered for line in self.lines)


def chats(
    question: Question, staff: pl.DataFrame, wanted: Mapping[tuple[str, str], AbstractSet[date]]
) -> list[Chat]:
    """The chats of each wanted (shop, customer) on the business days wanted, as known at ``as_of``.

    Every message of these customers is read, whatever its day: conversations and waits need what came
    before. Texts are as they were written; see ``masker``.
    """
    people = pl.DataFrame(list(wanted), schema=dict.fromkeys(_CUSTOMER, pl.String), orient="row")
    events = {
        table: question.snapshot.scan(table, shop_ids={shop for shop, _ in wanted})
        # Files are sorted by customer, so that this leaves most of each file unread.
        .filter(pl.col("customer_id").is_in(people.get_column("customer_id").implode()))
        .join(people.lazy(), on=_CUSTOMER, how="semi")
        .collect()
        for table in ("messages", "orders")
    }
    facts = count(events, question.rules, question.as_of)
    names = AgentNames(staff)
    messages = _by_customer(events["messages"].sort("sent_at", "seq"))
    waits, orders = _by_customer(facts.waits.sort("start")), _by_customer(facts.orders.sort("created"))
    openings, machines = _by_customer(_openings(facts)), _by_customer(facts.automatic)
    found = []
    for (shop, customer), days in wanted.items():
        key = (shop, customer)
        reader = _Reader(
            question.rules,
            names,
            waits.get(key, []),
            {row["start"] for row in openings.get(key, [])},
            {(row["t"], row["agent_id"]) for row in machines.get(key, [])},
        )
        mark = question.as_of.get(shop, 0)
        lines = [*reader.read(messages.get(key, []), mark), *_notes(orders.get(key, []), question.rules)]
        here = [line for line in lines if line.day in days]
        found.append(Chat(shop, customer, tuple(sorted(here, key=lambda line: line.at))))
    return found


def masker(snapshot: Snapshot, shop_ids: Iterable[str], texts: Iterable[str]) -> Callable[[str], str]:
    """A function that masks personal data in ``texts`` but leaves the shops' own order ids whole."""
    numbers = pl.Series(sorted(long_numbers(texts)), dtype=pl.String)
    orders = snapshot.scan("orders", shop_ids=set(shop_ids)).select("order_id")
    known = set(orders.filter(pl.col("order_id").is_in(numbers.implode())).collect().to_series())
    return lambda text: mask(text, known)


def masked(found: Iterable[Chat], snapshot: Snapshot) -> list[Chat]:
    """The same chats with personal data masked in every text."""
    kept = list(found)
    texts = (line.text for chat in kept for line in chat.lines if line.text)
    hide = masker(snapshot, {chat.shop_id for chat in kept}, texts)
    return [
        replace(chat, lines=tuple(replace(line, text=line.text and hide(line.text)) for line in chat.lines))
        for chat in kept
    ]


@dataclass
class _Reader:
    """Walks one customer's messages in time and ties each wait to the messages that begin and end it."""

    rules: CountingRules
    names: AgentNames
    waits: list[dict[str, Any]]
    openings: set[int]
    machines: set[tuple[int, str | None]]

    def read(self, rows: Iterable[dict[str, Any]], mark: int) -> Iterator[ChatLine]:
        waits = deque(self.waits)
        opens = set(self.openings)
        replied_at: int | None = None
        seconds: int | None = None
        for row in rows:
            second = int(row["sent_at"].timestamp())
            if second > mark:
                return
            sender = row["sender"]
            automatic = sender in ("agent", "bot") and (second, row["agent_id"]) in self.machines
            line = self._line(row, second, automatic)
            if second in opens and sender != "system" and (not automatic or self._machines_count):
                opens.discard(second)
                line = replace(line, opens=True)
            if sender == "customer" and replied_at is None and waits and waits[0]["start"] == second:
                wait = waits.popleft()
                replied_at, seconds = wait["replied_at"], wait["seconds"]
                line = replace(line, unanswered=not wait["answered"])
            elif self._replies(sender, automatic) and replied_at == second:
                line = replace(line, waited=seconds)
                replied_at = None
            yield line

    @property
    def _machines_count(self) -> bool:
        return self.rules.auto_reply == "answers"

    def _replies(self, sender: str, automatic: bool) -> bool:
        return sender in ("agent", "bot") and (not automatic or self._machines_count)

    def _line(self, row: dict[str, Any], second: int, automatic: bool) -> ChatLine:
        day = _day(second, self.rules)
        agent = row["agent_id"]
        name = None if agent is None else self.names.of(row["shop_id"], agent, day_number(day))
        at = datetime.fromtimestamp(second, UTC)
        return ChatLine(at, day, row["sender"], agent, name, row["kind"], row["text"], automatic=automatic)


def _openings(facts: Facts) -> pl.DataFrame:
    """The second at which each conversation begins."""
    columns = [*_CUSTOMER, "conversation", "start"]
    parts = pl.concat([facts.waits.select(columns), facts.spans.select(columns)])
    return parts.group_by(*_CUSTOMER, "conversation").agg(pl.col("start").min()).sort("start")


def _notes(orders: Iterable[dict[str, Any]], rules: CountingRules) -> Iterator[ChatLine]:
    for order in orders:
        money = format_fen(order["money"])
        for second, verb in (
            (order["created"], Text("下单", "ordered")),
            (order["paid"], Text("付款", "paid")),
        ):
            if second is not None:
                note = Text(
                    f"{verb.zh} {order['order_id']}，{money} 元",
                    f"{verb.en} {order['order_id']}, {money} yuan",
                )
                at = datetime.fromtimestamp(second, UTC)
                yield ChatLine(at, _day(second, rules), "order", note=note)


def _day(second: int, rules: CountingRules) -> date:
    return business_day(datetime.fromtimestamp(second, UTC), rules.timezone, rules.day_cut_seconds)


def _by_customer(rows: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault((row["shop_id"], row["customer_id"]), []).append(row)
    return found
