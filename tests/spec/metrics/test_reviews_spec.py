"""Reviews of the shop: its three DSR scores, neutral and bad ones (§7)."""

title = "Reviews"

REVIEWS = """
    at             | description | service | logistics | sentiment
    06-01 23:59:59 | 5           | 4       |           | good
    06-02 00:00:00 | 3           |         | 1         | neutral
    06-02 10:00:00 |             |         |           | bad
    06-02 10:00:00 |             | 2       |           |
    """


def test_review_counts_for_each_part_that_it_has(measure):
    """Σ scores over the reviews that have the part, on the day of the review."""
    measure(
        reviews=REVIEWS,
        expect="""
            shop  | dsr_description | dsr_service | dsr_logistics
            s1    | 8/2             | 6/2         | 1/1

            shop  | day   | dsr_description | dsr_service | dsr_logistics
            s1    | 06-01 | 5/1             | 4/1         | 0/0
            s1    | 06-02 | 3/1             | 2/1         | 1/1
            """,
    )


def test_bad_reviews_are_the_neutral_and_the_bad_ones(measure):
    """A review of no sentiment is neither."""
    measure(
        reviews=REVIEWS,
        expect="""
            shop  | bad_reviews
            s1    | 2
            """,
    )


def test_reviews_belong_to_the_shop_alone(measure):
    """No agent and no member has a DSR."""
    measure(
        reviews=REVIEWS,
        staff="""
            agent | member
            a1    | m1
            """,
        expect="""
            member | dsr_service | bad_reviews
            """,
    )
