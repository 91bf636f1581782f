"""After-sales tickets: four scores, how often and how fast they were fixed, what is open, complaints (§7)."""

import pytest

title = "Tickets"

SOLVED = {
    "tickets": """
        agent | opened         | resolved       | satisfaction | cause         | skill
        a1    | 06-01 10:00:00 | 06-04 10:00:00 | very         | found_at_once | alone
        a1    | 06-01 10:00:00 | 06-04 10:00:01 | satisfied    | late          | partly
        a1    | 06-01 10:00:00 | 06-06 10:00:00 | not          | sluggish      | poor
        a1    | 06-01 10:00:00 | 06-06 10:00:01 |              |               | none
        a2    | 06-01 10:00:00 | 06-01 10:00:00 | very         |               |
        """
}


def test_ticket_points_are_those_of_the_after_sales_score_sheet(measure):
    """Of the tickets that have the field: 10, 8 and 5 points; skill none is 0 points, but it is a skill."""
    measure(
        **SOLVED,
        expect="""
            agent | ticket_satisfaction | ticket_quality | ticket_skill
            a1    | 23/3                | 23/3           | 23/4
            a2    | 10/1                | 0/0            | 0/0

            shop  | ticket_satisfaction | ticket_quality | ticket_skill
            s1    | 33/4                | 23/3           | 23/4
            """,
    )


def test_ticket_speed_falls_after_three_and_after_five_days(measure):
    """Exactly three days still earn 10 points, exactly five still 8; every resolved ticket has a speed."""
    measure(
        **SOLVED,
        expect="""
            agent | day   | ticket_speed
            a1    | 06-04 | 18/2
            a1    | 06-06 | 13/2
            a2    | 06-01 | 10/1
            """,
    )


def test_ticket_counts_on_the_day_of_its_resolution(measure):
    """Whenever it was opened; one that is not resolved has neither score nor duration."""
    measure(
        tickets="""
            opened         | resolved       | satisfaction
            05-31 23:59:59 | 06-01 00:00:00 | very
            06-30 10:00:00 | 07-01 00:00:00 | very
            06-10 10:00:00 |                | very
            """,
        expect="""
            agent | ticket_satisfaction | ticket_speed | ticket_duration | first_fix_rate
            a1    | 10/1                | 10/1         | 1/1             | 1/1
            """,
    )


def test_first_fix_rate_counts_tickets_never_reopened(measure):
    """Of all resolved ones; an empty cell means never reopened."""
    measure(
        tickets="""
            opened         | resolved       | reopened
            06-01 10:00:00 | 06-01 11:00:00 | 0
            06-01 10:00:00 | 06-01 11:00:00 |
            06-01 10:00:00 | 06-01 11:00:00 | 1
            06-01 10:00:00 |                | 0
            """,
        expect="""
            agent | first_fix_rate | ticket_duration
            a1    | 2/3            | 10800/3
            """,
    )


def test_complaints_lie_on_the_day_of_opening(measure):
    """Resolved or not."""
    measure(
        tickets="""
            agent | opened         | resolved       | complaint
            a1    | 06-01 10:00:00 | 06-03 10:00:00 | yes
            a1    | 06-02 10:00:00 |                | yes
            a1    | 06-02 10:00:00 |                | no
            a2    | 06-02 10:00:00 |                |
            """,
        expect="""
            agent | day   | complaints
            a1    | 06-01 | 1
            a1    | 06-02 | 1

            shop  | complaints
            s1    | 2
            """,
    )


@pytest.mark.parametrize(
    ("period", "open_tickets"),
    [("2026-06-01", 2), ("2026-06-02", 3), ("2026-06-03", 2), ("2026-06", 1), ("2026-05", 0)],
)
def test_open_tickets_are_opened_before_the_end_and_unresolved_at_it(measure, period, open_tickets):
    """However long before; what is resolved in the first second of the next day is open at the end."""
    measure(
        tickets="""
            opened         | resolved
            06-01 10:00:00 |
            06-01 10:00:00 | 06-03 00:00:00
            06-01 10:00:00 | 06-01 23:59:59
            06-02 00:00:00 | 06-30 23:59:59
            """,
        period=period,
        expect=f"""
            agent | open_tickets
            a1    | {open_tickets}

            shop  | open_tickets
            s1    | {open_tickets}
            """,
    )


def test_open_tickets_end_with_the_business_day(measure):
    """With a day cut at six, 3 June ends at six on the 4th."""
    measure(
        rules={"day_cut": "06:00"},
        period="2026-06-03",
        tickets="""
            opened         | resolved
            06-04 05:59:59 |
            06-04 06:00:00 |
            06-03 10:00:00 | 06-04 05:59:59
            06-03 10:00:00 | 06-04 06:00:00
            """,
        expect="""
            agent | open_tickets
            a1    | 2
            """,
    )


@pytest.mark.parametrize(
    ("as_of", "open_tickets", "solved"),
    [("06-01 09:59:59", 0, 0), ("06-04 23:59:59", 1, 0), ("06-05 00:00:00", 0, 1)],
)
def test_ticket_resolved_after_the_watermark_is_open(measure, as_of, open_tickets, solved):
    """Before the month ends, what counts is whether the data knows the resolution."""
    measure(
        as_of=as_of,
        tickets="""
            opened         | resolved
            06-01 10:00:00 | 06-05 00:00:00
            """,
        expect=f"""
            agent | open_tickets | first_fix_rate
            a1    | {open_tickets} | {solved}/{solved}
            """,
    )


def test_open_ticket_is_whose_its_agent_is_on_the_last_known_day(measure):
    """A ticket that was opened under one owner of the agent id stays with the id."""
    tables = {
        "staff": """
            agent | member | from       | to
            a1    | m1     |            | 2026-06-10
            a1    | m2     | 2026-06-11 |
            """,
        "tickets": """
            opened
            06-05 10:00:00
            """,
    }
    measure(
        **tables,
        expect="""
            member | open_tickets
            m2     | 1
            """,
    )
    measure(
        **tables,
        as_of="06-10 23:59:59",
        expect="""
            member | open_tickets
            m1     | 1
            """,
    )


def test_shop_of_tickets_alone_knows_their_resolutions(measure):
    """Without chats and orders the latest instant of anything else is the watermark."""
    measure(
        as_of="default",
        tickets="""
            opened         | resolved
            06-01 10:00:00 | 06-02 10:00:00
            06-01 11:00:00 |
            """,
        expect="""
            agent | first_fix_rate | open_tickets
            a1    | 1/1            | 1
            """,
    )
