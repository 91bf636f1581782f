"""Evidence: the sentence that says whose order it is and why, and names beside ids (§6, §9)."""

import pytest

from twofour.metrics import METRICS, evidence, facts_of, records_of

title = "Evidence"

CHAT = """
    at       | customer | agent | sender
    10:02:00 | c1       | a1    | customer
    10:19:30 | c1       | a1    | agent
    """

TWO_CHATS = """
    at             | customer | agent | sender
    06-01 10:02:00 | c1       | a1    | customer
    06-01 10:19:30 | c1       | a1    | agent
    06-04 11:00:00 | c1       | a2    | customer
    06-04 11:05:00 | c1       | a2    | agent
    """


@pytest.fixture
def rows_of(question_about):
    """The evidence of a metric for the shop, or for another subject."""

    def rows(metric, subject=("shop", "s1"), **tables):
        question = question_about(**tables)
        staff = question.snapshot.scan("staff").collect()
        parts = facts_of(question), records_of(question)
        return evidence(*parts, staff, question.rules, METRICS[metric], subject, question.period)

    return rows


def order(created, paid):
    """One order of c1 over 100 yuan."""
    return f"""
        order | customer | created   | paid
        o1    | c1       | {created} | {paid}
        """


def test_order_and_payment_in_one_conversation_are_one_phrase(rows_of):
    """Both moments lie inside the span: its agent, both times, the conversation."""
    (row,) = rows_of("sales", messages=CHAT, orders=order("10:05:03", "10:12:40"))
    assert row.detail.zh == (
        "100.00 元；06-01 10:05:03 下单、10:12:40 付款时都正与 a1 会话（10:02–10:19）；"
        "归 a1（本人下单并付款）"
    )
    assert row.detail.en == (
        "100.00 yuan; created 06-01 10:05:03 and paid 10:12:40, both while talking with a1 (10:02–10:19);"
        " credited to a1 (ordered and paid with this agent)"
    )


def test_payment_after_the_conversation_names_the_closest_one(rows_of):
    """Inside for the order, the closest before for the payment; a date where it is another day's."""
    (row,) = rows_of("sales", messages=CHAT, orders=order("10:05:03", "06-02 08:00:00"))
    assert row.detail.zh == (
        "100.00 元；06-01 10:05:03 下单时正与 a1 会话（10:02–10:19）；"
        "06-02 08:00:00 付款前 2 天内最近的会话是与 a1（06-01 10:02–06-01 10:19）；归 a1（本人下单并付款）"
    )
    assert (
        "payment 06-02 08:00:00: the closest conversation in the 2 days before was with a1" in row.detail.en
    )


def test_order_without_any_conversation_near_says_so(rows_of):
    """Nobody at either moment: fully silent, and no credit rule is needed to say so."""
    (row,) = rows_of("sales", messages=CHAT, orders=order("06-08 10:00:00", "06-08 10:01:00"))
    assert row.detail.zh == (
        "100.00 元；06-08 10:00:00 下单前 2 天内没有有效会话；06-08 10:01:00 付款前 2 天内没有有效会话；"
        "不归任何客服（全静默）"
    )
    assert row.detail.en.endswith("credited to nobody (fully silent)")


@pytest.mark.parametrize(
    ("credit", "created", "paid", "says"),
    [
        ("order_first", "06-01 10:10:00", "06-04 11:02:00", "归 a1（非本人付款；下单时优先）"),
        ("order", "06-01 10:10:00", "06-04 11:02:00", "归 a1（非本人付款；只看下单时）"),
        ("payment", "06-01 10:10:00", "06-04 11:02:00", "归 a2（非本人下单；只看付款时）"),
        ("order_first", "06-01 10:10:00", "06-08 00:00:00", "归 a1（非本人付款；下单时优先）"),
        ("order_first", "06-01 09:00:00", "06-04 11:02:00", "归 a2（静默下单；下单时无客服，看付款时）"),
        ("order", "06-01 09:00:00", "06-04 11:02:00", "不归任何客服（静默下单；只看下单时）"),
    ],
)
def test_bucket_and_credit_rule_stand_behind_the_owner(rows_of, credit, created, paid, says):
    """Whose it is, which bucket the order is in, and by which rule."""
    (row,) = rows_of("sales", rules={"credit_rule": credit}, messages=TWO_CHATS, orders=order(created, paid))
    assert says in row.detail.zh
    assert row.detail.en.count("(") == row.detail.zh.count("（")


def test_agents_who_assisted_are_named(rows_of):
    """Others with a span that touches the order's time, in order of id."""
    messages = f"{CHAT.rstrip()}\n    10:20:00 | c1 | a3 | customer\n    10:21:00 | c1 | a3 | agent"
    (row,) = rows_of("sales", messages=messages, orders=order("10:05:00", "10:30:00"))
    assert row.detail.zh.endswith("归 a1（非本人付款；下单时优先）；协助：a3")
    assert row.detail.en.endswith("; assisted by a3")


def test_assisted_order_names_who_owned_its_creation(rows_of):
    """The assisting agent's own row says with whom the customer was talking."""
    messages = f"{CHAT.rstrip()}\n    10:20:00 | c1 | a3 | customer\n    10:21:00 | c1 | a3 | agent"
    (row,) = rows_of(
        "assisted_orders", ("agent", "a3"), messages=messages, orders=order("10:05:00", "10:30:00")
    )
    assert row.reference == "o1"
    assert row.detail.zh == "协助 06-01 10:05:00 创建的订单，下单时客服为 a1"


@pytest.mark.parametrize(("day", "called"), [("06-01", "小美（a1）"), ("06-04", "小丽（a1）")])
def test_agent_is_called_as_the_staff_row_of_the_day_says(rows_of, day, called):
    """The name beside the id; an agent id that changes hands changes its name with the day."""
    (row,) = rows_of(
        "sales",
        messages=f"""
            at             | customer | agent | sender
            {day} 10:02:00 | c1       | a1    | customer
            {day} 10:19:30 | c1       | a1    | agent
            """,
        orders=order(f"{day} 10:05:00", f"{day} 10:06:00"),
        staff="""
            agent | member | name | from       | to
            a1    | m1     | 小美 | 2026-01-01 | 2026-06-02
            a1    | m2     | 小丽 | 2026-06-03 |
            """,
    )
    assert f"正与 {called} 会话" in row.detail.zh
    assert row.agent_name == called.split("（")[0]


def test_id_that_holds_the_name_already_stands_alone(rows_of):
    """A sub-account such as 店铺:小美 needs no name beside it."""
    (row,) = rows_of(
        "mean_response",
        messages=CHAT.replace("a1   ", "店铺:小美"),
        staff="agent | member | name\n 店铺:小美 | m1 | 小美",
    )
    assert (row.agent_id, row.agent_name) == ("店铺:小美", "小美")
    assert row.detail.zh == "10:02:00 提问，10:19:30 回复，用时 1050 秒"


def test_order_points_to_the_days_of_its_chats(rows_of):
    """Behind an order lie the chats at its creation and at its payment, not only its own day's."""
    (row,) = rows_of("sales", messages=TWO_CHATS, orders=order("06-02 09:00:00", "06-05 12:00:00"))
    assert [f"{day:%d}" for day in row.chat_days] == ["01", "02", "04", "05"]
