"""Business days: on which day an event lies (§2)."""

title = "Business days"


def test_day_begins_at_midnight_in_the_time_zone_of_the_shop(measure):
    """A business day runs from midnight to midnight of the shop's own clock."""
    measure(
        messages="""
            at             | customer | sender
            06-01 23:59:59 | c1       | customer
            06-02 00:00:00 | c2       | customer
            """,
        expect="""
            agent | day   | customer_messages
            a1    | 06-01 | 1
            a1    | 06-02 | 1
            """,
    )


def test_day_cut_gives_the_small_hours_to_the_day_before(measure):
    """With day_cut 06:00 the hours before six belong to the day before, for teams that work at night."""
    measure(
        rules={"day_cut": "06:00"},
        messages="""
            at             | customer | sender
            06-02 00:00:00 | c1       | customer
            06-02 05:59:59 | c2       | customer
            06-02 06:00:00 | c3       | customer
            """,
        expect="""
            agent | day   | customer_messages
            a1    | 06-01 | 2
            a1    | 06-02 | 1
            """,
    )


def test_default_time_zone_is_shanghai(measure):
    """Half past four in the afternoon in UTC is already the next day in Shanghai."""
    measure(
        messages="""
            at                   | customer | sender
            2026-06-01T16:30:00Z | c1       | customer
            """,
        expect="""
            agent | day   | customer_messages
            a1    | 06-02 | 1
            """,
    )


def test_timezone_setting_moves_the_day(measure):
    """The same instant lies on another day for a shop whose timezone is New York."""
    measure(
        rules={"timezone": "America/New_York"},
        messages="""
            at                   | customer | sender
            2026-06-01T16:30:00Z | c1       | customer
            """,
        expect="""
            agent | day   | customer_messages
            a1    | 06-01 | 1
            """,
    )


def test_day_on_which_clocks_change_has_25_hours(measure):
    """On 1 November 2026 New York's clocks go back, and the day ends five hours after midnight UTC."""
    measure(
        rules={"timezone": "America/New_York"},
        period="2026-11",
        as_of="2026-12-31 00:00:00",
        messages="""
            at                   | customer | sender
            2026-11-01T04:00:00Z | c1       | customer
            2026-11-02T04:59:59Z | c2       | customer
            2026-11-02T05:00:00Z | c3       | customer
            """,
        expect="""
            agent | day        | customer_messages
            a1    | 2026-11-01 | 2
            a1    | 2026-11-02 | 1
            """,
    )


def test_period_holds_its_first_and_its_last_day_whole(measure):
    """A month counts from the first second of its first day to the last second of its last day."""
    measure(
        messages="""
            at             | customer | sender
            05-31 23:59:59 | c1       | customer
            06-01 00:00:00 | c2       | customer
            06-30 23:59:59 | c3       | customer
            07-01 00:00:00 | c4       | customer
            """,
        expect="""
            agent | customer_messages
            a1    | 2
            """,
    )
