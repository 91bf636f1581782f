"""Tables that are not there."""

from spec.doctor.rows import message, order, refund, staff
from twofour.metrics.catalogue import METRICS
from twofour.metrics.doctor.missing import COSTS


def test_a_shop_without_messages_orders_or_staff_is_told_what_it_loses(found):
    """One finding for each of the three tables that is empty."""
    missing = found("table_missing", {"refunds": [refund()]})
    assert [one.remedy.en for one in missing] == [
        f"Import the table {t}" for t in ("messages", "orders", "staff")
    ]
    assert "mean response" not in missing[2].what.en
    assert "reply rate" in missing[0].what.en and "回复率" in missing[0].what.zh


def test_a_shop_with_all_three_misses_nothing(found):
    """One row of each is enough."""
    assert not found("table_missing", {"messages": [message()], "orders": [order()], "staff": [staff()]})


def test_a_table_without_rows_in_the_period_is_missing_there(found):
    """Only the days asked for are looked at; staff rows have no day."""
    tables = {"messages": [message(1)], "orders": [order(1, 10)], "staff": [staff()]}
    (missing,) = found("table_missing", tables, period="2026-06-05..2026-06-15")
    assert missing.remedy.en == "Import the table messages"


def test_tables_that_a_shop_can_do_without_are_one_note(found):
    """It names the tables and what cannot be measured without them."""
    (note,) = found("table_unused", {"messages": [message()], "refunds": [refund()]})
    assert note.severity == "note"
    assert note.what.en.startswith("no ratings, invitations, reviews")
    assert "refunds" not in note.what.en.split(";")[0]
    assert "rating" in note.what.en.split(";")[1]


def test_every_metric_of_the_catalogue_depends_on_a_table():
    """A new metric must be entered in the list of what an empty table costs."""
    assert set(METRICS) <= {metric for metrics in COSTS.values() for metric in metrics}
