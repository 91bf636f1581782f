"""The chat behind a number: every message of the day, the counted waits marked, personal data masked."""

from datetime import date

import pytest

from twofour.metrics import METRICS, evidence, facts_of, records_of
from twofour.metrics.chat import chats, masked

title = "The chat behind a number"

CHAT = """
    at             | agent | sender   | text
    05-31 23:55:00 | a1    | customer | 前一天
    05-31 23:55:30 | a1    | agent    | 在
    06-01 10:00:00 | a1    | customer | 在吗
    06-01 10:00:01 | a1    | bot      | 稍等
    06-01 10:00:20 | a1    | customer | 我电话13800138000
    06-01 10:00:38 | a2    | agent    | 在的
    06-01 10:00:40 | a2    | agent    | 请讲
    06-01 10:05:00 | a2    | customer | 订单202606010001
    06-01 11:00:00 | a2    | customer | 人呢
    06-01 11:00:00 | a2    | agent    | 来了
    """
C1 = "\n".join(f"{line} | {'customer' if number == 0 else 'c1'}"
               for number, line in enumerate(CHAT.strip().splitlines()))  # fmt: skip
ORDERS = """
    order        | customer | created  | paid
    202606010001 | c1       | 10:03:00 | 06-02 09:00:00
    """


@pytest.fixture
def chat_of(question_about):
    """The chat of c1 on some days of June, and the question."""

    def read(*days, **tables):
        question = question_about(**tables)
        staff = question.snapshot.scan("staff").collect()
        wanted = {("s1", "c1"): {date(2026, 6, day) for day in days or (1,)}}
        (found,) = chats(question, staff, wanted)
        return found, question

    return read


def test_chat_is_every_message_of_the_day_in_order(chat_of):
    """Machines included, other days left out."""
    found, _ = chat_of(messages=C1)
    assert [line.text for line in found.lines] == [
        "在吗", "稍等", "我电话13800138000", "在的", "请讲", "订单202606010001", "人呢", "来了",
    ]  # fmt: skip
    assert [line.automatic for line in found.lines] == [False, True, *[False] * 6]


def test_reply_shows_the_seconds_that_were_counted(chat_of):
    """From the first unanswered message to the next human reply; only the reply that ends it has them."""
    found, _ = chat_of(messages=C1)
    assert [line.waited for line in found.lines] == [None, None, None, 38, None, None, None, 0]
    assert found.waits == [38, 0]


def test_wait_that_nobody_ended_is_marked_where_it_began(chat_of):
    """The customer asked at 10:05 and again after 40 silent minutes."""
    found, _ = chat_of(messages=C1)
    assert [line.text for line in found.lines if line.unanswered] == ["订单202606010001"]
    assert found.unanswered == 1


def test_conversation_begins_where_counting_begins_it(chat_of):
    """At the first message after the idle gap, in the morning and at eleven."""
    found, _ = chat_of(messages=C1)
    assert [line.text for line in found.lines if line.opens] == ["在吗", "人呢"]


def test_automatic_answers_end_waits_where_the_rules_say_so(chat_of):
    """Under auto_reply answers the bot's word is the answer."""
    found, _ = chat_of(rules={"auto_reply": "answers"}, messages=C1)
    assert [line.waited for line in found.lines][:4] == [None, 1, None, 18]


def test_waits_of_a_chat_are_those_of_the_metric(chat_of):
    """They add up to the seconds of the mean response of the same day."""
    found, question = chat_of(messages=C1)
    parts = facts_of(question), records_of(question)
    staff = question.snapshot.scan("staff").collect()
    metric = METRICS["mean_response"]
    rows = evidence(*parts, staff, question.rules, metric, ("shop", "s1"), question.period)
    assert sum(row.numerator for row in rows) == sum(found.waits)
    assert len(rows) == len(found.waits)


def test_orders_stand_between_the_messages(chat_of):
    """Created and paid, each on its own day."""
    found, _ = chat_of(1, 2, messages=C1, orders=ORDERS)
    notes = [(line.day.day, line.note.zh) for line in found.lines if line.note]
    assert notes == [(1, "下单 202606010001，100.00 元"), (2, "付款 202606010001，100.00 元")]
    assert [line.sender for line in found.lines][5] == "order"


def test_nothing_after_the_watermark_is_shown(chat_of):
    """Events after as_of do not exist; a wait that was open then was not answered."""
    found, _ = chat_of(as_of="06-01 10:00:30", messages=C1, orders=ORDERS)
    assert [line.text for line in found.lines] == ["在吗", "稍等", "我电话13800138000"]
    assert found.lines[0].unanswered


def test_masking_leaves_the_shops_own_order_ids(chat_of):
    """The phone is masked, the order number that the data knows is not."""
    found, question = chat_of(messages=C1, orders=ORDERS)
    (shown,) = masked([found], question.snapshot)
    texts = [line.text for line in shown.lines]
    assert "我电话138****8000" in texts
    assert "订单202606010001" in texts


def test_masking_hides_a_number_that_no_order_has(chat_of):
    """Without that order the same number might be anything."""
    found, question = chat_of(messages=C1)
    (shown,) = masked([found], question.snapshot)
    assert "订单****01" in [line.text for line in shown.lines]


def test_agents_are_called_by_name(chat_of):
    """As the staff rows of the day call them."""
    found, _ = chat_of(messages=C1, staff="agent | member | name\n a2 | m2 | 小丽")
    assert {line.agent_id: line.agent_name for line in found.lines} == {"a1": None, "a2": "小丽"}
