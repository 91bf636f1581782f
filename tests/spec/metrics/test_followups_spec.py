"""Follow-ups of long-cycle goods: what was collected, where customers stand, how soon contact came (§7)."""

import pytest

title = "Follow-ups"


def test_phones_and_friends_count_each_customer_once(measure):
    """On the day of the agent's first follow-up that has it, whatever the others say."""
    measure(
        followups="""
            agent | customer | at             | phone | friend
            a1    | c1       | 06-01 10:00:00 | no    | yes
            a1    | c1       | 06-02 10:00:00 | yes   |
            a1    | c1       | 06-03 10:00:00 | yes   | yes
            a1    | c2       | 06-03 10:00:00 | yes   |
            a2    | c1       | 06-03 10:00:00 | yes   |
            """,
        expect="""
            agent | follow_phones | follow_friends
            a1    | 2             | 1
            a2    | 1             | 0

            agent | day   | follow_phones | follow_friends
            a1    | 06-01 | 0             | 1
            a1    | 06-02 | 1             | 0
            a1    | 06-03 | 1             | 0
            a2    | 06-03 | 1             | 0

            shop  | follow_phones | follow_friends
            s1    | 3             | 1
            """,
    )


def test_phone_of_an_earlier_month_is_not_collected_again(measure):
    """The first follow-up that has it decides, in whatever period."""
    measure(
        followups="""
            at             | phone
            05-31 10:00:00 | yes
            06-01 10:00:00 | yes
            """,
        expect="""
            agent | follow_phones
            """,
    )


def test_referrals_count_every_row(measure):
    """A customer may bring several others."""
    measure(
        followups="""
            at             | referral
            06-01 10:00:00 | yes
            06-01 11:00:00 | yes
            06-01 12:00:00 | no
            """,
        expect="""
            agent | referrals
            a1    | 2
            """,
    )


GRADED = {
    "followups": """
        agent | customer | at             | grade | completeness
        a1    | c1       | 06-01 10:00:00 | C     | 20
        a1    | c1       | 06-09 10:00:00 | A     | 80
        a1    | c1       | 07-01 10:00:00 | D     | 10
        a1    | c2       | 06-01 10:00:00 | B     |
        a1    | c3       | 06-01 10:00:00 | B     | 100
        a1    | c3       | 06-01 10:00:00 |       | 40
        a2    | c1       | 06-01 10:00:00 | D     | 0
        """
}


def test_grades_are_those_of_the_latest_follow_up_in_the_period(measure):
    """Per agent and customer; inside one second the one that arrived last; without a grade none."""
    measure(
        **GRADED,
        expect="""
            agent | follow_a | follow_b | follow_c | follow_d
            a1    | 1        | 1        | 0        | 0
            a2    | 0        | 0        | 0        | 1

            shop  | follow_a | follow_b | follow_c | follow_d
            s1    | 1        | 1        | 0        | 1
            """,
    )


@pytest.mark.parametrize(
    ("period", "grades"),
    [("2026-06-01", "0 | 1 | 1"), ("2026-06-09", "1 | 0 | 0"), ("2026-06-10", "0 | 0 | 0")],
)
def test_grades_look_at_nothing_outside_the_period(measure, period, grades):
    """A customer without a follow-up in the period stands nowhere."""
    measure(
        **GRADED,
        period=period,
        expect=f"""
            agent | follow_a | follow_b | follow_c | follow_d
            a1    | {grades} | 0
            a2    | 0        | 0        | 0        | {int(period == "2026-06-01")}
            """,
    )


def test_completeness_is_the_mean_over_customers_that_have_one(measure):
    """Of the latest follow-ups; a cell left empty is unknown, not 0."""
    measure(
        **GRADED,
        expect="""
            agent | follow_completeness
            a1    | 120/2
            a2    | 0/1
            """,
    )


def test_contact_days_are_business_days_between_follow_ups(measure):
    """From the first to the second and from the second to the third, on the later one's day."""
    measure(
        followups="""
            customer | at
            c1       | 05-30 10:00:00
            c1       | 06-01 23:59:59
            c1       | 06-02 00:00:00
            c1       | 06-20 10:00:00
            c2       | 06-02 09:00:00
            c2       | 06-02 18:00:00
            c3       | 06-02 18:00:00
            """,
        expect="""
            agent | second_contact_days | third_contact_days
            a1    | 2/2                 | 1/1

            agent | day   | second_contact_days | third_contact_days
            a1    | 06-01 | 2/1                 | 0/0
            a1    | 06-02 | 0/1                 | 1/1
            """,
    )


def test_contacts_are_counted_for_each_agent_apart(measure):
    """Another agent's follow-up of the same customer is a first one."""
    measure(
        followups="""
            agent | at
            a1    | 06-01 10:00:00
            a2    | 06-03 10:00:00
            a1    | 06-05 10:00:00
            """,
        expect="""
            agent | second_contact_days
            a1    | 4/1
            """,
    )


def test_follow_up_after_the_watermark_does_not_exist(measure):
    """Neither as a contact nor as the latest one."""
    measure(
        as_of="06-05 10:00:00",
        followups="""
            at             | grade | phone
            06-01 10:00:00 | B     |
            06-05 10:00:00 | A     |
            06-05 10:00:01 | D     | yes
            """,
        expect="""
            agent | follow_a | follow_d | follow_phones | second_contact_days | third_contact_days
            a1    | 1        | 0        | 0             | 4/1                 | 0/0
            """,
    )
