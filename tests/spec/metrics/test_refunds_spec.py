"""Refunds: the refund rate, how long refunds took, and disputes (§7)."""

import pytest

title = "Refunds and disputes"

TWO_SALES = {
    "messages": """
        at             | customer | sender
        06-01 10:00:00 | c1       | customer
        06-01 10:05:00 | c1       | agent
        """,
    "orders": """
        order | customer | created        | paid           | amount
        o1    | c1       | 06-01 10:01:00 | 06-01 10:03:00 | 10000
        o2    | c1       | 06-02 10:01:00 | 06-02 10:03:00 | 20000
        """,
    "refunds": """
        order | amount | requested      | completed
        o1    | 3000   | 07-04 10:00:00 | 07-05 10:00:00
        o1    | 2000   | 07-04 10:00:00 | 07-06 10:00:00
        """,
}


def test_refund_rate_follows_the_day_of_payment(measure):
    """What is refunded of June's orders counts in June, though it was refunded in July."""
    measure(
        **TWO_SALES,
        expect="""
            agent | refund_rate | refund_orders
            a1    | 5000/30000  | 1

            agent | day   | refund_rate | refund_orders
            a1    | 06-01 | 5000/10000  | 1
            a1    | 06-02 | 0/20000     | 0
            """,
    )


@pytest.mark.parametrize(
    ("as_of", "rate", "orders"),
    [
        ("07-01 10:02:59", "0/30000 (2)", "0 (2)"),
        ("07-01 10:03:00", "0/30000 (1)", "0 (1)"),
        ("07-05 10:00:00", "3000/30000", "1"),
        ("07-06 10:00:00", "5000/30000", "1"),
    ],
)
def test_refunds_are_pending_for_thirty_days(measure, as_of, rate, orders):
    """Orders paid less than thirty days before the watermark may still be refunded."""
    measure(
        **TWO_SALES,
        as_of=as_of,
        expect=f"""
            agent | refund_rate | refund_orders
            a1    | {rate}      | {orders}
            """,
    )


def test_refund_duration_runs_from_request_to_completion(measure):
    """By the agent who handled it, on the day of completion; an exchange counts only in the whole."""
    measure(
        refunds="""
            order | kind          | agent | requested      | completed
            o1    | refund_only   | a2    | 06-01 10:00:00 | 06-01 10:10:00
            o2    | return_refund | a2    | 06-01 10:00:00 | 06-03 10:00:00
            o3    | exchange      | a2    | 06-01 10:00:00 | 06-01 11:00:00
            o4    | refund_only   |       | 06-01 10:00:00 | 06-01 10:00:30
            """,
        expect="""
            agent | refund_duration | refund_duration_refund_only | refund_duration_return_refund
            a2    | 177000/3        | 600/1                       | 172800/1

            agent | day   | refund_duration
            a2    | 06-01 | 4200/2
            a2    | 06-03 | 172800/1

            shop  | refund_duration | refund_duration_refund_only | refund_duration_return_refund
            s1    | 177030/4        | 630/2                       | 172800/1
            """,
    )


def test_refund_without_success_has_no_duration(measure):
    """Closed and pending refunds are not timed."""
    measure(
        refunds="""
            order | agent | requested      | completed      | status
            o1    | a2    | 06-01 10:00:00 | 06-01 10:10:00 | closed
            o2    | a2    | 06-01 10:00:00 | 06-01 10:10:00 | pending
            """,
        expect="""
            agent | refund_duration
            a2    | 0/0
            """,
    )


def test_disputes_are_successful_refunds_in_which_the_platform_stepped_in(measure):
    """They belong to the shop, on the day of completion."""
    measure(
        refunds="""
            order | requested      | completed      | status  | intervened
            o1    | 06-01 10:00:00 | 06-02 10:00:00 | success | yes
            o2    | 06-01 10:00:00 | 06-02 10:00:00 | success | no
            o3    | 06-01 10:00:00 | 06-02 10:00:00 | closed  | yes
            o4    | 06-01 10:00:00 | 06-02 10:00:00 | success |
            """,
        expect="""
            shop  | day   | disputes
            s1    | 06-02 | 1
            """,
    )


def test_dispute_rate_covers_the_thirty_days_before_the_last_day(measure):
    """For 30 June: 31 May to 29 June, the last day itself excluded, whatever the period's length."""
    tables = {
        "orders": """
            order | customer | created        | paid
            o1    | c1       | 05-30 10:00:00 | 05-30 23:59:59
            o2    | c1       | 05-30 10:00:00 | 05-31 00:00:00
            o3    | c1       | 05-30 10:00:00 | 06-15 00:00:00
            o6    | c1       | 05-30 10:00:00 | 06-15 00:00:00
            o4    | c1       | 05-30 10:00:00 | 06-29 23:59:59
            o5    | c1       | 05-30 10:00:00 | 06-30 00:00:00
            """,
        "refunds": """
            order | requested      | completed      | intervened
            o1    | 05-30 10:00:00 | 05-30 23:59:59 | yes
            o2    | 05-30 10:00:00 | 05-31 00:00:00 | yes
            o3    | 05-30 10:00:00 | 06-16 00:00:00 | yes
            o4    | 05-30 10:00:00 | 06-29 23:59:59 | yes
            o3    | 05-30 10:00:00 | 06-29 23:59:59 | no
            o5    | 05-30 10:00:00 | 06-30 00:00:00 | yes
            """,
    }
    for period in ("2026-06", "2026-06-30"):
        measure(
            **tables,
            period=period,
            expect="""
                shop  | dispute_rate_30d
                s1    | 3/4
                """,
        )


def test_dispute_rate_needs_nothing_to_happen_on_the_last_day(measure):
    """On a day without any event the shop still has the rate of the thirty days before."""
    measure(
        period="2026-06-30",
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-15 10:00:00 | 06-15 10:01:00
            """,
        refunds="""
            order | requested      | completed      | intervened
            o1    | 06-16 10:00:00 | 06-17 10:00:00 | yes
            """,
        expect="""
            shop  | dispute_rate_30d
            s1    | 1/1
            """,
    )
