"""Strategies for hostile worlds: counting rules, and shops whose events cluster on every limit they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from oracle.events import Events, Row
from twofour.events.rules import CountingRules
from twofour.period import business_day, day_start

FIRST_DAY, LAST_DAY = date(2026, 6, 1), date(2026, 6, 12)
DAY, HOUR, MINUTE = 86400, 3600, 60
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
STEADY_ZONES = ("Asia/Shanghai", "UTC", "Asia/Kathmandu")
ZONES = (*STEADY_ZONES, "America/New_York", "Australia/Lord_Howe")


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
            events={t: [r for r in rows if r["shop_id"] == shop_id] for t, rows in self.events.items()},
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


def one_of(*options: Any) -> st.SearchStrategy[Any]:
    """One of the options; those named first are the simpler ones."""
    return st.sampled_from(options)


def mostly(
    common: st.SearchStrategy[Any], rare: st.SearchStrategy[Any], odds: int = 4
) -> st.SearchStrategy[Any]:
    """``odds`` times the common one for each rare one; a plain ``|`` would weigh them alike."""
    return one_of(*[common] * odds, rare).flatmap(lambda strategy: strategy)


@st.composite
def counting_rules(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> CountingRules:
    """Any setting may be changed, to small figures, so that limits meet each other."""
    changed = {
        "timezone": one_of(*zones),
        "day_cut": one_of("00:00", "06:00", "23:59"),
        "auto_reply": one_of("ignore", "answers"),
        "auto_reply_prefixes": one_of((), ("【自动】",), ("【自动】", "在【")),
        "excluded_customers": one_of((), ("c3",)),
        "no_answer_needed": one_of((), ("好的", "谢谢"), ("好的！",)),
        "clock": one_of("first", "last"),
        "idle_minutes": one_of(10, 1, 0, 2000),
        "abandon_hours": one_of(24, 1, 0),
        "after_sales_days": one_of(21, 1, 0),
        "pay_days": one_of(7, 1, 3, 0),
        "attribution_days": one_of(2, 7, 1, 7, 0),
        "credit_rule": one_of("order_first", "order", "payment"),
        "long_minutes": one_of(30, 1, 0),
        "unit": one_of("wait", "customer", "first"),
        "slow_times": one_of(3, 1, 2),
        "slow_seconds": one_of(120, 0, 30),
        "urge_minutes": one_of(5, 0, 60),
        "upsell_hours": one_of(24, 0, 1),
    }
    assert set(changed) == set(CountingRules.model_fields), "every setting takes part"
    return CountingRules(**draw(st.fixed_dictionaries({}, optional=changed)))


class Clock:
    """Turns steps into instants. A step is seconds, or ``("day", n)``: n seconds from the next day on."""

    def __init__(self, rules: CountingRules) -> None:
        self.rules = rules

    def next_day(self, instant: datetime) -> datetime:
        """The first second of the next business day."""
        zone, cut = self.rules.timezone, self.rules.day_cut_seconds
        tomorrow = business_day(instant, zone, cut) + timedelta(days=1)
        return datetime.fromtimestamp(day_start(tomorrow, zone, cut), UTC)

    def after(self, instant: datetime, step: int | tuple[str, int]) -> datetime:
        """The instant a step later."""
        if isinstance(step, tuple):
            return self.next_day(instant) + timedelta(seconds=step[1])
        return instant + timedelta(seconds=step)

    def limits(self) -> list[int]:
        """Every length of time, in seconds, at which something turns under these rules."""
        r = self.rules
        minutes = (r.idle_minutes, r.long_minutes, r.urge_minutes)
        hours = (r.abandon_hours, r.upsell_hours, 24)
        days = (r.attribution_days, r.pay_days, 7)
        return [
            *(30, 180, r.slow_seconds),
            *(n * MINUTE for n in minutes),
            *(n * HOUR for n in hours),
            *(n * DAY for n in days),
        ]

    def gaps(self) -> st.SearchStrategy[Any]:
        """Steps from one message to the next: short, or on a limit or a second off, or to midnight."""
        near = [s + d for s in self.limits() for d in (0, 1, -1) if 0 <= s + d <= 2 * DAY]
        return mostly(one_of(0, 1, 7, 20, 60, 31, 150), one_of(*near, ("day", -1), ("day", 0)), 2)

    def far(self) -> list[int]:
        """The steps, forth and back, over which one event decides about another."""
        r = self.rules
        forth = [n * DAY for n in (r.attribution_days, r.pay_days, 7)]
        forth += [r.upsell_hours * HOUR, r.urge_minutes * MINUTE]
        return forth + [-n * DAY for n in (r.after_sales_days, r.attribution_days, 1, 180)]

    def turns(self) -> st.SearchStrategy[Any]:
        """Steps from a known instant to that of another event: near, on a limit or a second off, far."""
        far = [step + d for step in self.far() for d in (0, 0, 1, -1)]
        days = [("day", n * DAY + d) for n in (0, 1) for d in (-1, 0)]
        return mostly(one_of(0, 1, 40, 400, -1, -40), one_of(*far) | one_of(*days), 1)

    def watermarks(self) -> st.SearchStrategy[Any]:
        """Steps from an event to a watermark: its own second, or one after which something is settled."""
        settled = (30, 180, self.rules.pay_days * DAY, 7 * DAY, 30 * DAY)
        days = [("day", n * DAY + d) for n in (0, 1) for d in (-1, 0)]
        return one_of(0, 1) | one_of(*(s + d for s in settled for d in (0, -1))) | one_of(*days)


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
        self.moments = [self.clock.next_day(noon) - timedelta(hours=1)]

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
        }

    def order(self, number: int) -> Row:
        """Perhaps paid, at times before it was made; perhaps closed."""
        created = self.near()
        paid = self.draw(one_of(None, "near", "near", "after"))
        paid_at = None if paid is None else self.near()
        if paid == "after":
            paid_at = self.clock.after(created, self.draw(self.turns))
        self.moments += [instant for instant in (created, paid_at) if instant is not None]
        return {
            "order_id": f"o{number}",
            "customer_id": self.draw(self.customers),
            "created_at": created,
            "paid_at": paid_at,
            "closed_at": self.soon_after(created) if self.draw(one_of(0, 0, 0, 1)) else None,
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
    world = World(rules, {"messages": [], "orders": [], "refunds": [], "ratings": [], "staff": []})
    for number in range(shops):
        shop_id = f"s{number}"
        prefix = "" if shared_agents else f"{shop_id}-"
        agents = tuple(f"{prefix}{name}" for name in ("a1", "a2", "A3"))
        events = draw(shop_events(rules, shop_id, agents))
        events["staff"] = draw(staff_rows(shop_id, agents)) if with_staff else []
        for table, rows in events.items():
            world.events[table] += rows
        world.shops.append(shop_id)
    if with_as_of:
        times = [m["sent_at"] for m in world.events["messages"]]
        times += [t for o in world.events["orders"] for t in (o["created_at"], o["paid_at"]) if t]
        anchor = draw(st.sampled_from(times)) if times else datetime(2026, 6, 5, tzinfo=UTC)
        world.as_of = Clock(rules).after(anchor, draw(Clock(rules).watermarks()))
    return world
