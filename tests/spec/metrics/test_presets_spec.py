"""Presets: one day as the default counts it, and as each platform does (§8)."""

import re
from pathlib import Path

import pytest

from twofour.events.presets import load_preset, preset_names

title = "Presets"


@pytest.fixture
def under(measure):
    """``measure`` with the settings of a preset instead of ``rules``."""

    def check(preset, **tables):
        measure(rules=load_preset(preset).settings, **tables)

    return check


def test_every_preset_has_a_day():
    """Each preset is counted here, beside the default."""
    page = Path(__file__).read_text("utf-8")
    assert [name for name in preset_names() if not re.search(rf'under\(\s*"{name}"', page)] == []


def test_taobao_grades_the_day_and_what_is_answered_in_it(under):
    """c1 asked at night and got no answer: no longer counted. c2 asked at night and was answered after eight:
    counted, and late. c3 asked and was answered by day.
    """
    day = """
        at       | customer | sender
        02:00:00 | c1       | customer
        07:40:00 | c2       | customer
        08:00:30 | c2       | agent
        10:00:00 | c3       | customer
        10:00:20 | c3       | agent
        """
    under(
        "default",
        messages=day,
        expect="""
            agent | response_within_180s | mean_response
            a1    | 1/3                  | 1250/2
            """,
    )
    under(
        "taobao",
        messages=day,
        expect="""
            agent | response_within_180s | mean_response
            a1    | 1/2                  | 1250/2
            """,
    )


def test_pinduoduo_grades_customers_by_day(under):
    """c1 waited three times and was answered late once: two waits of three in time, but a customer lost.
    c2, at night, does not count. The bot's greeting answers neither.
    """
    day = """
        at       | customer | sender
        09:00:00 | c1       | customer
        09:00:01 | c1       | bot
        09:00:30 | c1       | agent
        09:01:00 | c1       | customer
        09:01:30 | c1       | agent
        09:02:00 | c1       | customer
        09:06:00 | c1       | agent
        10:00:00 | c3       | customer
        10:01:00 | c3       | agent
        23:30:00 | c2       | customer
        23:59:00 | c2       | agent
        """
    under(
        "default",
        messages=day,
        expect="""
            agent | response_within_180s | consulted
            a1    | 3/5                  | 3
            """,
    )
    under(
        "pinduoduo",
        messages=day,
        expect="""
            agent | response_within_180s | consulted
            a1    | 1/2                  | 3
            """,
    )


def test_douyin_knows_the_welcome_and_the_assist_robot(under):
    """c1: the welcome after two seconds is no reply, the agent's after a minute is. c2: after the agent, the
    robot answers the second question; that credits nobody. c3, asked after closing, waits from eight on.
    """
    day = """
        at             | customer | sender
        06-01 09:00:00 | c1       | customer
        06-01 09:00:02 | c1       | agent
        06-01 09:01:00 | c1       | agent
        06-01 10:00:00 | c2       | customer
        06-01 10:00:20 | c2       | agent
        06-01 10:01:00 | c2       | customer
        06-01 10:01:05 | c2       | bot
        06-01 23:30:00 | c3       | customer
        06-02 08:00:40 | c3       | agent
        """
    under(
        "default",
        messages=day,
        expect="""
            agent | day   | mean_response | first_response
            a1    | 06-01 | 30662/3       | 30662/3

            shop  | day   | response_within_180s
            s1    | 06-01 | 2/4
            """,
    )
    under(
        "douyin",
        messages=day,
        expect="""
            agent | day   | mean_response | first_response
            a1    | 06-01 | 120/3         | 120/3

            shop  | day   | response_within_180s
            s1    | 06-01 | 4/4
            """,
    )


def test_jd_credits_the_agent_at_creation_and_takes_cancelled_orders_back(under):
    """o1 was created before any chat: the default gives it to the agent at payment, JD to nobody. o2 was
    cancelled after a week. c2's conversation began before nine, so its slow answer is not graded.
    """
    day = """
        at       | customer | sender
        08:50:00 | c2       | customer
        09:10:00 | c2       | agent
        10:00:00 | c1       | customer
        10:00:20 | c1       | agent
        """
    orders = """
        order | customer | created  | paid     | closed
        o1    | c1       | 09:30:00 | 10:05:00 |
        o2    | c1       | 10:00:10 | 10:05:00 | 06-08 10:05:00
        o3    | c1       | 10:00:10 | 10:05:00 |
        """
    under(
        "default",
        messages=day,
        orders=orders,
        expect="""
            agent | sales | mean_response | response_within_180s
            a1    | 30000 | 1220/2        | 1/2
            """,
    )
    under(
        "jd",
        messages=day,
        orders=orders,
        expect="""
            agent | sales | mean_response | response_within_180s
            a1    | 10000 | 20/1          | 1/1
            """,
    )


def test_xiaohongshu_grades_first_waits(under):
    """Only the first question of a conversation that the customer opened: c2's was opened by the agent."""
    day = """
        at       | customer | sender
        09:00:00 | c1       | customer
        09:00:20 | c1       | agent
        09:01:00 | c1       | customer
        09:06:00 | c1       | agent
        09:00:00 | c2       | agent
        09:00:10 | c2       | customer
        """
    under(
        "default",
        messages=day,
        expect="""
            agent | response_within_180s
            a1    | 1/3
            """,
    )
    under(
        "xiaohongshu",
        messages=day,
        expect="""
            agent | response_within_180s
            a1    | 1/1
            """,
    )


def test_long_cycle_credits_a_sale_days_after_the_chat(under):
    """Ordered and paid five days after the chat: two days of attribution are too short, seven are not. The
    conversion that tables show first is that of seven days; it is the same figure under both.
    """
    day = """
        at       | customer | sender
        10:00:00 | c1       | customer
        10:00:20 | c1       | agent
        """
    order = """
        order | customer | created        | paid
        o1    | c1       | 06-06 10:00:00 | 06-06 11:00:00
        """
    under(
        "default",
        messages=day,
        orders=order,
        expect="""
            agent | inquiry_pay_rate | seven_day_pay_rate
            a1    | 0/1              | 1/1

            agent | sales
            """,
    )
    under(
        "long_cycle",
        messages=day,
        orders=order,
        expect="""
            agent | inquiry_pay_rate | seven_day_pay_rate | sales
            a1    | 0/1              | 1/1                | 10000
            """,
    )


def test_headline_conversion_changes_no_figure(measure):
    """It only says which conversion tables show first."""
    for conversion in ("inquiry_pay_rate", "seven_day_pay_rate"):
        measure(
            rules={"headline_conversion": conversion},
            messages="""
                at       | customer | sender
                10:00:00 | c1       | customer
                10:00:20 | c1       | agent
                """,
            expect="""
                agent | inquiry_pay_rate | seven_day_pay_rate
                a1    | 0/1              | 0/1
                """,
        )
