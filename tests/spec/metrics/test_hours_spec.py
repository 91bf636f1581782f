"""Hours of the day: seconds that count, waits that are graded, conversations that are left out (§§4, 7)."""

from twofour.metrics import METRICS, evidence, facts_of, records_of

title = "Service hours and graded hours"

DAYTIME = {"service_hours": "08:00-23:00"}

OVERNIGHT = """
    at             | customer | sender
    06-01 22:59:50 | c1       | customer
    06-02 08:00:05 | c1       | agent
    06-01 23:30:00 | c2       | customer
    06-02 07:30:00 | c2       | agent
    06-01 22:58:00 | c3       | customer
    06-02 09:00:00 | c3       | agent
    """

EDGES = """
    at       | customer | sender
    07:59:00 | c1       | customer
    07:59:30 | c1       | agent
    07:59:30 | c2       | customer
    08:00:00 | c2       | agent
    08:00:00 | c3       | customer
    08:00:10 | c3       | agent
    22:59:59 | c4       | customer
    23:00:40 | c4       | agent
    23:00:00 | c5       | customer
    23:00:20 | c5       | agent
    """

NIGHT_AND_DAY = """
    at       | customer | sender
    08:58:00 | c1       | customer
    09:02:00 | c1       | agent
    09:03:00 | c1       | customer
    09:03:40 | c1       | agent
    09:00:00 | c2       | customer
    09:00:20 | c2       | agent
    """


def test_response_time_counts_only_seconds_in_service_hours(measure):
    """c1 waited 10 s before closing and 5 s after opening, c2 not at all, c3 two minutes and an hour."""
    measure(
        rules=DAYTIME,
        messages=OVERNIGHT,
        expect="""
            agent | day   | mean_response | first_response | response_within_30s
            a1    | 06-01 | 3735/3        | 3735/3         | 2/3
            """,
    )


def test_wait_keeps_its_day_whatever_the_service_hours(measure):
    """The same night without the setting: the waits lie on the same day, the seconds are all there."""
    measure(
        rules={"service_hours": None},
        messages=OVERNIGHT,
        expect="""
            agent | day   | mean_response | response_within_30s
            a1    | 06-01 | 97335/3       | 0/3
            """,
    )


def test_service_hours_may_run_past_midnight(measure):
    """09:00-02:00 holds the evening and two hours of the night; 02:00:00 is outside."""
    measure(
        rules={"service_hours": "09:00-02:00"},
        messages="""
            at             | customer | sender
            06-01 23:59:50 | c1       | customer
            06-02 00:00:10 | c1       | agent
            06-02 01:59:50 | c2       | customer
            06-02 02:00:30 | c2       | agent
            """,
        expect="""
            agent | mean_response
            a1    | 30/2
            """,
    )


def test_clock_last_counts_service_seconds_too(measure):
    """From the last question, asked at 22:59:55: five seconds before closing."""
    measure(
        rules={"service_hours": "08:00-23:00", "clock": "last"},
        messages="""
            at             | customer | sender
            06-01 22:59:00 | c1       | customer
            06-01 22:59:55 | c1       | customer
            06-02 08:00:00 | c1       | agent
            """,
        expect="""
            agent | mean_response
            a1    | 5/1
            """,
    )


def test_service_hours_are_wall_clock_hours(measure):
    """In New York 02:00 became 03:00 on 8 March: of 01:30-03:30 only one hour was there."""
    measure(
        rules={"service_hours": "01:30-03:30", "timezone": "America/New_York"},
        period="2026-03",
        messages="""
            at             | customer | sender
            03-08 01:00:00 | c1       | customer
            03-08 05:00:00 | c1       | agent
            """,
        expect="""
            agent | mean_response
            a1    | 3600/1
            """,
    )


def test_unanswered_wait_ages_in_service_seconds(measure):
    """c1 has waited 20 s of service when the data ends an hour after opening began; at 08:00:20 c1 may still
    be answered within 30 s, a second over that no longer.
    """
    asked = """
        at             | customer | sender
        06-01 22:59:50 | c1       | customer
        """
    for as_of, within_30s in (
        ("06-01 23:30:00", "0/1 (1)"),
        ("06-02 08:00:19", "0/1 (1)"),
        ("06-02 08:00:20", "0/1"),
    ):
        measure(
            rules=DAYTIME,
            as_of=as_of,
            messages=asked,
            expect=f"""
                agent | response_within_30s | response_within_180s
                a1    | {within_30s}        | 0/1 (1)
                """,
        )


def test_slow_receptions_count_service_seconds(measure):
    """Both asked an hour before opening; the answer two minutes after it is in time, a second later slow."""
    measure(
        rules={"service_hours": "08:00-23:00", "slow_times": 1},
        messages="""
            at       | customer | sender
            07:00:00 | c1       | customer
            08:02:00 | c1       | agent
            07:00:00 | c2       | customer
            08:02:01 | c2       | agent
            """,
        expect="""
            agent | slow_receptions
            a1    | 1
            """,
    )


def test_graded_hours_count_waits_asked_or_answered_inside(measure):
    """c1 neither; c2 answered inside; c3 both; c4 asked inside; c5, asked at closing time, neither."""
    measure(
        rules={"graded_hours": "08:00-23:00"},
        messages=EDGES,
        expect="""
            agent | response_within_30s | response_within_180s | mean_response
            a1    | 2/3                 | 3/3                  | 131/5
            """,
    )


def test_graded_hours_leave_out_waits_that_were_never_answered_at_night(measure):
    """An unanswered wait counts by the hour of its question; at night it is not even pending."""
    measure(
        rules={"graded_hours": "08:00-23:00"},
        as_of="23:30:05",
        messages="""
            at       | customer | sender
            22:30:00 | c1       | customer
            23:30:00 | c2       | customer
            """,
        expect="""
            agent | response_within_30s
            a1    | 0/1
            """,
    )


def test_graded_hours_by_first_wait(measure):
    """unit first: of first waits those asked or answered inside."""
    measure(
        rules={"graded_hours": "09:00-23:00", "unit": "first"},
        messages=NIGHT_AND_DAY,
        expect="""
            agent | response_within_30s | response_within_180s
            a1    | 1/2                 | 1/2
            """,
    )


def test_graded_hours_by_customer(measure):
    """unit customer: a row counts by its graded waits, and only they can be late.

    c1 was answered late at night and in time by day; c2 asked at night only. c3 and c4 only said thanks and
    waited for nothing: c3 counts, by the hour, c4 does not.
    """
    messages = """
        at       | customer | sender   | text
        07:00:00 | c1       | customer | 在吗
        07:05:00 | c1       | agent    | 在的
        09:00:00 | c1       | customer | 多少钱
        09:00:10 | c1       | agent    | 十元
        07:00:00 | c2       | customer | 在吗
        07:00:05 | c2       | agent    | 您好
        09:00:00 | c3       | customer | 谢谢
        07:00:00 | c4       | customer | 谢谢
        """
    measure(
        rules={"graded_hours": "08:00-23:00", "unit": "customer", "no_answer_needed": ("谢谢",)},
        messages=messages,
        expect="""
            agent | response_within_30s | consulted
            a1    | 2/2                 | 4
            """,
    )
    measure(
        rules={"unit": "customer", "no_answer_needed": ("谢谢",)},
        messages=messages,
        expect="""
            agent | response_within_30s | consulted
            a1    | 3/4                 | 4
            """,
    )


def test_ungraded_starts_leave_out_whole_conversations(measure):
    """c1's conversation began at night, so its daytime question is left out too; c2's began at 09:00."""
    measure(
        rules={"ungraded_starts": "23:00-09:00"},
        messages=NIGHT_AND_DAY,
        expect="""
            agent | first_response | mean_response | response_within_30s | response_within_180s
            a1    | 20/1           | 20/1          | 1/1                 | 1/1
            """,
    )


def test_ungraded_starts_leave_out_slow_answers(measure):
    """The slow answer lies in a conversation that began at night."""
    for rules, slow in (({}, 1), ({"ungraded_starts": "23:00-09:00"}, 0)):
        measure(
            rules={"slow_times": 1, **rules},
            messages=NIGHT_AND_DAY,
            expect=f"""
                agent | slow_receptions | received
                a1    | {slow}          | 2
                """,
        )


def test_ungraded_starts_look_at_the_first_message_of_the_conversation(measure):
    """The agent wrote at 08:59, which began the conversation; the customer's question is left out."""
    measure(
        rules={"ungraded_starts": "23:00-09:00"},
        messages="""
            at       | customer | sender
            08:59:00 | c1       | agent
            09:01:00 | c1       | customer
            09:01:10 | c1       | agent
            """,
        expect="""
            agent | mean_response | response_within_30s
            a1    | 0/0           | 0/0
            """,
    )


def test_ungraded_starts_by_customer(measure):
    """unit customer: a row all of whose waits are left out is left out."""
    measure(
        rules={"ungraded_starts": "23:00-09:00", "unit": "customer"},
        messages=NIGHT_AND_DAY,
        expect="""
            agent | response_within_30s | consulted
            a1    | 1/1                 | 2
            """,
    )


def test_evidence_says_which_hours_were_counted(question_about):
    """Nine hours on the clock, fifteen seconds of service."""
    question = question_about(rules=DAYTIME, messages="\n".join(OVERNIGHT.splitlines()[:4]))
    staff = question.snapshot.scan("staff").collect()
    parts = facts_of(question), records_of(question)
    metric, shop = METRICS["mean_response"], ("shop", "s1")
    (row,) = evidence(*parts, staff, question.rules, metric, shop, question.period)
    assert row.detail.zh == "22:59:50 提问，08:00:05 回复，用时 15 秒（只计 08:00-23:00）"
    assert row.detail.en == "asked 22:59:50, answered 08:00:05: 15 s (08:00-23:00 only)"
