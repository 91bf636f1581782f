"""Losses: inquiries that did not order, orders that were not paid, and the reasons that can be computed."""

import polars as pl
import pytest

from twofour.metrics import METRICS, evidence, facts_of, records_of
from twofour.metrics.loss_words import LossSettings
from twofour.metrics.losses import losses

title = "Lost inquiries and lost payments"

UNPAID = """
    order | customer | created
    o1    | c1       | 10:05:00
    """


@pytest.fixture
def lost(question_about):
    """The losses of the shop, or of another subject, in some text tables."""

    def found(kind="inquiry", subject=("shop", "s1"), settings=None, **tables):
        question = question_about(**tables)
        staff = question.snapshot.scan("staff").collect()
        return losses(question, staff, kind, subject, settings)

    return found


def chat(*lines):
    """A chat of c1 with a1: each line is time and sender, then perhaps kind and text."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    padded = [" | ".join([*cells, "", ""][:4]) + " | c1" for cells in rows]
    return "\n".join(["at | sender | kind | text | customer", *padded])


def reasons(found):
    """The reasons of the only loss."""
    row = found.rows.row(0, named=True)
    assert found.rows.height == 1
    return {name for name, holds in row.items() if holds is True and name != "lost"}


@pytest.mark.parametrize(("seconds", "slow"), [("10:02:00", False), ("10:02:01", True)])
def test_slow_answer_is_longer_than_slow_seconds(lost, seconds, slow):
    """120 seconds are not slow, 121 are."""
    found = lost(messages=chat("10:00:00 | customer", f"{seconds} | agent"))
    assert ("slow_answer" in reasons(found)) is slow
    assert found.rows["longest"].to_list() == [121 if slow else 120]


def test_slow_seconds_setting_moves_the_limit(lost):
    """With slow_seconds 200 an answer after 121 seconds is in time."""
    found = lost(rules={"slow_seconds": 200}, messages=chat("10:00:00 | customer", "10:02:01 | agent"))
    assert "slow_answer" not in reasons(found)


def test_unanswered_is_a_wait_that_nobody_ended(lost):
    """The customer asked again and heard nothing."""
    found = lost(messages=chat("10:00:00 | customer", "10:00:10 | agent", "10:01:00 | customer"))
    assert reasons(found) == {"unanswered", "no_recommendation"}
    assert found.rows.select("waits", "unanswered_waits").row(0) == (2, 1)


def test_another_agents_slow_answer_is_not_this_agents_reason(lost):
    """A wait belongs to who answered it; each reception knows its own waits only."""
    found = lost(
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:00:10 | c1       | a1    | agent
            11:00:00 | c1       | a2    | customer
            11:10:00 | c1       | a2    | agent
            """
    )
    assert found.rows.select("agent_id", "slow_answer").rows() == [("a1", False), ("a2", True)]


@pytest.mark.parametrize(("asked", "outside"), [("08:59:59", True), ("09:00:00", False), ("23:00:00", True)])
def test_out_of_hours_is_first_asked_outside_service_hours(lost, asked, outside):
    """The opening second is inside, the closing one outside."""
    found = lost(
        rules={"service_hours": "09:00-23:00"}, messages=chat(f"{asked} | customer", "23:30:00 | agent")
    )
    assert ("out_of_hours" in reasons(found)) is outside


def test_without_service_hours_nobody_asks_out_of_hours(lost):
    """There is nothing to be outside of."""
    assert "out_of_hours" not in reasons(lost(messages=chat("03:00:00 | customer", "03:00:10 | agent")))


@pytest.mark.parametrize(("later", "talk"), [(2, True), (3, False)])
def test_price_talk_is_among_the_customers_last_three_messages(lost, later, talk):
    """Two messages after the price word it still counts, three after it no longer does."""
    more = [f"10:0{n}:00 | customer | text | 嗯" for n in range(1, later + 1)]
    messages = chat("10:00:00 | customer | text | 有点贵", *more, "10:09:00 | agent | text | 便宜了")
    assert ("price_talk" in reasons(lost(messages=messages))) is talk


def test_agents_price_talk_is_not_the_customers(lost):
    """Only the customer's words tell."""
    messages = chat("10:00:00 | customer | text | 在吗", "10:00:10 | agent | text | 现在有优惠")
    assert "price_talk" not in reasons(lost(messages=messages))


def test_price_words_are_the_shops_to_change(lost):
    """The settings name the words and how many messages are looked at."""
    messages = chat(
        "10:00:00 | customer | text | 肉疼", "10:00:05 | agent", "10:00:10 | customer | text | 嗯"
    )
    assert "price_talk" not in reasons(lost(messages=messages))
    for settings, talk in (
        (LossSettings(price_words=("肉疼",)), True),
        (LossSettings(price_words=("肉疼",), price_messages=1), False),
        (LossSettings(price_words=()), False),
    ):
        assert ("price_talk" in reasons(lost(messages=messages, settings=settings))) is talk


@pytest.mark.parametrize(
    ("line", "recommended"),
    [
        ("agent | product | 四件套", True),
        ("agent | card |", True),
        ("agent | text | 给您推荐一款", True),
        ("agent | text | 在的亲", False),
        ("customer | product | 四件套", False),
        ("bot | text | 给您推荐一款", False),
    ],
)
def test_recommendation_is_a_product_or_a_recommending_word_of_the_agent(lost, line, recommended):
    """What the customer sends or a machine says is no recommendation."""
    messages = chat("10:00:00 | customer", f"10:00:05 | {line}", "10:00:10 | agent | text | 在")
    assert ("no_recommendation" in reasons(lost(messages=messages))) is not recommended


def test_automatic_words_of_an_agent_are_no_recommendation(lost):
    """An agent's message that begins with an automatic prefix was written by a machine."""
    rules = {"auto_reply_prefixes": ["【自动】"]}
    messages = chat(
        "10:00:00 | customer", "10:00:01 | agent | text | 【自动】推荐看看", "10:00:10 | agent | text | 在"
    )
    found = lost(rules=rules, messages=messages)
    assert "no_recommendation" in reasons(found)
    assert found.rows["agent_first"].to_list() == [{"kind": "text", "text": "在"}]


@pytest.mark.parametrize(("reminded", "missing"), [("10:09:59", True), ("10:10:01", False)])
def test_no_reminder_is_a_lost_payment_without_an_urge(lost, reminded, missing):
    """Ordered at 10:05, not paid; a message later than urge_minutes (5) after it is a reminder."""
    messages = chat("10:00:00 | customer", "10:00:05 | agent", f"{reminded} | agent")
    found = lost("payment", messages=messages, orders=UNPAID)
    assert ("no_reminder" in reasons(found)) is missing
    assert "no_recommendation" not in found.rows.columns


def test_one_reminded_order_is_enough(lost):
    """Of two unpaid orders the first was urged."""
    found = lost(
        "payment",
        messages=chat("10:00:00 | customer", "10:00:05 | agent", "10:20:00 | agent"),
        orders=f"{UNPAID.rstrip()}\n    o2 | c1 | 23:00:00",
    )
    assert "no_reminder" not in reasons(found)


def test_loss_shows_first_and_last_words_and_the_products(lost):
    """Of both sides; a product is shown once, whoever sends it again."""
    found = lost(
        messages=chat(
            "10:00:00 | customer | text | 在吗",
            "10:00:01 | customer | product | 四件套",
            "10:00:02 | customer | product | 四件套",
            "10:00:05 | agent | text | 在的",
            "10:01:00 | customer | image |",
            "10:01:05 | agent | text | 稍等",
        )
    )
    row = found.rows.row(0, named=True)
    assert row["customer_first"] == {"kind": "text", "text": "在吗"}
    assert row["customer_last"] == {"kind": "image", "text": None}
    assert (row["agent_first"]["text"], row["agent_last"]["text"]) == ("在的", "稍等")
    assert row["products"] == ["四件套"]


def test_words_are_those_of_the_day_with_the_agent(lost):
    """Another day's words, and another agent's, belong to other receptions."""
    found = lost(
        messages="""
            at             | customer | agent | sender   | text
            06-01 10:00:00 | c1       | a1    | customer | 一
            06-01 10:00:05 | c1       | a1    | agent    | 二
            06-01 11:00:00 | c1       | a2    | customer | 三
            06-02 10:00:00 | c1       | a1    | customer | 四
            06-02 10:00:05 | c1       | a1    | agent    | 五
            """
    )
    said = found.rows.select(
        pl_text("customer_first"), pl_text("customer_last"), pl_text("agent_first"), pl_text("agent_last")
    ).rows()
    assert said == [("一", "一", "二", "二"), ("四", "四", "五", "五")]


def pl_text(column):
    """The text of a said column."""
    return pl.col(column).struct.field("text").alias(column)


@pytest.mark.parametrize(
    ("as_of", "counted", "pending", "gone"),
    [("06-02 12:00:00", 1, 1, 0), ("06-03 00:00:00", 1, 0, 1)],
)
def test_pending_inquiry_is_not_lost_yet(lost, as_of, counted, pending, gone):
    """An inquiry may order until the next day ends."""
    found = lost(as_of=as_of, messages=chat("10:00:00 | customer", "10:00:05 | agent"))
    total = found.total()
    assert (total["counted"], total["pending"], total["lost"]) == (counted, pending, gone)


MANY = {
    "messages": "at | customer | agent | sender\n"
    + "\n".join(
        f"06-0{1 + n % 2} 1{n}:00:00 | c{n} | a{1 + n % 2} | customer\n"
        f"06-0{1 + n % 2} 1{n}:03:00 | c{n} | a{1 + n % 2} | agent"
        for n in range(8)
    ),
    "orders": """
        order | customer | created        | paid
        o1    | c1       | 06-02 12:00:00 | 06-02 12:01:00
        o2    | c2       | 06-01 13:00:00 |
        o3    | c3       | 06-02 14:00:00 | 06-20 00:00:00
        """,
    "staff": """
        agent | member | team | from       | to
        a1    | m1     | t1   | 2026-01-01 |
        a2    | m2     | t1   | 2026-01-01 |
        """,
}


@pytest.mark.parametrize(
    ("kind", "metric", "expected"),
    [("inquiry", "inquiry_order_rate", 5), ("payment", "order_pay_rate", 2)],
)
@pytest.mark.parametrize(
    "subject", [("agent", "a1"), ("agent", "a2"), ("member", "m2"), ("team", "t1"), ("shop", "s1")]
)
def test_losses_are_what_the_metrics_leave(question_about, kind, metric, expected, subject):
    """Denominator − numerator − pending of the metric, of every kind of subject."""
    question = question_about(**MANY)
    staff = question.snapshot.scan("staff").collect()
    found = losses(question, staff, kind, subject)
    parts = facts_of(question), records_of(question)
    rows = evidence(*parts, staff, question.rules, METRICS[metric], subject, question.period)
    left = sum(row.denominator - row.numerator - row.pending for row in rows)
    assert found.total()["lost"] == found.rows.height == left
    if subject[0] in ("team", "shop"):
        assert left == expected


def test_counts_by_subject_add_up(lost):
    """Two agents, one shop: every column of the parts sums to the whole."""
    found = lost(**MANY)
    parts = found.by(pl.DataFrame(), "agent")
    assert list(parts) == ["a1", "a2"]
    for name, whole in found.total().items():
        assert sum(part[name] for part in parts.values()) == whole, name
    assert found.total()["slow_answer"] == found.total()["lost"] == 5


def test_nothing_lost_is_an_empty_table(lost):
    """A period without inquiries has no losses and no reasons."""
    found = lost(period="2026-07", messages=chat("10:00:00 | customer", "10:00:05 | agent"))
    assert found.rows.is_empty()
    assert set(found.total().values()) == {0}
