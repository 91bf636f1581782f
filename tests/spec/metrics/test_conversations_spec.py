"""Conversations and spans: where a conversation begins and ends, and what an agent's part in it is (§4)."""

title = "Conversations"

LATE_REPLIES = """
    at       | customer | sender
    09:00:00 | c1       | customer
    09:30:00 | c1       | agent
    09:00:00 | c2       | customer
    09:30:01 | c2       | agent
    """

ASKED_AGAIN = """
    at       | customer | sender
    09:00:00 | c1       | customer
    09:00:10 | c1       | agent
    09:10:10 | c1       | customer
    09:10:15 | c1       | agent
    """


def test_silence_up_to_the_idle_limit_keeps_the_conversation(measure):
    """A customer who writes again after exactly ten minutes is still in the same conversation."""
    measure(
        messages=ASKED_AGAIN,
        expect="""
            agent | conversations | first_response
            a1    | 1             | 10/1
            """,
    )


def test_silence_over_the_idle_limit_ends_the_conversation(measure):
    """One second more than ten silent minutes, with nobody waiting, and a new conversation begins."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:10 | c1       | agent
            09:10:11 | c1       | customer
            09:10:15 | c1       | agent
            """,
        expect="""
            agent | conversations | first_response
            a1    | 2             | 14/2
            """,
    )


def test_idle_minutes_setting_moves_the_limit(measure):
    """With idle_minutes 3 the same ten minutes part two conversations."""
    measure(
        rules={"idle_minutes": 3},
        messages=ASKED_AGAIN,
        expect="""
            agent | conversations | first_response
            a1    | 2             | 15/2
            """,
    )


def test_agent_who_writes_after_a_silence_opens_a_conversation(measure):
    """When nobody waits, an agent's message after the idle limit begins a conversation of its own."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:10 | c1       | agent
            09:30:00 | c1       | agent
            """,
        expect="""
            agent | conversations
            a1    | 2
            """,
    )


def test_late_reply_stays_in_the_conversation(measure):
    """A reply after forty minutes is a forty-minute response, not a new conversation."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:40:00 | c1       | agent
            """,
        expect="""
            agent | conversations | mean_response
            a1    | 1             | 2400/1
            """,
    )


def test_customer_who_asks_again_after_a_silence_opens_a_conversation(measure):
    """The wait left behind is unanswered, and the part without a reply is no conversation of the agent."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:40:00 | c1       | customer
            09:40:30 | c1       | agent
            """,
        expect="""
            agent | conversations | mean_response | first_response | response_within_180s
            a1    | 1             | 30/1          | 30/1           | 1/2
            """,
    )


def test_reply_within_the_abandon_limit_still_answers(measure):
    """A reply after exactly 24 hours answers the customer of the day before."""
    measure(
        messages="""
            at             | customer | sender
            06-01 09:00:00 | c1       | customer
            06-02 09:00:00 | c1       | agent
            """,
        expect="""
            agent | day   | conversations | mean_response
            a1    | 06-01 | 1             | 86400/1
            """,
    )


def test_reply_after_the_abandon_limit_answers_nobody(measure):
    """One second later the wait is abandoned and the agent's message begins a new conversation."""
    measure(
        messages="""
            at             | customer | sender
            06-01 09:00:00 | c1       | customer
            06-02 09:00:01 | c1       | agent
            """,
        expect="""
            agent | day   | conversations | mean_response | response_within_180s
            a1    | 06-01 | 0             | 0/0           | 0/1
            a1    | 06-02 | 1             | 0/0           | 0/0
            """,
    )


def test_abandon_hours_setting_moves_the_limit(measure):
    """With abandon_hours 1 a reply after an hour and a second answers nobody."""
    measure(
        rules={"abandon_hours": 1},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            10:00:00 | c1       | agent
            09:00:00 | c2       | customer
            10:00:01 | c2       | agent
            """,
        expect="""
            agent | mean_response | response_within_180s
            a1    | 3600/1        | 0/2
            """,
    )


def test_each_agent_of_a_conversation_has_a_span(measure):
    """A customer who is passed on is one conversation of each agent who wrote."""
    measure(
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:00:10 | c1       | a1    | agent
            09:01:00 | c1       | a2    | customer
            09:01:20 | c1       | a2    | agent
            09:01:30 | c1       | a3    | customer
            """,
        expect="""
            agent | conversations
            a1    | 1
            a2    | 1

            shop  | conversations
            s1    | 2
            """,
    )


def test_span_lies_on_the_day_of_its_first_message(measure):
    """A conversation over midnight counts on the day on which it began."""
    measure(
        messages="""
            at             | customer | sender
            06-01 23:59:50 | c1       | customer
            06-02 00:00:10 | c1       | agent
            """,
        expect="""
            agent | day   | conversations
            a1    | 06-01 | 1
            """,
    )


def test_long_conversations_are_longer_than_the_limit(measure):
    """Thirty minutes from the first to the last message are not yet long; a second more is."""
    measure(
        messages=LATE_REPLIES,
        expect="""
            agent | conversations | long_conversations
            a1    | 2             | 1
            """,
    )


def test_long_minutes_setting_moves_the_limit(measure):
    """With long_minutes 29 both are long, with 31 neither is."""
    measure(
        rules={"long_minutes": 29},
        messages=LATE_REPLIES,
        expect="""
            agent | long_conversations
            a1    | 2
            """,
    )
    measure(
        rules={"long_minutes": 31},
        messages=LATE_REPLIES,
        expect="""
            agent | long_conversations
            a1    | 0
            """,
    )


def test_messages_count_for_the_agent_they_were_sent_by_or_to(measure):
    """Messages lie on their own day; the answer/question ratio divides the two sums."""
    measure(
        messages="""
            at             | customer | agent | sender
            06-01 23:59:00 | c1       | a1    | customer
            06-01 23:59:30 | c1       | a1    | customer
            06-02 00:00:10 | c1       | a1    | customer
            06-02 00:00:20 | c1       | a1    | agent
            06-02 00:00:30 | c1       | a1    | agent
            06-02 00:00:40 | c1       | a2    | agent
            """,
        expect="""
            agent | day   | customer_messages | agent_messages | answer_ratio
            a1    | 06-01 | 2                 | 0              | 0/2
            a1    | 06-02 | 1                 | 2              | 2/1
            a2    | 06-02 | 0                 | 1              | 1/0

            agent | customer_messages | agent_messages | answer_ratio
            a1    | 3                 | 2              | 2/3
            a2    | 0                 | 1              | 1/0
            """,
    )


def test_message_to_nobody_counts_for_the_shop_alone(measure):
    """A customer message without an agent is in the shop's figure, with no agent and no reception."""
    measure(
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       |       | customer
            09:00:10 | c1       | a1    | customer
            """,
        expect="""
            agent | customer_messages | consulted
            a1    | 1                 | 1

            shop  | customer_messages | consulted
            s1    | 2                 | 1
            """,
    )


def test_peak_concurrent_counts_the_ends_of_spans(measure):
    """The most spans open at one second: one that ends and one that begins in it are both open.

    A span in which the agent wrote nothing (c4) is not counted.
    """
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:05:00 | c1       | agent
            09:05:00 | c2       | customer
            09:06:00 | c2       | agent
            09:06:01 | c3       | customer
            09:06:30 | c3       | agent
            09:05:00 | c4       | customer
            """,
        expect="""
            agent | peak_concurrent
            a1    | 2
            """,
    )


def test_peak_concurrent_of_several_agents_is_taken_together(measure):
    """A snapshot does not add up: a member's or the shop's peak is the peak of all their spans."""
    measure(
        staff="""
            agent | member | team
            a1    | m1     | t1
            a2    | m1     | t1
            a3    | m2     | t1
            """,
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:01:00 | c1       | a1    | agent
            09:00:30 | c2       | a2    | customer
            09:01:30 | c2       | a2    | agent
            10:00:00 | c3       | a3    | customer
            10:01:00 | c3       | a3    | agent
            """,
        expect="""
            agent  | peak_concurrent
            a1     | 1
            a2     | 1
            a3     | 1

            member | peak_concurrent
            m1     | 2
            m2     | 1

            team   | peak_concurrent
            t1     | 2

            shop   | peak_concurrent
            s1     | 2
            """,
    )
