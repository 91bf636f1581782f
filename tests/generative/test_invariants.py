"""What must hold for the kernel alone: sums add up; the order of rows and the dates do not matter."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generative.comparing import assert_same
from generative.limits import STEADY_ZONES
from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import kernel_measures
from oracle.events import HAPPENED, Events, Row
from oracle.measures import Measures
from twofour.metrics.catalogue import METRICS

SHOPS = 6
NOBODY_CANNOT_HAVE = (
    *("consulted", "received", "unreplied", "reply_rate", "conversations", "long_conversations"),
    *("agent_messages", "slow_receptions", "inquiries", "inquiry_order_rate", "inquiry_pay_rate"),
    *("same_day_order_rate", "same_day_pay_rate", "next_day_pay_rate", "seven_day_pay_rate"),
    *("order_pay_rate", "assisted_orders", "upsell_orders", "upsell_sales"),
    *("rating_score", "satisfied_rate", "low_ratings", "named_praise", "invite_rate", "rated_rate"),
    *("ticket_satisfaction", "ticket_speed", "ticket_quality", "ticket_skill", "first_fix_rate"),
    *("ticket_duration", "complaints", "follow_phones", "follow_friends", "referrals"),
    *("second_contact_days", "third_contact_days"),
)


def kernel(world: World, by: str, grain: str = "total") -> Measures:
    """The kernel's measures of a world over the usual period."""
    return kernel_measures(world.events, world.rules, FIRST_DAY, LAST_DAY, by, grain, world.as_of)


def added(parts: Iterable[Measures], subject_of: Callable[[str], str] = str) -> Measures:
    """Measures without snapshots, summed over days and over subjects that ``subject_of`` calls the same."""
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
    for part in parts:
        for (subject, metric, _), numbers in part.items():
            if not METRICS[metric].snapshot:
                total = sums[subject_of(subject), metric, None]
                total[:] = [a + b for a, b in zip(total, numbers, strict=True)]
    plain = {key for key in sums if METRICS[key[1]].denominator is None}
    return {key: (n, 1 if key in plain else d, p) for key, (n, d, p) in sums.items()}


def changed(events: Events, change: Callable[[str, Row], Row | None]) -> Events:
    """The events with each row changed, or left out where the change gives none."""
    return {
        table: [new for row in rows if (new := change(table, row)) is not None]
        for table, rows in events.items()
    }


@settings(max_examples=30)
@given(world=worlds(SHOPS, with_staff=True))
def test_days_add_up_to_the_period(world: World) -> None:
    """Every metric that is not a snapshot is a sum over business days."""
    for by in ("agent", "member", "team", "shop"):
        assert_same(added([kernel(world, by, "day")]), added([kernel(world, by)]))


@settings(max_examples=30)
@given(world=worlds(SHOPS))
def test_agents_and_nobody_add_up_to_the_shop(world: World) -> None:
    """The shop has what its agents have, and for what may be nobody's at least that."""
    agents = added([kernel(world, "agent")], subject_of=lambda agent: agent.split("-")[0])
    shops = added([kernel(world, "shop")])

    def never_nobody(measures: Measures) -> Measures:
        return {key: numbers for key, numbers in measures.items() if key[1] in NOBODY_CANNOT_HAVE}

    assert_same(never_nobody(agents), never_nobody(shops))
    for key, numbers in agents.items():
        if key[1] != "effective_sales":
            assert all(mine <= whole for mine, whole in zip(numbers, shops[key], strict=True)), key


@settings(max_examples=20)
@given(world=worlds(3, shared_agents=True))
def test_agents_add_up_to_their_member_and_team(world: World) -> None:
    """With one row per agent and shop that never ends, member and team are the sum of the agents."""
    world.events["staff"] = [
        {"shop_id": shop, "agent_id": agent, "member_id": "everybody", "team": "everybody"}
        for shop in world.shops
        for agent in ("a1", "a2", "A3")
    ]
    agents = added([kernel(world, "agent")], subject_of=lambda _: "everybody")
    assert_same(added([kernel(world, "member")]), agents)
    assert_same(added([kernel(world, "team")]), agents)


@settings(max_examples=30)
@given(world=worlds(SHOPS, with_as_of=True), customers=st.sampled_from([("c1",), ("c2",), ("c1", "c3")]))
def test_customers_in_two_calls_add_up(world: World, customers: tuple[str, ...]) -> None:
    """Facts are sums over customers: two calls with part of the customers each add up to one with all."""
    owner = {(o["shop_id"], o["order_id"]): o["customer_id"] for o in world.events["orders"]}

    def customer_of(table: str, row: Row) -> str | None:
        if table == "refunds":
            return owner.get((row["shop_id"], row["order_id"]))
        return row.get("customer_id")

    def part(inside: bool) -> World:
        def keep(table: str, row: Row) -> Row | None:
            return row if (customer_of(table, row) in customers) == inside else None

        return replace(world, events=changed(world.events, keep))

    for by in ("agent", "shop"):
        whole = kernel(world, by)
        halves = [kernel(part(True), by), kernel(part(False), by)]
        assert_same(added(halves), added([whole]))
        for key, (peak, _, _) in whole.items():
            if key[1] == "peak_concurrent":
                peaks = [half.get(key, (0, 1, 0))[0] for half in halves]
                assert max(peaks) <= peak <= sum(peaks)


@settings(max_examples=30)
@given(world=worlds(SHOPS), random=st.randoms(use_true_random=False))
def test_order_of_arrival_of_different_seconds_does_not_matter(world: World, random: Random) -> None:
    """Only messages and follow-ups of the same second of one shop keep their order."""
    place: dict[datetime, float] = defaultdict(random.random)
    ordered = {
        table: sorted(world.events[table], key=lambda row, at=at: place[row[at]])
        for table, at in (("messages", "sent_at"), ("followups", "at"))
    }
    shuffled = {table: random.sample(rows, len(rows)) for table, rows in world.events.items()}
    other = replace(world, events=shuffled | ordered)
    for by, grain in (("agent", "day"), ("shop", "total")):
        assert_same(kernel(other, by, grain), kernel(world, by, grain))


@settings(max_examples=30)
@given(world=worlds(3, zones=STEADY_ZONES, with_staff=True), days=st.sampled_from([1, 31, 365, -90]))
def test_shifting_everything_by_days_shifts_the_measures(world: World, days: int) -> None:
    """No date is special where clocks never change."""
    shift = timedelta(days=days)
    later = changed(
        world.events,
        lambda _, row: {name: cell + shift if isinstance(cell, date) else cell for name, cell in row.items()},
    )
    for by, grain in (("agent", "day"), ("team", "day"), ("shop", "total")):
        found = kernel_measures(later, world.rules, FIRST_DAY + shift, LAST_DAY + shift, by, grain)
        back = {(s, m, day - shift if day else None): numbers for (s, m, day), numbers in found.items()}
        assert_same(back, kernel(world, by, grain))


@settings(max_examples=30)
@given(world=worlds(SHOPS, with_as_of=True))
def test_watermark_is_the_same_as_leaving_out_what_comes_later(world: World) -> None:
    """Rows after as_of do not exist, and later payments, closings and completions are empty."""
    begins = {"messages": "sent_at", "orders": "created_at", "refunds": "requested_at", **HAPPENED}

    def until(table: str, row: Row) -> Row | None:
        assert world.as_of is not None
        if row[begins[table]] > world.as_of:
            return None
        late = {name for name, cell in row.items() if isinstance(cell, datetime) and cell > world.as_of}
        return {name: None if name in late else cell for name, cell in row.items()}

    cut = replace(world, events=changed(world.events, until))
    for by, grain in (("agent", "day"), ("shop", "total")):
        assert_same(kernel(cut, by, grain), kernel(world, by, grain))


@settings(max_examples=20)
@given(world=worlds(SHOPS))
def test_excluded_customers_are_the_same_as_no_messages_of_theirs(world: World) -> None:
    """At the same watermark, excluding a customer and having no messages of that customer are one."""
    world.as_of = datetime(2026, 7, 1, tzinfo=UTC)
    excluded = replace(world, rules=world.rules.model_copy(update={"excluded_customers": ("c1", "c3")}))
    silent = changed(
        world.events, lambda t, row: None if t == "messages" and row["customer_id"] in ("c1", "c3") else row
    )
    for by, grain in (("agent", "day"), ("shop", "total")):
        assert_same(kernel(replace(excluded, events=silent), by, grain), kernel(excluded, by, grain))
