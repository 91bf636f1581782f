"""Buckets: what kind of order it is, seen from the credited agent (§6). Read from the oracle."""

import pytest

title = "Buckets and helpers of an order"

TWO_CHATS = """
    at             | customer | agent | sender
    06-01 10:00:00 | c1       | a1    | customer
    06-01 10:05:00 | c1       | a1    | agent
    06-02 10:00:00 | c1       | a2    | customer
    06-02 10:05:00 | c1       | a2    | agent
    """


def one_order(created, paid):
    """A table of one order."""
    return f"""
        order | customer | created   | paid
        o1    | c1       | {created} | {paid}
        """


@pytest.mark.parametrize(
    ("created", "paid", "at_creation", "at_payment", "bucket"),
    [
        ("06-01 10:01:00", "06-01 10:02:00", "a1", "a1", "own"),
        ("06-01 09:00:00", "06-01 10:02:00", None, "a1", "silent_order"),
        ("06-01 08:00:00", "06-01 09:00:00", None, None, "fully_silent"),
        ("06-01 10:01:00", "06-20 10:02:00", "a1", None, "paid_by_other"),
        ("06-01 10:01:00", "", "a1", None, None),
    ],
)
def test_bucket_tells_who_was_there(credits_of, created, paid, at_creation, at_payment, bucket):
    """One agent at both, nobody at creation, nobody at all, nobody at payment; unpaid orders have none."""
    (credit,) = credits_of(messages=TWO_CHATS, orders=one_order(created, paid))
    assert (credit.at_creation, credit.at_payment, credit.bucket) == (at_creation, at_payment, bucket)


@pytest.mark.parametrize(
    ("credit_rule", "credited", "bucket", "assisting"),
    [
        ("order", "a1", "paid_by_other", ("a2",)),
        ("order_first", "a1", "paid_by_other", ("a2",)),
        ("payment", "a2", "ordered_by_other", ("a1",)),
    ],
)
def test_bucket_of_two_agents_depends_on_the_credited_one(
    credits_of, credit_rule, credited, bucket, assisting
):
    """The agent at creation sees an order paid by another, the agent at payment one ordered by another."""
    (credit,) = credits_of(
        rules={"credit_rule": credit_rule},
        messages=TWO_CHATS,
        orders=one_order("06-01 10:03:00", "06-02 10:03:00"),
    )
    assert (credit.credited, credit.bucket, credit.assisting) == (credited, bucket, assisting)
