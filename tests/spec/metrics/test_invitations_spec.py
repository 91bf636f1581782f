"""Invitations to rate: how many customers were invited, how many of them rated (§7)."""

title = "Invitations to rate"


def test_invite_rate_is_invitations_over_received_customers(measure):
    """An agent may invite a customer twice, or one of yesterday's; each day counts what happened on it."""
    measure(
        messages="""
            at       | customer | sender
            10:00:00 | c1       | customer
            10:00:10 | c1       | agent
            10:00:00 | c2       | customer
            10:00:10 | c2       | agent
            10:00:00 | c3       | customer
            """,
        invitations="""
            at             | customer
            06-01 10:05:00 | c1
            06-01 10:06:00 | c1
            06-02 10:06:00 | c2
            """,
        expect="""
            agent | invite_rate
            a1    | 3/2

            agent | day   | invite_rate
            a1    | 06-01 | 2/2
            a1    | 06-02 | 1/0
            """,
    )


def test_only_invitations_to_rate_count(measure):
    """Those to review the goods, or of no stated kind, are left out."""
    measure(
        invitations="""
            at       | kind
            10:00:00 | rating
            10:00:00 | review
            10:00:00 |
            """,
        expect="""
            agent | invite_rate | rated_rate
            a1    | 1/0         | 0/1
            """,
    )


def test_rated_rate_is_invited_ratings_over_invitations(measure):
    """A rating that nobody asked for is no answer to an invitation."""
    measure(
        invitations="""
            agent | at       | customer
            a1    | 10:00:00 | c1
            a1    | 10:00:00 | c2
            a2    | 10:00:00 | c3
            """,
        ratings="""
            agent | at       | customer | invited
            a1    | 11:00:00 | c1       | yes
            a1    | 11:00:00 | c4       | no
            a1    | 11:00:00 | c5       |
            """,
        expect="""
            agent | rated_rate
            a1    | 1/2
            a2    | 0/1

            shop  | rated_rate
            s1    | 1/3
            """,
    )
