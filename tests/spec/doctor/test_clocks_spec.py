"""Times: of the future, of another age, of another zone, without a time of day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from spec.doctor.rows import at, message, messages, order, refund


def test_rows_later_than_the_import_are_of_the_future(found):
    """An hour ahead of the clock on the wall, as times of UTC read as Shanghai's… the wrong way round."""
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    (late,) = found("future_rows", {"messages": [message(), message(sent_at=ahead)]})
    assert (late.count, late.severity) == (1, "error")
    assert not found("future_rows", {"orders": [order(1, created_at=ahead - timedelta(hours=1))]})[1:]


def test_rows_before_the_import_are_not_of_the_future(found):
    """A minute ahead is a clock that goes fast."""
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
    assert not found("future_rows", {"messages": [message(), message(sent_at=soon)]})


def test_a_row_of_another_year_is_far_away(found):
    """1 of 102 messages, 26 years before the others."""
    old = message(sent_at=datetime(2000, 1, 1, tzinfo=UTC))
    (stray,) = found("stray_dates", {"messages": [old, *messages(1, 101)]})
    assert (stray.count, stray.first, stray.examples) == (1, date(2000, 1, 1), ("2000-01-01",))


def test_rows_two_months_apart_or_many_are_not_far_away(found):
    """60 days without anything are a long pause; a tenth of the rows are no slip."""
    assert not found("stray_dates", {"messages": [message(61), *messages(1, 101)]})
    assert not found("stray_dates", {"messages": [*messages(400, 10), *messages(1, 90)]})


@pytest.mark.parametrize(
    ("tables", "column"),
    [
        ({"messages": [message(d, "00:00:00") for d in range(1, 11)]}, "sent_at"),
        ({"orders": [order(d, d, created_at=at(d, "00:00:00")) for d in range(1, 11)]}, "created_at"),
        ({"orders": [order(d, d, paid_at=at(d, "00:00:00")) for d in range(1, 11)]}, "paid_at"),
        ({"refunds": [refund(d, d, requested_at=at(d, "00:00:00")) for d in range(1, 11)]}, "requested_at"),
    ],
)
def test_ten_midnights_are_dates_without_a_time(found, tables, column):
    """All times of one column are 00:00:00 in Shanghai."""
    (lost,) = found("date_only", tables)
    assert lost.count == 10
    assert column in lost.what.en


def test_some_midnights_among_many_times_are_true(found):
    """Fewer than ten, or less than a fifth."""
    assert not found("date_only", {"messages": [message(d, "00:00:00") for d in range(1, 10)]})
    many = [*messages(20, 50), *(message(d, "00:00:00") for d in range(1, 11))]
    assert not found("date_only", {"messages": many})


def test_times_without_seconds_are_only_good_to_the_minute(found):
    """100 messages at full minutes."""
    assert found("minute_times", {"messages": messages(1, 100, "10:31:00")})[0].count == 100


def test_times_with_seconds_are_good(found):
    """Six of a hundred have seconds."""
    rows = [*messages(1, 94, "10:31:00"), *messages(2, 6, "10:31:07")]
    assert not found("minute_times", {"messages": rows})


def test_customers_who_write_at_night_and_not_in_the_evening_live_in_utc(found):
    """A day from 10:00 to 22:00 in Shanghai, exported in UTC: 02:00 to 14:00."""
    rows = [m for hour in range(2, 14) for m in messages(1, 20, f"{hour:02d}:15:01")]
    (night,) = found("night_messages", {"messages": rows})
    assert night.count == 100
    assert "UTC" in night.what.en and "time zone UTC" in night.remedy.en


def test_customers_who_write_by_day_live_here(found):
    """The same day in its own zone; and in London's for a shop there."""
    rows = [m for hour in range(10, 22) for m in messages(1, 20, f"{hour:02d}:15:01")]
    assert not found("night_messages", {"messages": rows})
    assert found("night_messages", {"messages": rows}, timezone="Europe/London")


def test_thirty_customers_in_one_second_are_an_export(found):
    """Nobody sends like that."""
    (crowd,) = found("same_second", {"messages": messages(1, 30)})
    assert crowd.count == 30 and "2026-06-01 10:00:01" in crowd.what.en


def test_customers_who_write_in_seconds_of_their_own_are_people(found):
    """29 in the same second may be a campaign; so may 30 of a thousand."""
    assert not found("same_second", {"messages": messages(1, 29)})
    many = [message(2, f"11:{n // 60 % 60:02d}:{n % 60:02d}", customer_id=f"x{n}") for n in range(600)]
    assert not found("same_second", {"messages": [*messages(1, 30), *many]})


def talks(count: int, *, backwards: bool) -> list[dict]:
    """A question and its answer with each of ``count`` customers."""
    asks, answers = ("10:00:30", "10:00:10") if backwards else ("10:00:10", "10:00:30")
    return [
        row
        for number in range(count)
        for row in (
            message(1, asks, customer_id=f"c{number}"),
            message(1, answers, customer_id=f"c{number}", sender="agent", text="您好"),
        )
    ]


def test_answers_before_their_questions_come_from_another_clock(found):
    """Thirty customers, and every time the agent has the first word."""
    assert found("replies_first", {"messages": talks(30, backwards=True)})[0].count == 30


def test_answers_after_their_questions_are_in_order(found):
    """And a few the other way round prove nothing."""
    assert not found("replies_first", {"messages": talks(30, backwards=False)})
    assert not found("replies_first", {"messages": talks(29, backwards=True)})
