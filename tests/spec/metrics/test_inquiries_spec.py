"""Inquiries: customers who may buy, and whether they ordered and paid (§5)."""

import pytest

title = "Inquiries and conversion"

CHATS_OF_FOUR = """
    at       | customer | sender
    10:00:00 | c1       | customer
    10:00:30 | c1       | agent
    10:00:00 | c2       | customer
    10:00:30 | c2       | agent
    10:00:00 | c3       | customer
    10:00:30 | c3       | agent
    10:00:00 | c4       | customer
    10:00:30 | c4       | agent
    """

CHAT = """
    at       | customer | sender
    10:00:00 | c1       | customer
    10:00:30 | c1       | agent
    """

BOUGHT_BEFORE = """
    order | customer | created        | paid
    o1    | c1       | 05-20 10:00:00 | 05-20 10:00:00
    o2    | c2       | 05-20 10:00:00 | 05-20 10:00:00
    o3    | c2       | 06-02 12:00:00 |
    o4    | c3       | 05-11 09:00:00 | 05-11 09:59:59
    o5    | c4       | 05-11 09:00:00 | 05-11 10:00:00
    """

PAID_LATER = """
    order | customer | created  | paid
    o1    | c1       | 11:00:00 | 06-01 23:59:59
    o2    | c2       | 11:00:00 | 06-02 00:00:00
    o3    | c3       | 11:00:00 | 06-08 11:00:00
    o4    | c4       | 11:00:00 | 06-08 11:00:01
    """

ALL = "inquiry_order_rate | same_day_order_rate | inquiry_pay_rate | same_day_pay_rate | next_day_pay_rate"


def test_inquiry_is_a_received_customer(measure):
    """A customer without a reply is no inquiry, nor is one to whom only the agent wrote."""
    measure(
        messages="""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:00:30 | c1       | agent
            10:00:00 | c2       | customer
            10:00:00 | c3       | agent
            """,
        expect="""
            agent | inquiries
            a1    | 1
            """,
    )


def test_customer_who_bought_and_orders_nothing_is_after_sales_only(measure):
    """Paid in the 21 days before the first message, the first second included, and no new order.

    c1 is after-sales only; c2 orders again; c3 paid a second too early; c4 at the very limit.
    """
    measure(
        messages=CHATS_OF_FOUR,
        orders=BOUGHT_BEFORE,
        expect="""
            agent | inquiries | inquiry_order_rate
            a1    | 2         | 1/2
            """,
    )


def test_after_sales_days_setting_moves_the_limit(measure):
    """With after_sales_days 30 c3 is after-sales only too, with 0 nobody is."""
    measure(
        rules={"after_sales_days": 30},
        messages=CHATS_OF_FOUR,
        orders=BOUGHT_BEFORE,
        expect="""
            agent | inquiries
            a1    | 1
            """,
    )
    measure(
        rules={"after_sales_days": 0},
        messages=CHATS_OF_FOUR,
        orders=BOUGHT_BEFORE,
        expect="""
            agent | inquiries
            a1    | 4
            """,
    )


def test_payment_after_the_first_message_is_not_after_sales(measure):
    """An old order that is paid during the chat leaves the customer an inquiry, though without an order."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 05-31 10:00:00 | 10:00:00
            """,
        expect="""
            agent | inquiries | inquiry_order_rate | inquiry_pay_rate
            a1    | 1         | 0/1                | 0/1
            """,
    )


def test_window_runs_from_the_first_message_to_the_end_of_the_next_day(measure):
    """Orders count from the second of the customer's first message on, up to midnight of the next day.

    c1 orders in that very second, c2 a second before it, c3 in the last second, c4 a second after it.
    """
    measure(
        messages=CHATS_OF_FOUR,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-01 10:00:00 | 06-01 10:01:00
            o2    | c2       | 06-01 09:59:59 | 06-01 10:01:00
            o3    | c3       | 06-02 23:59:59 |
            o4    | c4       | 06-03 00:00:00 |
            """,
        expect="""
            agent | inquiries | inquiry_order_rate | inquiry_pay_rate | seven_day_pay_rate | order_pay_rate
            a1    | 4         | 2/4                | 1/4              | 1/4                | 1/2
            """,
    )


def test_same_day_orders_are_made_on_the_day_of_the_inquiry(measure):
    """c1 and c2 order on the day, c3 after midnight."""
    measure(
        messages=CHATS_OF_FOUR,
        orders="""
            order | customer | created
            o1    | c1       | 06-01 10:00:00
            o2    | c2       | 06-01 23:59:59
            o3    | c3       | 06-02 00:00:00
            """,
        expect="""
            agent | inquiry_order_rate | same_day_order_rate
            a1    | 3/4                | 2/4
            """,
    )


def test_payments_are_told_apart_by_their_day(measure):
    """c1 pays on the day, c2 on the next, c3 exactly seven days after creation, c4 a second later.

    Seven-day payment is counted from the first message, at ten: c3 and c4 are both too late for it.
    """
    measure(
        messages=CHATS_OF_FOUR,
        orders=PAID_LATER,
        expect="""
            agent | inquiry_order_rate | same_day_pay_rate | next_day_pay_rate | seven_day_pay_rate
            a1    | 4/4                | 1/4               | 2/4               | 2/4

            agent | inquiry_pay_rate | order_pay_rate | same_day_order_rate
            a1    | 3/4              | 3/4            | 4/4
            """,
    )


def test_pay_days_setting_moves_the_limit(measure):
    """With pay_days 1 only c1 and c2 paid in time."""
    measure(
        rules={"pay_days": 1},
        messages=CHATS_OF_FOUR,
        orders=PAID_LATER,
        expect="""
            agent | inquiry_pay_rate | order_pay_rate | seven_day_pay_rate
            a1    | 2/4              | 2/4            | 2/4
            """,
    )


def test_seven_day_payment_takes_later_orders_too(measure):
    """Any order created after the first message counts, if it is paid before 168 hours have passed.

    Both order four days later, outside the window of the other rates; c2 pays a second too late.
    """
    measure(
        messages="""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:00:30 | c1       | agent
            10:00:00 | c2       | customer
            10:00:30 | c2       | agent
            """,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-05 10:00:00 | 06-08 09:59:59
            o2    | c2       | 06-05 10:00:00 | 06-08 10:00:00
            """,
        expect="""
            agent | seven_day_pay_rate | inquiry_order_rate | inquiry_pay_rate
            a1    | 1/2                | 0/2                | 0/2
            """,
    )


def test_every_agent_who_received_the_customer_has_the_inquiry(measure):
    """Two agents with one customer on one day are two inquiries, and the order turns both."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:00:30 | c1       | a1    | agent
            10:01:00 | c1       | a2    | customer
            10:01:30 | c1       | a2    | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:05:00 | 10:06:00
            """,
        expect="""
            agent | inquiries | inquiry_pay_rate
            a1    | 1         | 1/1
            a2    | 1         | 1/1

            shop  | inquiries | inquiry_pay_rate
            s1    | 2         | 2/2
            """,
    )


def test_window_begins_with_the_first_message_to_that_agent(measure):
    """An order made before the customer wrote to the second agent is no success of the second agent's."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:00:30 | c1       | a1    | agent
            10:09:00 | c1       | a1    | customer
            10:10:00 | c1       | a2    | customer
            10:10:30 | c1       | a2    | agent
            """,
        orders="""
            order | customer | created
            o1    | c1       | 10:05:00
            """,
        expect="""
            agent | inquiry_order_rate
            a1    | 1/1
            a2    | 0/1
            """,
    )


@pytest.mark.parametrize(
    ("as_of", "order", "same_day_order", "pay", "same_day_pay", "next_day_pay", "seven_day_pay"),
    [
        ("06-01 23:59:59", "0/1 (1)", "0/1 (1)", "0/1 (1)", "0/1 (1)", "0/1 (1)", "0/1 (1)"),
        ("06-02 00:00:00", "0/1 (1)", "0/1", "0/1 (1)", "0/1", "0/1 (1)", "0/1 (1)"),
        ("06-03 00:00:00", "0/1", "0/1", "0/1", "0/1", "0/1", "0/1 (1)"),
        ("06-08 09:59:59", "0/1", "0/1", "0/1", "0/1", "0/1", "0/1 (1)"),
        ("06-08 10:00:00", "0/1", "0/1", "0/1", "0/1", "0/1", "0/1"),
    ],
)
def test_outcome_is_pending_while_it_still_can_come(
    measure, as_of, order, same_day_order, pay, same_day_pay, next_day_pay, seven_day_pay
):
    """Without an order, each outcome is pending until its own time is over at the watermark."""
    measure(
        as_of=as_of,
        messages=CHAT,
        expect=f"""
            agent | {ALL} | seven_day_pay_rate
            a1 | {order} | {same_day_order} | {pay} | {same_day_pay} | {next_day_pay} | {seven_day_pay}
            """,
    )


@pytest.mark.parametrize(
    ("as_of", "closed", "pay", "order_pay"),
    [
        ("06-02 12:00:00", "", "0/1 (1)", "0/1 (1)"),
        ("06-02 12:00:00", "06-01 12:00:00", "0/1 (1)", "0/1 (1)"),
        ("06-08 10:59:59", "", "0/1 (1)", "0/1 (1)"),
        ("06-08 11:00:00", "", "0/1", "0/1"),
        ("06-05 00:00:00", "06-03 00:00:00", "0/1", "0/1"),
        ("06-05 00:00:00", "06-06 00:00:00", "0/1 (1)", "0/1 (1)"),
    ],
)
def test_payment_is_pending_while_an_order_can_be_paid(measure, as_of, closed, pay, order_pay):
    """Until the window ends, and as long as an order is unpaid, not closed and younger than pay_days."""
    measure(
        as_of=as_of,
        messages=CHAT,
        orders=f"""
            order | customer | created  | closed
            o1    | c1       | 11:00:00 | {closed}
            """,
        expect=f"""
            agent | inquiry_order_rate | inquiry_pay_rate | order_pay_rate
            a1    | 1/1                | {pay}            | {order_pay}
            """,
    )


def test_pending_inquiry_without_an_order_is_not_pending_for_order_payment(measure):
    """The order → payment rate divides by inquiries that ordered: one that did not has no place in it."""
    measure(
        as_of="06-01 18:00:00",
        messages=CHAT,
        expect="""
            agent | inquiry_pay_rate | order_pay_rate
            a1    | 0/1 (1)          | 0/0
            """,
    )
