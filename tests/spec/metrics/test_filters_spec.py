"""Filters of receptions: which receptions are left out of every count of receptions (§5)."""

title = "Filters of receptions"

SHORT_TALKS = """
    at       | customer | sender   | text
    09:00:00 | c1       | agent    | 您好，新品上架
    09:00:00 | c2       | customer | 在吗
    09:00:05 | c2       | agent    | 在的
    09:00:00 | c3       | customer | 在吗
    09:00:01 | c3       | customer | 多少钱
    09:00:08 | c3       | agent    | 十元
    """

FORWARDED = """
    at       | customer | agent | sender   | forwarded_from
    09:00:00 | c1       | a1    | customer |
    09:00:05 | c1       | a1    | agent    |
    09:01:00 | c1       | a2    | customer | a1
    09:01:20 | c1       | a2    | agent    |
    """

CODED = """
    at       | customer | sender   | text
    09:00:00 | c1       | customer | 在吗 ##
    09:00:05 | c1       | agent    | 在的 ##售后
    09:00:09 | c1       | agent    | 好的##
    09:00:00 | c2       | customer | 在吗
    09:00:05 | c2       | agent    | ##
    """


def test_without_filters_every_reception_counts(measure):
    """c1 was only written to, c2 said one line, c3 two."""
    measure(
        messages=SHORT_TALKS,
        expect="""
            agent | consulted | received | inquiries | customer_messages | agent_messages
            a1    | 2         | 2        | 2         | 3                 | 3
            """,
    )


def test_drop_monologues(measure):
    """c1 said nothing: the agent's message to c1 is left out as well."""
    measure(
        rules={"drop_monologues": True},
        messages=SHORT_TALKS,
        expect="""
            agent | consulted | received | customer_messages | agent_messages
            a1    | 2         | 2        | 3                 | 2
            """,
    )


def test_drop_lines(measure):
    """At most one line: c1 and c2 are dropped, with their messages, but not the answer to c2."""
    measure(
        rules={"drop_lines": 1},
        messages=SHORT_TALKS,
        expect="""
            agent | consulted | received | inquiries | customer_messages | agent_messages | mean_response
            a1    | 1         | 1        | 1         | 2                 | 1              | 13/2
            """,
    )


def test_filters_leave_spans_conversations_and_credit(measure):
    """The dropped reception is still a conversation, and the order still belongs to the agent."""
    measure(
        rules={"drop_lines": 1},
        messages=SHORT_TALKS,
        orders="""
            order | customer | created  | paid
            o1    | c2       | 09:00:05 | 09:01:00
            """,
        expect="""
            agent | inquiries | inquiry_pay_rate | conversations | sales
            a1    | 1         | 0/1              | 3             | 10000
            """,
    )


def test_dropped_reception_is_not_unreplied(measure):
    """One unanswered line is no unreplied customer where such receptions are dropped."""
    for drop_lines, unreplied in ((None, 1), (1, 0)):
        measure(
            rules={"drop_lines": drop_lines},
            messages="""
                at       | customer | sender
                09:00:00 | c1       | customer
                """,
            expect=f"""
                agent | consulted   | unreplied
                a1    | {unreplied} | {unreplied}
                """,
        )


def test_dropped_reception_is_never_slow_nor_late(measure):
    """unit customer and slow receptions count rows, so a dropped one is in neither."""
    for drop_lines, late, slow in ((None, "0/1", 1), (1, "0/0", 0)):
        measure(
            rules={"drop_lines": drop_lines, "unit": "customer", "slow_times": 1},
            messages="""
                at       | customer | sender
                09:00:00 | c1       | customer
                09:05:00 | c1       | agent
                """,
            expect=f"""
                agent | response_within_180s | slow_receptions
                a1    | {late}               | {slow}
                """,
        )


def test_drop_forwarded(measure):
    """a2 got c1 by a transfer and replied once: dropped from one reply on, kept below."""
    for drop_forwarded, received in ((None, 1), (0, 1), (1, 0), (2, 0)):
        measure(
            rules={"drop_forwarded": drop_forwarded},
            messages=FORWARDED,
            expect=f"""
                agent | received
                a1    | 1
                a2    | {received}
                """,
        )


def test_drop_code_words(measure):
    """c1's agent said the word in two messages, c2's in one; what a customer says is none."""
    for times, received in ((1, 0), (2, 1), (3, 2)):
        measure(
            rules={"drop_code_words": ("##", "暗语"), "drop_code_times": times},
            messages=CODED,
            expect=f"""
                agent | received
                a1    | {received}
                """,
        )


def test_automatic_messages_say_no_code_word(measure):
    """A code word in an automatic message is not the agent's."""
    measure(
        rules={"drop_code_words": ("##",), "auto_reply_prefixes": ("##",)},
        messages=CODED,
        expect="""
            agent | received | unreplied
            a1    | 0        | 1
            """,
    )


def test_filters_look_at_one_agent_customer_and_day(measure):
    """The customer said two lines on the first day and one on the second."""
    measure(
        rules={"drop_lines": 1},
        messages="""
            at             | customer | sender
            06-01 09:00:00 | c1       | customer
            06-01 15:00:00 | c1       | customer
            06-02 09:00:00 | c1       | customer
            """,
        expect="""
            agent | day   | consulted
            a1    | 06-01 | 1
            """,
    )
