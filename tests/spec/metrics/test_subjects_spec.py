"""Subjects: how agents' figures become those of members, teams and shops (§§1, 7)."""

from datetime import date

from twofour.events.rules import CountingRules
from twofour.metrics.catalogue import METRICS

title = "Agents, members, teams, shops"

EVERY_DAY = """
    at             | customer | agent | sender
    06-10 09:00:00 | c1       | a1    | customer
    06-11 09:00:00 | c1       | a1    | customer
    06-12 09:00:00 | c1       | a1    | customer
    """


def test_member_owns_several_agents(measure):
    """A person's figures are the sums of the agents' whom the person owns."""
    measure(
        staff="""
            agent | member | team
            a1    | m1     | t1
            a2    | m1     | t1
            a3    | m2     | t1
            """,
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:00:10 | c1       | a1    | agent
            09:00:00 | c2       | a2    | customer
            09:00:20 | c2       | a2    | agent
            09:00:00 | c3       | a3    | customer
            """,
        expect="""
            agent  | consulted | mean_response
            a1     | 1         | 10/1
            a2     | 1         | 20/1
            a3     | 1         | 0/0

            member | consulted | mean_response
            m1     | 2         | 30/2
            m2     | 1         | 0/0

            team   | consulted | mean_response
            t1     | 3         | 30/2

            shop   | consulted | mean_response
            s1     | 3         | 30/2
            """,
    )


def test_staff_row_holds_from_its_first_to_its_last_day(measure):
    """An agent id that passes to another person counts for each on their own days."""
    measure(
        staff="""
            agent | member | team | from       | to
            a1    | m1     | t1   |            | 2026-06-10
            a1    | m2     | t2   | 2026-06-11 |
            """,
        messages=EVERY_DAY,
        expect="""
            member | consulted
            m1     | 1
            m2     | 2

            team   | consulted
            t1     | 1
            t2     | 2
            """,
    )


def test_later_staff_row_wins_while_it_is_valid(measure):
    """Of several rows valid on a day the one that began last counts; after its end the older holds again."""
    measure(
        staff="""
            agent | member | team | from       | to
            a1    | m1     | t1   |            |
            a1    | m1     | t2   | 2026-06-11 | 2026-06-11
            """,
        messages=EVERY_DAY,
        expect="""
            team   | consulted
            t1     | 2
            t2     | 1

            member | consulted
            m1     | 3
            """,
    )


def test_agent_without_a_staff_row_counts_for_the_shop_only(measure):
    """An unknown agent belongs to no member and no team, and neither does a day without a row."""
    measure(
        staff="""
            agent | member | team | from       | to
            a1    | m1     | t1   | 2026-06-11 | 2026-06-11
            """,
        messages=EVERY_DAY.rstrip() + "\n    06-11 09:00:00 | c1       | a9    | customer",
        expect="""
            agent  | consulted
            a1     | 3
            a9     | 1

            member | consulted
            m1     | 1

            team   | consulted
            t1     | 1

            shop   | consulted
            s1     | 4
            """,
    )


def test_member_without_a_team_counts_for_no_team(measure):
    """An empty team is no team."""
    measure(
        staff="""
            agent | member | team
            a1    | m1     |
            """,
        messages=EVERY_DAY,
        expect="""
            member | consulted
            m1     | 3

            team   | consulted
            """,
    )


def test_staff_rows_belong_to_their_shop(measure):
    """The same agent id in another shop is not this member's, unless a row there says so."""
    measure(
        staff="""
            shop | agent | member | team
            s1   | a1    | m1     | t1
            s2   | a2    | m1     | t1
            """,
        messages="""
            shop | at       | customer | agent | sender
            s1   | 09:00:00 | c1       | a1    | customer
            s2   | 09:00:00 | c1       | a1    | customer
            s2   | 09:00:00 | c1       | a2    | customer
            """,
        expect="""
            member | consulted
            m1     | 2

            shop   | consulted
            s1     | 1
            s2     | 2
            """,
    )


def test_shops_do_not_share_customers_or_orders(measure):
    """The same customer and the same order id in two shops are two customers and two orders."""
    measure(
        messages="""
            shop | at       | customer | agent | sender
            s1   | 10:00:00 | c1       | a1    | customer
            s1   | 10:00:10 | c1       | a1    | agent
            """,
        orders="""
            shop | order | customer | created  | paid     | amount
            s1   | o1    | c1       | 10:00:05 | 10:00:08 | 1000
            s2   | o1    | c1       | 10:00:05 | 10:00:08 | 200
            """,
        refunds="""
            shop | order | amount | requested | completed
            s2   | o1    | 30     | 11:00:00  | 12:00:00
            """,
        expect="""
            agent | sales | refunds_credited | inquiry_pay_rate
            a1    | 1000  | 0                | 1/1

            shop  | sales | silent_sales | refunds_credited
            s1    | 1000  | 0            | 0
            s2    | 200   | 200          | 30
            """,
    )


def test_member_of_the_staff_has_every_metric(engine):
    """Somebody who did nothing in the period still has measures: counts of 0 and quotients of 0/0."""
    staff = [{"shop_id": "s1", "agent_id": "a1", "member_id": "m1", "valid_to": date(2026, 6, 1)}]
    found = engine({"staff": staff}, CountingRules(), date(2026, 6, 1), date(2026, 6, 30), "member")
    expected = {
        ("m1", metric.id, None): (0, 0 if metric.denominator else 1, 0)
        for metric in METRICS.values()
        if metric.scope != "shop" and not metric.snapshot
    }
    assert {key: numbers for key, numbers in found.items() if not METRICS[key[1]].snapshot} == expected


def test_without_events_nobody_has_measures(engine):
    """No rows, no shops, no figures."""
    for events in ({}, {"messages": [], "orders": [], "staff": []}):
        for by in ("agent", "member", "team", "shop"):
            assert engine(events, CountingRules(), date(2026, 6, 1), date(2026, 6, 30), by) == {}
