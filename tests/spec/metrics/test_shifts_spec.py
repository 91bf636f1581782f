"""Attendance: days on duty, days late, days left early, which belong to people (§7)."""

title = "Attendance"

STAFF = """
    agent | member | team | from       | to
    a1    | m1     | t1   |            | 2026-06-10
    a1    | m1     | t2   | 2026-06-11 |
    a2    | m2     | t1   |            |
    """


def test_duty_days_are_days_with_a_shift_not_missed(measure):
    """A day with two shifts is one day; who missed one and came to the other was there."""
    measure(
        staff=STAFF,
        shifts="""
            member | day   | start | late | early | absent
            m1     | 06-01 | 09:00 |      |       |
            m1     | 06-02 | 09:00 | 10   | 0     | no
            m1     | 06-02 | 19:00 | 1    | 30    | no
            m1     | 06-03 | 09:00 |      |       | yes
            m1     | 06-03 | 19:00 |      |       |
            m2     | 06-01 | 09:00 |      |       | yes
            """,
        expect="""
            member | duty_days | late_days | early_leave_days
            m1     | 3         | 1         | 1

            member | day   | duty_days | late_days | early_leave_days
            m1     | 06-01 | 1         | 0         | 0
            m1     | 06-02 | 1         | 1         | 1
            m1     | 06-03 | 1         | 0         | 0
            """,
    )


def test_missed_shift_is_neither_late_nor_left_early(measure):
    """Whatever its other cells say."""
    measure(
        staff=STAFF,
        shifts="""
            member | day   | late | early | absent
            m1     | 06-01 | 60   | 60    | yes
            """,
        expect="""
            member | duty_days | late_days | early_leave_days
            """,
    )


def test_team_has_the_days_of_its_members_of_the_day(measure):
    """Who changes team takes later days along; a day without a valid staff row belongs to no team."""
    measure(
        staff=STAFF.replace("a2    | m2     | t1   |            |", "a2    | m2     | t1   | 2026-06-10 |"),
        shifts="""
            member | day   | late
            m1     | 06-10 | 5
            m1     | 06-11 |
            m2     | 06-09 |
            m2     | 06-10 |
            """,
        expect="""
            team   | duty_days | late_days
            t1     | 2         | 1
            t2     | 1         | 0

            member | duty_days | late_days
            m1     | 2         | 1
            m2     | 2         | 0
            """,
    )


def test_team_is_that_of_the_row_that_began_last(measure):
    """Whichever agent and shop it is about."""
    measure(
        staff="""
            shop | agent | member | team | from
            s1   | a1    | m1     | t1   | 2026-06-01
            s2   | b1    | m1     | t2   | 2026-06-02
            """,
        shifts="""
            member | day
            m1     | 06-01
            m1     | 06-02
            """,
        expect="""
            team   | duty_days
            t1     | 1
            t2     | 1
            """,
    )


def test_person_without_a_staff_row_has_no_days(measure):
    """The table may hold the shifts of other shops' people."""
    measure(
        staff=STAFF,
        shifts="""
            member | day
            m9     | 06-01
            """,
        expect="""
            member | duty_days
            """,
    )


def test_shift_after_the_last_known_day_does_not_exist(measure):
    """What is planned for tomorrow is no attendance."""
    measure(
        as_of="06-02 00:00:00",
        staff=STAFF,
        shifts="""
            member | day
            m1     | 06-02
            m1     | 06-03
            """,
        expect="""
            member | duty_days
            m1     | 1
            """,
    )


def test_shop_without_events_knows_every_shift(measure):
    """A watermark comes from chats and orders; where a member's shop has none, nothing is too late."""
    measure(
        as_of="default",
        staff="""
            shop | agent | member
            s1   | a1    | m1
            s1   | a2    | m2
            s2   | b2    | m2
            """,
        messages="""
            at             | customer | sender
            06-02 10:00:00 | c1       | customer
            """,
        shifts="""
            member | day
            m1     | 06-02
            m1     | 06-03
            m2     | 06-03
            """,
        expect="""
            member | duty_days
            m1     | 1
            m2     | 1
            """,
    )


def test_agents_and_shops_have_no_attendance(measure):
    """A shift says nothing about agent ids."""
    tables = {
        "staff": STAFF,
        "shifts": """
            member | day
            m1     | 06-01
            """,
    }
    for kind in ("agent", "shop"):
        measure(
            **tables,
            expect=f"""
                {kind} | duty_days
                """,
        )
