"""Receptions: customers who consulted, were received or got no reply (§5)."""

title = "Receptions"


def test_received_needs_a_message_of_either_side(measure):
    """c1 was received, c2 got no reply, to c3 only the agent wrote."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:10 | c1       | agent
            09:00:00 | c2       | customer
            09:00:00 | c3       | agent
            """,
        expect="""
            agent | consulted | received | unreplied | reply_rate
            a1    | 2         | 1        | 1         | 1/2
            """,
    )


def test_received_whoever_wrote_first(measure):
    """A customer who only replied to the agent's message was received as well."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | agent
            09:00:10 | c1       | customer
            """,
        expect="""
            agent | consulted | received | unreplied
            a1    | 1         | 1        | 0
            """,
    )


def test_customer_counts_once_per_agent_and_day(measure):
    """Coming back on the same day counts once, on another day or with another agent again."""
    measure(
        messages="""
            at             | customer | agent | sender
            06-01 09:00:00 | c1       | a1    | customer
            06-01 15:00:00 | c1       | a1    | customer
            06-01 16:00:00 | c1       | a2    | customer
            06-02 09:00:00 | c1       | a1    | customer
            """,
        expect="""
            agent | consulted | unreplied
            a1    | 2         | 2
            a2    | 1         | 1

            shop  | consulted | unreplied
            s1    | 3         | 3
            """,
    )


def test_reply_on_the_next_day_leaves_the_day_unreplied(measure):
    """A reception is one business day: a question before midnight and a reply after it never meet."""
    measure(
        messages="""
            at             | customer | sender
            06-01 23:59:00 | c1       | customer
            06-02 00:01:00 | c1       | agent
            """,
        expect="""
            agent | day   | consulted | received | unreplied | reply_rate
            a1    | 06-01 | 1         | 0        | 1         | 0/1
            """,
    )


def test_reply_of_another_agent_leaves_the_first_without_one(measure):
    """Receptions are per agent: who was asked and stayed silent has not replied."""
    measure(
        messages="""
            at       | customer | agent | sender
            09:00:00 | c1       | a1    | customer
            09:00:10 | c1       | a2    | agent
            """,
        expect="""
            agent | consulted | received | unreplied
            a1    | 1         | 0        | 1
            """,
    )


def test_automatic_reply_receives_nobody(measure):
    """A bot's answer is no human message, even where automatic messages end waits."""
    measure(
        rules={"auto_reply": "answers"},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:01 | c1       | bot
            """,
        expect="""
            agent | consulted | received | unreplied
            a1    | 1         | 0        | 1
            """,
    )
