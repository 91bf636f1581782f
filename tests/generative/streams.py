"""Strategies for hostile worlds: shops whose events cluster on every limit that their rules have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from generative.limits import DAY, ZONES, Clock, counting_rules, mostly, one_of
from oracle.events import Events, Row
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES

FIRST_DAY, LAST_DAY = date(2026, 6, 1), date(2026, 6, 12)
TEXTS = (
    "在吗",
    "好的",
    "【自动】您好",
    "",
    None,
    "好 的！",
    "谢谢～",
    "好的，多少钱",
    "👍",
    "在【自动】",
    "\t好的\n",
)


@dataclass
class World:
    """Rules, the events of some shops in order of arrival, and perhaps a watermark."""

    rules: CountingRules
    events: Events
    as_of: datetime | None = None
    shops: list[str] = field(default_factory=list)

    def only(self, shop_id: str) -> World:
        """The same world with one of its shops."""
        return replace(
            self,
            events={
                table: [row for row in rows if row.get("shop_id", shop_id) == shop_id]
                for table, rows in self.events.items()
            },
            shops=[shop_id],
        )

    def __str__(self) -> str:
        """The settings that differ from the defaults, then one line per event, without empty columns."""
        plain = CountingRules().settings()
        changed = {name: setting for name, setting in self.rules.settings().items() if setting != plain[name]}
        lines = [f"rules {changed}, as_of {self.as_of}"]
        for table, rows in self.events.items():
            lines += [f"{table}: {_shown(row)}" for row in rows]
        return "\n".join(lines)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """How Hypothesis prints an example."""
        for line in str(self).splitlines():
            printer.break_()
            printer.text(line)


def _shown(row: Row) -> str:
    told = {name: f"{v:%m-%d %H:%M:%S}" if isinstance(v, datetime) else v for name, v in row.items()}
    return " ".join(f"{name}={v}" for name, v in told.items() if v is not None)


class Shop:
    """Draws the events of one shop: messages one after another, and whatever else happens near them."""

    def __init__(self, draw: st.DrawFn, rules: CountingRules, shop_id: str, agents: tuple[str, ...]) -> None:
        self.draw, self.clock, self.shop_id = draw, Clock(rules), shop_id
        self.gaps, self.turns = self.clock.gaps(), self.clock.turns()
        self.customers = one_of("c1", "c1", "c1", "c1", "c2", "c3")
        manner = draw(one_of("usual", "usual", "scramble", "to the second"))
        if manner == "scramble":  # everything in a few seconds, so that ends meet
            self.gaps, self.turns, self.customers = one_of(0, 1, 0, 2), one_of(0, 1, -1, 2), st.just("c1")
        elif manner == "to the second":  # orders exactly on the limits of a short chat
            self.gaps, self.turns, self.customers = one_of(0, 20), one_of(0, *self.clock.far()), st.just("c1")
        self.agent = one_of(agents[0], *agents)
        noon = datetime(2026, 6, draw(st.integers(1, 9)), 3, tzinfo=UTC)
        starts = (
            self.clock.next_day(noon) - timedelta(hours=1),
            self.clock.next_hour(noon) - timedelta(minutes=1),
        )
        self.moments = [draw(one_of(*starts))]

    def near(self) -> datetime:
        """An instant not far from another event, or at some limit from it."""
        return self.clock.after(self.draw(st.sampled_from(self.moments)), self.draw(self.turns))

    def soon_after(self, instant: datetime) -> datetime:
        """An instant as long after as one message comes after another."""
        return self.clock.after(instant, self.draw(self.gaps))

    def perhaps(self, strategy: st.SearchStrategy[Any]) -> Any:
        """Something or nothing."""
        return self.draw(st.none() | strategy)

    def message(self, number: int) -> Row:
        """Customers', bots' and system messages may lack the agent; an import refuses agents' own that do."""
        self.moments.append(self.soon_after(self.moments[-1]))
        sender = self.draw(mostly(one_of("customer", "agent"), one_of("bot", "system", "customer"), 6))
        return {
            "customer_id": self.draw(self.customers),
            "agent_id": self.draw(self.agent if sender == "agent" else mostly(self.agent, st.none(), 7)),
            "sender": sender,
            "sent_at": self.moments[-1],
            "text": self.draw(mostly(st.just("在吗"), one_of(*TEXTS), 2)),
            "message_id": f"m{number}",
            "forwarded_from": self.draw(mostly(st.none(), self.agent, 3)),
        }

    def order(self, number: int) -> Row:
        """Perhaps paid, at times before it was made; perhaps closed, before or after that."""
        created = self.near()
        paid = self.draw(one_of(None, "near", "near", "after"))
        paid_at = None if paid is None else self.near()
        if paid == "after":
            paid_at = self.clock.after(created, self.draw(self.turns))
        self.moments += [instant for instant in (created, paid_at) if instant is not None]
        cancel = self.clock.rules.cancel_days * DAY
        closed_at = self.draw(
            one_of(
                lambda: None,
                lambda: self.soon_after(created),
                lambda: self.clock.after(paid_at or created, self.draw(self.turns)),
                lambda: self.clock.after(paid_at or created, self.draw(one_of(cancel, cancel + 1, 0, -1))),
            )
        )()
        return {
            "order_id": f"o{number}",
            "customer_id": self.draw(self.customers),
            "created_at": created,
            "paid_at": paid_at,
            "closed_at": closed_at,
            "amount": self.draw(one_of(10000, 1, 0)),
            "paid_amount": self.perhaps(one_of(9000, 0)),
            "item_count": self.perhaps(one_of(1, 2, 0)),
        }

    def refund(self, number: int) -> Row:
        """Of an order that is there, or that nobody knows."""
        requested = self.near()
        return {
            "refund_id": f"r{number}",
            "order_id": self.draw(one_of("o0", "o1", "unknown")),
            "kind": self.draw(one_of("refund_only", "return_refund", "exchange")),
            "amount": self.draw(one_of(3000, 1)),
            "requested_at": requested,
            "completed_at": self.soon_after(requested) if self.draw(one_of(1, 1, 0)) else None,
            "status": self.draw(one_of("success", "success", "closed", "pending", None)),
            "platform_intervened": self.perhaps(st.booleans()),
            "agent_id": self.perhaps(self.agent),
        }

    def rating(self, number: int) -> Row:
        """Of an agent, by somebody perhaps unknown."""
        return {
            "rating_id": f"g{number}",
            "agent_id": self.draw(self.agent),
            "customer_id": self.perhaps(self.customers),
            "rated_at": self.near(),
            "score": self.draw(st.integers(1, 5)),
            "named_praise": self.perhaps(st.booleans()),
            "invited": self.perhaps(st.booleans()),
        }

    def invitation(self, _: int) -> Row:
        """To rate the agent, to review the shop, or nobody knows to what."""
        return {
            "agent_id": self.draw(self.agent),
            "customer_id": self.draw(self.customers),
            "sent_at": self.near(),
            "kind": self.draw(one_of("rating", "rating", "review", None)),
        }

    def review(self, number: int) -> Row:
        """With any of its parts."""
        return {
            "review_id": f"v{number}",
            "reviewed_at": self.near(),
            **{part: self.perhaps(st.integers(1, 5)) for part in ("description", "service", "logistics")},
            "sentiment": self.perhaps(one_of("good", "neutral", "bad")),
        }

    def ticket(self, number: int) -> Row:
        """Perhaps resolved, on a limit of the speed points or a second off, or somewhere else."""
        opened = self.near()
        resolved = self.draw(one_of(None, "near", "limit", "limit"))
        took = one_of(*(n * DAY + d for n in (0, 3, 5) for d in (0, 1, -1) if n or d >= 0), ("day", 0))
        at = {"near": self.near, "limit": lambda: self.clock.after(opened, self.draw(took))}.get(resolved)
        return {
            "ticket_id": f"t{number}",
            "agent_id": self.draw(self.agent),
            "customer_id": self.perhaps(self.customers),
            "opened_at": opened,
            "resolved_at": None if at is None else at(),
            "reopened": self.perhaps(one_of(0, 1, 2)),
            "cause": self.perhaps(one_of("found_at_once", "late", "sluggish")),
            "skill": self.perhaps(one_of("alone", "partly", "poor", "none")),
            "satisfaction": self.perhaps(one_of("very", "satisfied", "not")),
            "complaint": self.perhaps(st.booleans()),
        }

    def followup(self, number: int) -> Row:
        """Of few customers, so that some are contacted again, at times in the same second."""
        return {
            "followup_id": f"f{number}",
            "customer_id": self.draw(self.customers),
            "agent_id": self.draw(self.agent),
            "at": self.draw(one_of(*self.moments)) if self.draw(one_of(0, 1)) else self.near(),
            "grade": self.perhaps(one_of("A", "B", "C", "D")),
            "phone_collected": self.perhaps(st.booleans()),
            "friend_added": self.perhaps(st.booleans()),
            "completeness": self.perhaps(one_of(0, 50, 100)),
            "referral": self.perhaps(st.booleans()),
        }

    def rows(self, make: Callable[[int], Row], *counts: int) -> list[Row]:
        """As many rows as one of the counts, each with the shop's id."""
        return [{"shop_id": self.shop_id} | make(number) for number in range(self.draw(one_of(*counts)))]


@st.composite
def shop_events(draw: st.DrawFn, rules: CountingRules, shop_id: str, agents: tuple[str, ...]) -> Events:
    """One shop with few customers and few agents; one shop in ten or so has no events at all."""
    shop = Shop(draw, rules, shop_id, agents)
    messages = shop.rows(shop.message, 0, 1, 2, 4, 4, 8, 8, 12, 12, 16)
    late = [draw(one_of(0, 0, 0, 1, 2)) for _ in messages]
    return {
        "messages": [messages[n] for n in sorted(range(len(messages)), key=lambda n: late[n])],
        "orders": shop.rows(shop.order, 0, 1, 2, 3, 4, 5),
        "refunds": shop.rows(shop.refund, 0, 1, 2, 3),
        "ratings": shop.rows(shop.rating, 0, 1, 2),
        "invitations": shop.rows(shop.invitation, 0, 1, 2),
        "reviews": shop.rows(shop.review, 0, 1, 2),
        "tickets": shop.rows(shop.ticket, 0, 1, 3),
        "followups": shop.rows(shop.followup, 0, 0, 2, 5),
    }


@st.composite
def staff_rows(draw: st.DrawFn, shop_id: str, agents: tuple[str, ...]) -> list[Row]:
    """Agents with no row, one row or two; rows that begin or end in the month, or that never do."""
    rows = []
    for agent in agents:
        days = st.integers(1, 12).map(lambda n: date(2026, 6, n))
        for valid_from in draw(st.lists(st.none() | days, max_size=2, unique=True)):
            rows.append(
                {
                    "agent_id": agent,
                    "shop_id": shop_id,
                    "member_id": draw(one_of("m1", "m2")),
                    "team": draw(one_of("t1", "t2", None)),
                    "valid_from": valid_from,
                    "valid_to": draw(st.none() | days),
                }
            )
    return rows


@st.composite
def shift_rows(draw: st.DrawFn) -> list[Row]:
    """Shifts of members, of whom one may have no staff row; some days twice, some missed."""
    days = [date(2026, 6, n) for n in (1, 5, 11, 12, 13)]
    shifts = st.tuples(one_of("m1", "m2", "m3"), one_of(*days), one_of("09:00", "22:30"))
    return [
        {
            "member_id": member,
            "day": day,
            "start": start,
            "end": "23:00",
            "late_minutes": draw(one_of(None, 0, 5)),
            "early_leave_minutes": draw(one_of(None, 0, 5)),
            "absent": draw(one_of(None, False, False, True)),
        }
        for member, day, start in draw(st.lists(shifts, max_size=6, unique=True))
    ]


@st.composite
def worlds(
    draw: st.DrawFn,
    shops: int = 1,
    *,
    zones: tuple[str, ...] = ZONES,
    with_as_of: bool = False,
    with_staff: bool = False,
    shared_agents: bool = False,
) -> World:
    """Some shops under the same rules. Customers and orders have the same ids everywhere.

    Agents have their shop's name in theirs, so that each shop is a stream of its own, unless shared.
    """
    rules = draw(counting_rules(zones))
    world = World(rules, {table: [] for table in TABLES if table != "indicators"})
    for number in range(shops):
        shop_id = f"s{number}"
        prefix = "" if shared_agents else f"{shop_id}-"
        agents = tuple(f"{prefix}{name}" for name in ("a1", "a2", "A3"))
        events = draw(shop_events(rules, shop_id, agents))
        events["staff"] = draw(staff_rows(shop_id, agents)) if with_staff else []
        for table, rows in events.items():
            world.events[table] += rows
        world.shops.append(shop_id)
    if with_staff:
        world.events["shifts"] = draw(shift_rows())
    if with_as_of:
        times = [m["sent_at"] for m in world.events["messages"]]
        ends = ("created_at", "paid_at", "closed_at")
        times += [order[end] for order in world.events["orders"] for end in ends if order[end]]
        anchor = draw(st.sampled_from(times)) if times else datetime(2026, 6, 5, tzinfo=UTC)
        world.as_of = Clock(rules).after(anchor, draw(Clock(rules).watermarks()))
    return world
