"""Attribution: which agent has the credit for an order (§6)."""

import pytest

title = "Whose order"

CHAT = """
    at       | customer | agent | sender
    10:00:00 | c1       | a1    | customer
    10:05:00 | c1       | a1    | agent
    """

TWO_CHATS = """
    at             | customer | agent | sender
    06-01 10:00:00 | c1       | a1    | customer
    06-01 10:05:00 | c1       | a1    | agent
    06-02 10:00:00 | c1       | a2    | customer
    06-02 10:05:00 | c1       | a2    | agent
    """

ORDERED_WITH_A1_PAID_WITH_A2 = """
    order | customer | created  | paid
    o1    | c1       | 10:03:00 | 06-02 10:03:00
    """


@pytest.mark.parametrize("created", ["10:00:00", "10:03:00", "10:05:00"])
def test_order_inside_a_span_belongs_to_its_agent(measure, created):
    """A span holds its first and its last second."""
    measure(
        messages=CHAT,
        orders=f"""
            order | customer | created   | paid
            o1    | c1       | {created} | {created}
            """,
        expect="""
            agent | sales | sales_orders
            a1    | 10000 | 1
            """,
    )


def test_order_before_any_chat_belongs_to_nobody(measure):
    """A chat that begins after creation and payment earns nothing; the order is silent."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 09:59:58 | 09:59:59
            """,
        expect="""
            agent | sales
            a1    | 0

            shop  | sales | silent_sales
            s1    | 10000 | 10000
            """,
    )


def test_order_soon_after_a_span_belongs_to_its_agent(measure):
    """Up to attribution_days (2) after the span's end, the last second included; later, to nobody."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-03 10:05:00 | 06-03 10:05:00
            o2    | c1       | 06-03 10:05:01 | 06-03 10:05:01
            """,
        expect="""
            agent | sales
            a1    | 10000

            shop  | sales | silent_sales
            s1    | 20000 | 10000
            """,
    )


def test_attribution_days_setting_moves_the_limit(measure):
    """With attribution_days 7 the same chat earns for a week, with 0 for its own span only."""
    orders = """
        order | customer | created        | paid
        o1    | c1       | 10:05:00       | 10:05:00
        o2    | c1       | 10:05:01       | 10:05:01
        o3    | c1       | 06-08 10:05:00 | 06-08 10:05:00
        """
    measure(
        rules={"attribution_days": 7},
        messages=CHAT,
        orders=orders,
        expect="""
            agent | sales_orders
            a1    | 3
            """,
    )
    measure(
        rules={"attribution_days": 0},
        messages=CHAT,
        orders=orders,
        expect="""
            agent | sales_orders
            a1    | 1
            """,
    )


def test_span_that_ended_last_before_the_order_wins(measure):
    """Of several spans before the order, the one closest to it earns."""
    measure(
        messages=TWO_CHATS,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-02 12:00:00 | 06-02 12:00:00
            """,
        expect="""
            agent | sales
            a2    | 10000
            """,
    )


def test_of_several_spans_around_the_order_the_one_ending_latest_wins(measure):
    """Both chats were open; the one that went on longer earns."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:01:00 | c1       | a2    | customer
            10:02:00 | c1       | a1    | agent
            10:03:00 | c1       | a2    | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:01:30 | 10:01:30
            """,
        expect="""
            agent | sales
            a2    | 10000
            """,
    )


@pytest.mark.parametrize(
    ("created", "credited"), [("10:01:10", "a1"), ("10:01:30", "a2"), ("10:02:00", "a1")]
)
def test_of_spans_ending_together_the_latest_human_message_wins(measure, created, credited):
    """Whoever wrote last up to the order; what was written after it does not count."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:00:10 | c1       | a1    | agent
            10:01:00 | c1       | a2    | customer
            10:01:30 | c1       | a2    | agent
            10:01:50 | c1       | a1    | agent
            10:05:00 | c1       | a1    | customer
            10:05:00 | c1       | a2    | customer
            """,
        orders=f"""
            order | customer | created   | paid
            o1    | c1       | {created} | {created}
            """,
        expect=f"""
            agent      | sales
            {credited} | 10000
            """,
    )


def test_words_after_a_span_ended_do_not_break_its_tie(measure):
    """Only the span's own messages count; a later conversation of one of the agents is another span."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a2    | customer
            10:00:00 | c1       | a1    | customer
            10:01:00 | c1       | a1    | agent
            10:01:00 | c1       | a2    | agent
            11:00:00 | c1       | a2    | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 12:00:00 | 12:00:00
            """,
        expect="""
            agent | sales
            a1    | 10000
            """,
    )


def test_of_spans_alike_the_smaller_agent_id_wins(measure):
    """When the ends and the last human messages fall into the same second, the ids decide."""
    measure(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a2    | customer
            10:00:00 | c1       | a1    | customer
            10:01:00 | c1       | a1    | agent
            10:01:00 | c1       | a2    | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 12:00:00 | 12:00:00
            """,
        expect="""
            agent | sales
            a1    | 10000
            """,
    )


def test_span_of_one_side_only_earns_nothing(measure):
    """Neither a customer whom nobody answered nor an agent who wrote alone makes a valid span."""
    measure(
        messages="""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:01:00 | c1       | bot
            10:02:00 | c1       | customer
            10:00:00 | c2       | agent
            10:02:00 | c2       | agent
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:01:00 | 10:01:00
            o2    | c2       | 10:01:00 | 10:01:00
            """,
        expect="""
            agent | sales
            a1    | 0

            shop  | sales | silent_sales
            s1    | 20000 | 20000
            """,
    )


def test_automatic_messages_make_a_span_no_longer(measure):
    """Even where automatic messages count as answers, a span ends with its last human or customer message."""
    measure(
        rules={"auto_reply": "answers", "attribution_days": 0},
        messages="""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:01:00 | c1       | agent
            10:05:00 | c1       | bot
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:00:30 | 10:03:00
            o2    | c1       | 10:03:00 | 10:03:00
            """,
        expect="""
            agent | sales_orders
            a1    | 1

            shop  | sales_orders | silent_sales
            s1    | 2            | 10000
            """,
    )


@pytest.mark.parametrize(
    ("credit_rule", "credited", "helper"),
    [("order", "a1", "a2"), ("payment", "a2", "a1"), ("order_first", "a1", "a2")],
)
def test_credit_rule_chooses_between_creation_and_payment(measure, credit_rule, credited, helper):
    """Ordered with a1, paid with a2: the rule says who earns, and the other one assisted."""
    measure(
        rules={"credit_rule": credit_rule},
        messages=TWO_CHATS,
        orders=ORDERED_WITH_A1_PAID_WITH_A2,
        expect=f"""
            agent      | sales | assisted_orders
            {credited} | 10000 | 0
            {helper}   | 0     | 1
            """,
    )


@pytest.mark.parametrize(("credit_rule", "sales"), [("order", 0), ("payment", 10000), ("order_first", 10000)])
def test_order_made_in_silence_and_paid_with_an_agent(measure, credit_rule, sales):
    """Under order_first and payment the agent at payment earns; in no case is the sale fully silent."""
    measure(
        rules={"credit_rule": credit_rule},
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 09:00:00 | 10:03:00
            """,
        expect=f"""
            agent | sales
            a1    | {sales}

            shop  | sales | silent_sales
            s1    | 10000 | 0
            """,
    )


def test_assisted_orders_lie_on_the_day_of_creation(measure):
    """Assistance counts on the day on which the order was made, though the helper came a day later."""
    measure(
        messages=TWO_CHATS,
        orders=ORDERED_WITH_A1_PAID_WITH_A2,
        expect="""
            agent | day   | assisted_orders
            a2    | 06-01 | 1
            """,
    )


def test_helper_touches_the_time_from_attribution_days_before_creation_to_payment(measure):
    """From two days before the order (a3, not a2) to the very second of payment (a4, not a5)."""
    measure(
        messages="""
            at             | customer | agent | sender
            06-01 10:00:00 | c1       | a2    | customer
            06-01 10:02:59 | c1       | a2    | agent
            06-01 10:00:00 | c1       | a3    | customer
            06-01 10:03:00 | c1       | a3    | agent
            06-03 10:00:00 | c1       | a1    | customer
            06-03 10:05:00 | c1       | a1    | agent
            06-03 10:30:00 | c1       | a4    | customer
            06-03 10:31:00 | c1       | a4    | agent
            06-03 10:30:01 | c1       | a5    | customer
            06-03 10:31:00 | c1       | a5    | agent
            """,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-03 10:03:00 | 06-03 10:30:00
            """,
        expect="""
            agent | assisted_orders | sales
            a1    | 0               | 10000
            a3    | 1               | 0
            a4    | 1               | 0
            """,
    )


def test_unpaid_order_is_assisted_up_to_its_creation(measure):
    """An unpaid order has helpers besides the agent at creation; a later chat helped nothing yet."""
    measure(
        messages="""
            at             | customer | agent | sender
            06-01 10:00:00 | c1       | a2    | customer
            06-01 10:05:00 | c1       | a2    | agent
            06-02 10:00:00 | c1       | a1    | customer
            06-02 10:05:00 | c1       | a1    | agent
            06-02 10:30:00 | c1       | a3    | customer
            06-02 10:35:00 | c1       | a3    | agent
            """,
        orders="""
            order | customer | created
            o1    | c1       | 06-02 10:03:00
            """,
        expect="""
            agent | assisted_orders | sales
            a2    | 1               | 0
            """,
    )
