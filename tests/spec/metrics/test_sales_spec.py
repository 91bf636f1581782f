"""Sales: what the credited agents sold, and to how many customers (§7)."""

title = "Sales"

CHAT = """
    at       | customer | sender
    10:00:00 | c1       | customer
    10:05:00 | c1       | agent
    """


def test_sales_sum_what_was_paid(measure):
    """paid_amount counts, amount where it is empty; an unpaid order counts nowhere."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid     | amount | paid_amount | items
            o1    | c1       | 10:03:00 | 10:04:00 | 10000  | 9000        | 2
            o2    | c1       | 10:03:00 | 10:04:00 | 5000   |             | 3
            o3    | c1       | 10:03:00 | 10:04:00 | 4000   | 0           |
            o4    | c1       | 10:03:00 |          | 7000   |             | 1
            """,
        expect="""
            agent | sales | sales_orders | sales_items | sales_customers | effective_sales
            a1    | 14000 | 3            | 5           | 1               | 14000

            agent | average_ticket | items_per_customer | unit_price
            a1    | 14000/1        | 5/1                | 14000/5
            """,
    )


def test_sales_lie_on_the_day_of_payment(measure):
    """An order made before midnight and paid after it is the next day's sale."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 23:59:00 | 06-02 00:00:00
            """,
        expect="""
            agent | day   | sales | sales_orders
            a1    | 06-02 | 10000 | 1
            """,
    )


def test_customers_count_once_per_agent_and_day(measure):
    """Two orders on one day are one customer, one on the next day is another."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:03:00 | 06-01 10:04:00
            o2    | c1       | 10:03:00 | 06-01 20:00:00
            o3    | c1       | 10:03:00 | 06-02 10:04:00
            """,
        expect="""
            agent | sales_orders | sales_customers | average_ticket
            a1    | 3            | 2               | 30000/2
            """,
    )


def test_customers_of_nobody_count_for_the_shop(measure):
    """A customer with an agent's order and a silent one on the same day counts once for each."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 09:00:00 | 09:01:00
            o2    | c1       | 09:02:00 | 09:03:00
            o3    | c1       | 10:03:00 | 10:04:00
            """,
        expect="""
            agent | sales | sales_customers
            a1    | 10000 | 1

            shop  | sales | sales_customers | silent_sales
            s1    | 30000 | 2               | 20000
            """,
    )


def test_refund_is_charged_to_the_credited_agent_when_it_completes(measure):
    """Effective sales fall on the day on which the refund succeeded, whoever handled it."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:03:00 | 10:04:00
            """,
        refunds="""
            order | agent | amount | requested      | completed
            o1    | a2    | 3000   | 06-19 10:00:00 | 06-20 10:00:00
            """,
        expect="""
            agent | day   | sales | refunds_credited | effective_sales
            a1    | 06-01 | 10000 | 0                | 10000
            a1    | 06-20 | 0     | 3000             | -3000

            agent | sales | refunds_credited | effective_sales
            a1    | 10000 | 3000             | 7000
            """,
    )


def test_refund_of_an_earlier_month_may_leave_less_than_nothing(measure):
    """Sales of May refunded in June make June's effective sales negative."""
    measure(
        messages="""
            at             | customer | sender
            05-20 10:00:00 | c1       | customer
            05-20 10:05:00 | c1       | agent
            """,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 05-20 10:03:00 | 05-20 10:04:00
            """,
        refunds="""
            order | amount | requested      | completed
            o1    | 10000  | 06-01 10:00:00 | 06-02 10:00:00
            """,
        expect="""
            agent | sales | refunds_credited | effective_sales
            a1    | 0     | 10000            | -10000
            """,
    )


def test_only_successful_refunds_count(measure):
    """Closed and pending refunds, and successful ones without a completion, take nothing away."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:03:00 | 10:04:00
            """,
        refunds="""
            order | amount | requested      | completed      | status
            o1    | 1000   | 06-19 10:00:00 | 06-20 10:00:00 | closed
            o1    | 200    | 06-19 10:00:00 | 06-20 10:00:00 | pending
            o1    | 30     | 06-19 10:00:00 |                | success
            o1    | 4      | 06-19 10:00:00 | 06-20 10:00:00 |
            """,
        expect="""
            agent | effective_sales | refunds_credited
            a1    | 10000           | 0
            """,
    )


def test_refund_of_an_unknown_order_is_charged_to_nobody(measure):
    """The shop bears it, no agent does."""
    measure(
        refunds="""
            order | amount | requested      | completed      | agent
            o9    | 5000   | 06-19 10:00:00 | 06-20 10:00:00 | a1
            """,
        expect="""
            agent | refunds_credited | effective_sales
            a1    | 0                | 0

            shop  | refunds_credited | effective_sales
            s1    | 5000             | -5000
            """,
    )


def test_refund_of_an_unpaid_order_is_charged_to_the_agent_at_creation(measure):
    """The credit for an order exists before it is paid."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created
            o1    | c1       | 10:03:00
            """,
        refunds="""
            order | amount | requested      | completed
            o1    | 5000   | 06-19 10:00:00 | 06-20 10:00:00
            """,
        expect="""
            agent | refunds_credited | sales
            a1    | 5000             | 0
            """,
    )


def test_repurchase_needs_an_earlier_payment_a_day_to_half_a_year_before(measure):
    """From 24 hours to 180 days after an earlier payment, both ends included.

    c1 paid exactly 24 hours before, c2 a second less; c3 exactly 180 days before, c4 a second more.
    """
    measure(
        orders="""
            order | customer | created             | paid
            o1    | c1       | 05-01 10:00:00      | 05-31 10:03:00
            o2    | c1       | 06-01 10:00:00      | 06-01 10:03:00
            o3    | c2       | 05-01 10:00:00      | 05-31 10:03:01
            o4    | c2       | 06-01 10:00:00      | 06-01 10:03:00
            o5    | c3       | 2025-12-03 10:00:00 | 2025-12-03 10:03:00
            o6    | c3       | 06-01 10:00:00      | 06-01 10:03:00
            o7    | c4       | 2025-12-03 10:00:00 | 2025-12-03 10:02:59
            o8    | c4       | 06-01 10:00:00      | 06-01 10:03:00
            """,
        expect="""
            shop  | repurchase_customers | returning_sales | sales
            s1    | 2                    | 20000           | 40000
            """,
    )


def test_repurchase_counts_for_the_credited_agent(measure):
    """Customers count once per agent and day, the money of all their orders that day counts."""
    measure(
        messages=CHAT,
        orders="""
            order | customer | created        | paid           | amount
            o1    | c1       | 05-01 10:00:00 | 05-01 10:03:00 | 10000
            o2    | c1       | 06-01 10:03:00 | 06-01 10:04:00 | 6000
            o3    | c1       | 06-01 10:03:00 | 06-01 10:05:00 | 7000
            """,
        expect="""
            agent | repurchase_customers | returning_sales | sales_orders
            a1    | 1                    | 13000           | 2
            """,
    )
