"""Waits and response times: how long customers waited, and for whom (§§4, 7)."""

title = "Response times"

TWO_QUESTIONS = """
    at       | customer | sender
    09:00:00 | c1       | customer
    09:00:20 | c1       | customer
    09:01:00 | c1       | agent
    """

SLOW = """
    at       | customer | sender
    09:00:00 | c1       | customer
    09:02:01 | c1       | agent
    09:03:00 | c1       | customer
    09:05:01 | c1       | agent
    09:06:00 | c1       | customer
    09:08:01 | c1       | agent
    09:00:00 | c2       | customer
    09:02:01 | c2       | agent
    09:03:00 | c2       | customer
    09:05:01 | c2       | agent
    09:06:00 | c2       | customer
    09:08:00 | c2       | agent
    """


def test_wait_runs_from_the_first_unanswered_message(measure):
    """Response time is the reply minus the first customer message that it answers."""
    measure(
        messages=TWO_QUESTIONS,
        expect="""
            agent | mean_response
            a1    | 60/1
            """,
    )


def test_clock_last_runs_from_the_last_unanswered_message(measure):
    """With clock last the same reply took only forty seconds."""
    measure(
        rules={"clock": "last"},
        messages=TWO_QUESTIONS,
        expect="""
            agent | mean_response | first_response | response_within_30s
            a1    | 40/1          | 40/1           | 0/1
            """,
    )


def test_several_replies_answer_once(measure):
    """Only the next human message ends the wait; what the agent says after it answers nothing more."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:07 | c1       | agent
            09:00:50 | c1       | agent
            """,
        expect="""
            agent | mean_response
            a1    | 7/1
            """,
    )


def test_transfer_does_not_restart_the_wait(measure):
    """The wait goes on when the customer is passed on, and belongs to whoever replies."""
    measure(
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:00:30 | c1       | a2    | customer
            09:01:30 | c1       | a2    | agent
            """,
        expect="""
            agent | mean_response | first_response | response_within_180s
            a1    | 0/0           | 0/0            | 0/0
            a2    | 90/1          | 90/1           | 1/1
            """,
    )


def test_wait_lies_on_the_day_on_which_it_began(measure):
    """A reply after midnight counts on the day of the question."""
    measure(
        messages="""
            at             | customer | sender
            06-01 23:59:50 | c1       | customer
            06-02 00:00:05 | c1       | customer
            06-02 00:00:10 | c1       | agent
            """,
        expect="""
            agent | day   | mean_response | first_response | response_within_30s
            a1    | 06-01 | 20/1          | 20/1           | 1/1
            """,
    )


def test_first_response_answers_the_first_wait(measure):
    """Of a conversation that the customer began, only the first wait counts as first response."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:10 | c1       | agent
            09:01:00 | c1       | customer
            09:01:30 | c1       | agent
            """,
        expect="""
            agent | first_response | mean_response
            a1    | 10/1           | 40/2
            """,
    )


def test_conversation_that_an_agent_began_has_no_first_response(measure):
    """An agent who writes first (主动跟进) gives no first response, but answers like everybody."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | agent
            09:00:10 | c1       | customer
            09:00:15 | c1       | agent
            """,
        expect="""
            agent | first_response | mean_response
            a1    | 0/0            | 5/1
            """,
    )


def test_waits_within_the_limit_include_it(measure):
    """Replies after 30 and 180 seconds are in time, those a second later are not, nor is none at all."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:30 | c1       | agent
            09:00:00 | c2       | customer
            09:00:31 | c2       | agent
            09:00:00 | c3       | customer
            09:03:00 | c3       | agent
            09:00:00 | c4       | customer
            09:03:01 | c4       | agent
            09:00:00 | c5       | customer
            """,
        expect="""
            agent | response_within_30s | response_within_180s | mean_response
            a1    | 1/5                 | 3/5                  | 422/4
            """,
    )


def test_unanswered_wait_belongs_to_the_agent_last_asked(measure):
    """To the agent of its last customer message, else to the last human agent, else to nobody.

    c1 wrote to a2 last; c2 to nobody, after a4; c3 and c4 to nobody, and no agent ever wrote to them.
    """
    measure(
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:00:05 | c1       | a2    | customer
            09:00:00 | c2       | a3    | customer
            09:00:10 | c2       | a3    | agent
            09:00:20 | c2       | a4    | agent
            09:01:00 | c2       |       | customer
            09:00:00 | c3       |       | customer
            09:00:00 | c4       | a1    | customer
            09:00:05 | c4       |       | customer
            """,
        expect="""
            agent | response_within_30s
            a2    | 0/1
            a3    | 1/1
            a4    | 0/1

            shop  | response_within_30s
            s1    | 1/5
            """,
    )


def test_young_unanswered_waits_are_pending(measure):
    """At the watermark a wait younger than the limit may still be answered in time.

    The watermark is c3's message; the others wait 30 and 20 seconds by then.
    """
    measure(
        as_of="default",
        messages="""
            at       | customer | sender
            09:09:30 | c1       | customer
            09:09:40 | c2       | customer
            09:10:00 | c3       | customer
            """,
        expect="""
            agent | response_within_30s | response_within_180s
            a1    | 0/3 (2)             | 0/3 (3)
            """,
    )


def test_unit_customer_counts_customers_none_of_whom_waited_too_long(measure):
    """With unit customer a consulted customer is in time if no wait of the day was late or unanswered.

    c1 waited 40 s once, c2 was in time, c3 got no reply, c4 needed none.
    """
    measure(
        rules={"unit": "customer", "no_answer_needed": ("谢谢",)},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | customer | 在吗
            09:00:10 | c1       | agent    | 在的
            09:01:00 | c1       | customer | 有货吗
            09:01:40 | c1       | agent    | 有的
            09:00:00 | c2       | customer | 在吗
            09:00:10 | c2       | agent    | 在的
            09:00:00 | c3       | customer | 在吗
            09:00:00 | c4       | customer | 谢谢
            """,
        expect="""
            agent | response_within_30s | response_within_180s
            a1    | 2/4                 | 3/4
            """,
    )


def test_unit_customer_blames_nobody_for_others_and_for_other_days(measure):
    """A reception fails only by waits of its own agent that began on its own day."""
    measure(
        rules={"unit": "customer"},
        messages="""
            at             | customer | agent | sender
            06-01 09:00:00 | c1       | a1    | customer
            06-01 09:00:10 | c1       | a1    | agent
            06-01 09:01:00 | c1       | a2    | customer
            06-01 09:05:00 | c1       | a2    | agent
            06-02 09:00:00 | c1       | a1    | customer
            06-02 09:05:00 | c1       | a1    | agent
            """,
        expect="""
            agent | day   | response_within_30s | response_within_180s
            a1    | 06-01 | 1/1                 | 1/1
            a2    | 06-01 | 0/1                 | 0/1
            a1    | 06-02 | 0/1                 | 0/1
            """,
    )


def test_unit_customer_is_pending_while_only_young_waits_fail(measure):
    """A customer who was already answered too late cannot turn; one who only waits still can.

    At 09:00:55 c1 has waited 40 s once, which is late for 30 s and not for 180 s.
    """
    measure(
        rules={"unit": "customer"},
        as_of="default",
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:40 | c1       | agent
            09:00:50 | c1       | customer
            09:00:55 | c2       | customer
            """,
        expect="""
            agent | response_within_30s | response_within_180s
            a1    | 0/2 (1)             | 0/2 (2)
            """,
    )


def test_unit_first_counts_first_waits_of_customers_conversations(measure):
    """With unit first only first waits count, answered or not; conversations begun by agents have none."""
    measure(
        rules={"unit": "first"},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:10 | c1       | agent
            09:01:00 | c1       | customer
            09:05:00 | c1       | agent
            09:00:00 | c2       | agent
            09:00:10 | c2       | customer
            09:00:15 | c2       | agent
            09:00:00 | c3       | customer
            """,
        expect="""
            agent | response_within_30s | response_within_180s
            a1    | 1/2                 | 1/2
            """,
    )


def test_slow_receptions_have_three_waits_over_two_minutes(measure):
    """A received customer who waited over 120 seconds three times that day was served slowly.

    c1 waited 121 s three times; c2 only twice, and once exactly 120 s.
    """
    measure(
        messages=SLOW,
        expect="""
            agent | slow_receptions
            a1    | 1
            """,
    )


def test_slow_times_setting(measure):
    """With slow_times 2 both customers were served slowly."""
    measure(
        rules={"slow_times": 2},
        messages=SLOW,
        expect="""
            agent | slow_receptions
            a1    | 2
            """,
    )


def test_slow_seconds_setting(measure):
    """With slow_seconds 119 all waits were slow, with 121 none."""
    measure(
        rules={"slow_seconds": 119},
        messages=SLOW,
        expect="""
            agent | slow_receptions
            a1    | 2
            """,
    )
    measure(
        rules={"slow_seconds": 121},
        messages=SLOW,
        expect="""
            agent | slow_receptions
            a1    | 0
            """,
    )
