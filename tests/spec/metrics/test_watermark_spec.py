"""The watermark: up to when the data reach, and what does not exist yet (§5)."""

import pytest

title = "The watermark"

PAID = """
    order | customer | created        | paid
    o1    | c1       | 06-01 10:00:00 | 06-01 10:03:00
    """


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "messages",
            """
            at             | customer | sender
            07-01 10:03:00 | c2       | customer
            """,
        ),
        (
            "orders",
            f"""{PAID.rstrip()}
            o2    | c2       | 07-01 10:03:00 |
            """,
        ),
        (
            "orders",
            f"""{PAID.rstrip()}
            o2    | c2       | 05-01 10:00:00 | 07-01 10:03:00
            """,
        ),
    ],
)
def test_watermark_is_the_latest_message_creation_or_payment(measure, table, rows):
    """Thirty days after the payment the data of any kind move the order out of the pending ones."""
    tables = {"orders": PAID} | {table: rows}
    measure(
        **tables,
        as_of="default",
        expect="""
            shop  | refund_orders
            s1    | 0
            """,
    )
    measure(
        orders=PAID,
        as_of="default",
        expect="""
            shop  | refund_orders
            s1    | 0 (1)
            """,
    )


def test_each_shop_has_its_own_watermark(measure):
    """Later data of another shop do not age the events of the first."""
    measure(
        as_of="default",
        orders="""
            shop | order | customer | created        | paid
            s1   | o1    | c1       | 06-01 10:00:00 | 06-01 10:03:00
            s2   | o1    | c1       | 07-30 10:00:00 |
            """,
        expect="""
            shop  | refund_orders
            s1    | 0 (1)
            """,
    )


def test_refunds_and_ratings_do_not_move_the_watermark(measure):
    """A refund a month later is after the watermark, so it is not known yet."""
    measure(
        as_of="default",
        orders=PAID,
        refunds="""
            order | requested      | completed
            o1    | 07-10 10:00:00 | 07-11 10:00:00
            """,
        ratings="""
            at
            07-10 10:00:00
            """,
        expect="""
            shop  | refund_orders
            s1    | 0 (1)
            """,
    )


def test_shop_without_messages_and_orders_has_no_watermark(measure):
    """Where only refunds and ratings are known, none of them can be too late."""
    measure(
        as_of="default",
        refunds="""
            order | amount | agent | requested      | completed
            o1    | 3000   | a1    | 06-10 10:00:00 | 06-10 10:01:00
            """,
        ratings="""
            at             | score
            06-11 10:00:00 | 5
            """,
        expect="""
            agent | refund_duration | rating_score
            a1    | 60/1            | 5/1

            shop  | refund_duration | rating_score | effective_sales
            s1    | 60/1            | 5/1          | -3000
            """,
    )


def test_events_after_the_watermark_do_not_exist(measure):
    """Messages, orders, refunds and ratings of later seconds are not there yet."""
    measure(
        as_of="06-01 12:00:00",
        messages="""
            at       | customer | sender
            11:59:00 | c1       | customer
            12:00:00 | c1       | agent
            12:00:01 | c1       | customer
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 12:00:00 | 12:00:00
            o2    | c1       | 12:00:01 | 12:00:01
            """,
        refunds="""
            order | amount | requested | completed
            o1    | 100    | 12:00:00  | 12:00:00
            o1    | 20     | 12:00:01  | 12:00:01
            """,
        ratings="""
            at       | score
            12:00:00 | 5
            12:00:01 | 4
            """,
        expect="""
            shop  | customer_messages | agent_messages | sales_orders | refunds_credited | rating_score
            s1    | 1                 | 1              | 1            | 100              | 5/1
            """,
    )


def test_what_happens_to_a_row_after_the_watermark_has_not_happened(measure):
    """An order paid later is unpaid, one closed later is open, a refund completed later has not succeeded."""
    measure(
        as_of="06-01 12:00:00",
        messages="""
            at       | customer | sender
            09:59:00 | c1       | customer
            09:59:30 | c1       | agent
            11:00:00 | c1       | agent
            """,
        orders="""
            order | customer | created  | paid     | closed
            o1    | c1       | 10:00:00 | 12:00:01 |
            o2    | c1       | 10:00:00 |          | 12:00:01
            o3    | c1       | 10:00:00 | 12:00:00 |
            """,
        refunds="""
            order | requested | completed
            o3    | 12:00:00  | 12:00:01
            """,
        expect="""
            agent | sales_orders | refund_orders | refunds_credited | urge_success
            a1    | 1            | 0 (1)         | 0                | 1/3 (2)
            """,
    )
