"""Ratings: what customers gave the agents (§7)."""

title = "Ratings"


def test_ratings_count_for_the_rated_agent(measure):
    """Points over ratings; 4 and 5 are satisfied, 1 and 2 are low, 3 is neither."""
    measure(
        ratings="""
            at       | agent | score | named
            10:00:00 | a1    | 5     | yes
            10:00:00 | a1    | 4     | no
            10:00:00 | a1    | 3     |
            10:00:00 | a1    | 2     |
            10:00:00 | a1    | 1     |
            10:00:00 | a2    | 5     |
            """,
        expect="""
            agent | rating_score | satisfied_rate | low_ratings | named_praise
            a1    | 15/5         | 2/5            | 2           | 1
            a2    | 5/1          | 1/1            | 0           | 0
            """,
    )


def test_ratings_lie_on_the_day_on_which_they_were_given(measure):
    """Day sums add up to the month's."""
    measure(
        ratings="""
            at             | score
            06-01 23:59:59 | 5
            06-02 00:00:00 | 2
            """,
        expect="""
            agent | day   | rating_score | low_ratings
            a1    | 06-01 | 5/1          | 0
            a1    | 06-02 | 2/1          | 1

            agent | rating_score | low_ratings
            a1    | 7/2          | 1
            """,
    )
