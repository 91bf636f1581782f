"""Urging and upselling: unpaid orders followed up, and more sold to a customer who has paid (§7)."""

import pytest

title = "Urging and upselling"


def unpaid_order_and_message(at):
    """A chat, an order at 10:01, and one more message of the agent."""
    return {
        "messages": f"""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:00:10 | c1       | agent
            {at}     | c1       | agent
            """,
        "orders": """
            order | customer | created
            o1    | c1       | 10:01:00
            """,
    }


@pytest.mark.parametrize(
    ("at", "urged"),
    [
        ("10:06:00", 0),
        ("10:06:01", 1),
        ("06-08 10:00:59", 1),
        ("06-08 10:01:00", 0),
    ],
)
def test_urged_by_a_message_after_five_minutes_and_before_the_pay_limit(measure, at, urged):
    """Later than urge_minutes (5) after creation, and before creation + pay_days (7)."""
    measure(
        **unpaid_order_and_message(at),
        expect=f"""
            agent | urged   | urged_paid | urge_success
            a1    | {urged} | 0          | 0/{urged}
            """,
    )


@pytest.mark.parametrize(("urge_minutes", "urged"), [(4, 1), (5, 0)])
def test_urge_minutes_setting_moves_the_limit(measure, urge_minutes, urged):
    """With urge_minutes 4 a message exactly five minutes after creation urges."""
    measure(
        rules={"urge_minutes": urge_minutes},
        **unpaid_order_and_message("10:06:00"),
        expect=f"""
            agent | urged
            a1    | {urged}
            """,
    )


def test_urging_ends_with_payment_and_with_closing(measure):
    """A message in the second of payment (c1) or after closing (c2) urges nothing; just before, it does."""
    measure(
        messages="""
            at       | customer | sender
            10:30:00 | c1       | agent
            10:30:00 | c2       | agent
            10:29:59 | c3       | agent
            10:29:59 | c4       | agent
            """,
        orders="""
            order | customer | created  | paid     | closed
            o1    | c1       | 10:01:00 | 10:30:00 |
            o2    | c2       | 10:01:00 |          | 10:30:00
            o3    | c3       | 10:01:00 | 10:30:00 |
            o4    | c4       | 10:01:00 |          | 10:30:00
            """,
        expect="""
            agent | urged | urged_paid | urge_success
            a1    | 2     | 1          | 1/2
            """,
    )


def test_automatic_messages_urge_nothing(measure):
    """Only a human message counts as urging."""
    measure(
        rules={"auto_reply": "answers"},
        messages="""
            at       | customer | sender
            10:30:00 | c1       | bot
            """,
        orders="""
            order | customer | created
            o1    | c1       | 10:01:00
            """,
        expect="""
            agent | urged
            a1    | 0
            """,
    )


def test_urged_order_belongs_to_the_first_who_urged(measure):
    """The sender of the first such message has it, on the day of that message."""
    measure(
        messages="""
            at             | customer | agent | sender
            06-02 09:00:00 | c1       | a2    | agent
            06-03 09:00:00 | c1       | a1    | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:01:00 | 06-04 10:00:00
            """,
        expect="""
            agent | day   | urged | urged_paid | urge_success
            a2    | 06-02 | 1     | 1          | 1/1
            """,
    )


def test_payment_after_the_limit_is_no_success_of_urging(measure):
    """Paid exactly seven days after creation (c1) counts, a second later (c2) does not."""
    measure(
        messages="""
            at       | customer | sender
            11:00:00 | c1       | agent
            11:00:00 | c2       | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:01:00 | 06-08 10:01:00
            o2    | c2       | 10:01:00 | 06-08 10:01:01
            """,
        expect="""
            agent | urged | urged_paid | urge_success
            a1    | 2     | 1          | 1/2
            """,
    )


@pytest.mark.parametrize(
    ("as_of", "success"),
    [("06-08 10:00:59", "0/2 (1)"), ("06-08 10:01:00", "0/2")],
)
def test_urged_order_is_pending_while_it_can_be_paid(measure, as_of, success):
    """Pending: urged, unpaid, not closed (c2 is) and younger than pay_days at the watermark."""
    measure(
        as_of=as_of,
        messages="""
            at       | customer | sender
            11:00:00 | c1       | agent
            11:00:00 | c2       | agent
            """,
        orders="""
            order | customer | created  | closed
            o1    | c1       | 10:01:00 |
            o2    | c2       | 10:01:00 | 06-03 00:00:00
            """,
        expect=f"""
            agent | urge_success
            a1    | {success}
            """,
    )


def upsell(*, said="10:40:00", created="10:50:00", by="a1"):
    """A first order paid at 10:30 with a1, a message, and a second order of 5000 fen in the same chat."""
    return {
        "messages": f"""
            at        | customer | agent | sender
            10:20:00  | c1       | a1    | customer
            10:20:10  | c1       | a1    | agent
            {said}    | c1       | {by}  | agent
            """,
        "orders": f"""
            order | customer | created   | paid      | amount
            o1    | c1       | 10:25:00  | 10:30:00  | 10000
            o2    | c1       | {created} | {created} | 5000
            """,
    }


@pytest.mark.parametrize(
    ("said", "orders", "fen"),
    [("10:30:00", 0, 0), ("10:30:01", 1, 5000), ("10:50:00", 1, 5000), ("10:50:01", 0, 0)],
)
def test_upsell_needs_a_message_between_payment_and_the_new_order(measure, said, orders, fen):
    """The credited agent wrote after the first payment and not after the creation of the second order."""
    measure(
        **upsell(said=said),
        expect=f"""
            agent | upsell_orders | upsell_sales | sales_orders
            a1    | {orders}      | {fen}        | 2
            """,
    )


@pytest.mark.parametrize(
    ("created", "orders"),
    [("10:30:00", 0), ("06-02 10:30:00", 1), ("06-02 10:30:01", 0)],
)
def test_upsell_is_created_within_a_day_of_the_payment(measure, created, orders):
    """After the earlier payment, and up to upsell_hours (24) after it."""
    measure(
        **upsell(created=created),
        expect=f"""
            agent | upsell_orders
            a1    | {orders}
            """,
    )


@pytest.mark.parametrize(("upsell_hours", "orders"), [(1, 1), (0, 0)])
def test_upsell_hours_setting_moves_the_limit(measure, upsell_hours, orders):
    """An order twenty minutes after the payment is an upsell within an hour, not within none."""
    measure(
        rules={"upsell_hours": upsell_hours},
        **upsell(),
        expect=f"""
            agent | upsell_orders
            a1    | {orders}
            """,
    )


def test_upsell_needs_the_message_of_the_credited_agent(measure):
    """a2 wrote, but the customer never answered a2, so a1 has the credit and no upsell is anybody's."""
    measure(
        **upsell(by="a2"),
        expect="""
            agent | upsell_orders | sales_orders
            a1    | 0             | 2
            """,
    )


def test_upsell_lies_on_the_day_of_payment(measure):
    """The second order is paid a day after it was made; the one of a month ago plays no part."""
    measure(
        messages="""
            at       | customer | sender
            10:20:00 | c1       | customer
            10:20:10 | c1       | agent
            10:40:00 | c1       | agent
            """,
        orders="""
            order | customer | created        | paid           | amount
            o0    | c1       | 05-01 08:00:00 | 05-01 09:00:00 | 10000
            o1    | c1       | 10:25:00       | 10:30:00       | 10000
            o2    | c1       | 10:50:00       | 06-02 08:00:00 | 5000
            """,
        expect="""
            agent | day   | upsell_orders | upsell_sales
            a1    | 06-02 | 1             | 5000
            """,
    )
