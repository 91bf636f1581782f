"""Cancelled orders: paid orders that are closed soon after lose their credit (§6, JD)."""

from twofour.metrics import METRICS, evidence, facts_of, records_of

title = "Cancelled orders"

CHAT = """
    at       | customer | agent | sender
    09:00:00 | c1       | a1    | customer
    09:00:10 | c1       | a1    | agent
    """

CLOSED = """
    order | customer | created  | paid           | closed
    o1    | c1       | 09:00:05 | 06-01 09:05:00 | 06-16 09:05:00
    o2    | c1       | 09:00:05 | 06-01 09:05:00 | 06-16 09:05:01
    o3    | c1       | 09:00:05 | 06-01 09:05:00 |
    """


def test_closed_orders_keep_their_credit_by_default(measure):
    """With cancel_days 0 closing an order changes nothing."""
    measure(
        rules={"cancel_days": 0},
        messages=CHAT,
        orders=CLOSED,
        expect="""
            agent | sales | sales_orders
            a1    | 30000 | 3
            """,
    )


def test_order_closed_within_cancel_days_belongs_to_nobody(measure):
    """15 × 24 hours after payment still counts; the shop keeps the sale."""
    measure(
        rules={"cancel_days": 15},
        messages=CHAT,
        orders=CLOSED,
        expect="""
            agent | sales | sales_orders
            a1    | 20000 | 2

            shop  | sales | sales_orders
            s1    | 30000 | 3
            """,
    )


def test_cancelled_order_keeps_its_bucket(measure):
    """An order that an agent lost is not silent, and nobody assisted who would have had the credit."""
    measure(
        rules={"cancel_days": 15},
        messages=CHAT,
        orders=CLOSED,
        expect="""
            shop | silent_sales | assisted_orders
            s1   | 0            | 0
            """,
    )


def test_refund_of_a_cancelled_order_is_nobodys(measure):
    """The sale is not the agent's, so neither is the refund."""
    measure(
        rules={"cancel_days": 15},
        messages=CHAT,
        orders="""
            order | customer | created  | paid     | closed
            o1    | c1       | 09:00:05 | 09:05:00 | 06-02 09:00:00
            """,
        refunds="""
            order | requested | completed
            o1    | 10:00:00  | 06-02 09:00:00
            """,
        expect="""
            agent | effective_sales | refunds_credited
            a1    | 0               | 0

            shop  | effective_sales | refunds_credited
            s1    | 0               | 10000
            """,
    )


def test_order_closed_after_the_watermark_is_not_cancelled_yet(measure):
    """What happens after as_of has not happened: an agent loses the credit when the closing is known."""
    for as_of, sales in (("06-02 08:59:59", 10000), ("06-02 09:00:00", 0)):
        measure(
            rules={"cancel_days": 15},
            as_of=as_of,
            messages=CHAT,
            orders="""
                order | customer | created  | paid     | closed
                o1    | c1       | 09:00:05 | 09:05:00 | 06-02 09:00:00
                """,
            expect=f"""
                agent | sales
                a1    | {sales}
                """,
        )


def test_evidence_says_when_and_why_the_credit_went(question_about):
    """The sentence names the closing, the limit and what the order was."""
    question = question_about(
        rules={"cancel_days": 15},
        messages=CHAT,
        orders="""
            order | customer | created  | paid     | closed
            o1    | c1       | 09:00:05 | 09:05:00 | 06-02 09:00:00
            """,
    )
    staff = question.snapshot.scan("staff").collect()
    parts = facts_of(question), records_of(question)
    (row,) = evidence(*parts, staff, question.rules, METRICS["sales"], ("shop", "s1"), question.period)
    assert row.agent_id is None
    assert row.detail.zh.endswith(
        "不再归任何客服：付款后 15 天内取消（06-02 09:00:00 关闭；原为本人下单并付款）"
    )
    assert row.detail.en.endswith(
        "credited to nobody any more: cancelled within 15 days of payment (closed 06-02 09:00:00; "
        "was ordered and paid with this agent)"
    )
