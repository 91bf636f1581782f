"""Days that are empty or thin, months in part, tables that reach less far than others."""

from datetime import date

from spec.doctor.rows import messages, order, orders, refund

FULL = range(1, 31)


def june(day: int) -> date:
    return date(2026, 6, day)


def test_empty_days_between_full_ones_are_a_gap(found):
    """Twelve messages a day, none on the 10th and 11th: two days lack."""
    rows = [m for day in FULL if day not in (10, 11) for m in messages(day, 12)]
    (gap,) = found("empty_days", {"messages": rows})
    assert (gap.first, gap.last, gap.count) == (june(10), june(11), 2)
    assert gap.what.en == "no messages, though before and after"


def test_orders_on_an_empty_day_show_that_the_shop_was_open(found):
    """Then the gap says so."""
    rows = [m for day in FULL if day != 10 for m in messages(day, 12)]
    (gap,) = found("empty_days", {"messages": rows, "orders": [order(1, 10)]})
    assert gap.what.en.endswith("there are orders, so the shop was open")


def test_a_weekday_on_which_the_shop_is_closed_is_no_gap(found):
    """No Sunday has messages: that is the shop's habit."""
    rows = [m for day in FULL if day % 7 for m in messages(day, 40)]
    assert not found("empty_days", {"messages": rows})


def test_empty_days_of_a_shop_with_few_orders_are_chance(found):
    """Two orders a day: four empty days let one expect eight orders, fewer than ten."""
    rows = [o for day in FULL if day not in (10, 11, 12, 13) for o in orders(day, 2)]
    assert not found("empty_days", {"orders": rows})
    rows = [o for day in FULL if day not in (10, 11, 12, 13, 14) for o in orders(day, 2)]
    assert found("empty_days", {"orders": rows})[0].count == 5


def test_a_month_without_messages_between_others_is_a_gap(found):
    """However long the silence, it does not pass for a habit."""
    rows = [m for day in (*range(1, 31), *range(70, 100)) for m in messages(day, 12)]
    assert found("empty_days", {"messages": rows})[0].count == 39


def test_a_day_with_less_than_a_third_of_its_weekday_is_thin(found):
    """Wednesdays have 40 messages; the 10th has 11, with full days before and after."""
    rows = [m for day in FULL for m in messages(day, 11 if day == 10 else 40)]
    (thin,) = found("thin_days", {"messages": rows})
    assert (thin.first, thin.count, thin.examples) == (june(10), 1, ("2026-06-10 11/40",))


def test_a_day_at_the_limit_is_not_thin(found):
    """30% of 40 are 12."""
    rows = [m for day in FULL for m in messages(day, 12 if day == 10 else 40)]
    assert not found("thin_days", {"messages": rows})


def test_a_quiet_second_half_of_the_month_is_not_thin(found):
    """Its days are as quiet as their neighbours."""
    rows = [m for day in FULL for m in messages(day, 100 if day <= 20 else 12)]
    assert not found("thin_days", {"messages": rows})


def test_thin_days_of_a_small_shop_are_chance(found):
    """Fewer than 20 messages a day say nothing."""
    rows = [m for day in FULL for m in messages(day, 1 if day == 10 else 19)]
    assert not found("thin_days", {"messages": rows})


def test_a_month_of_which_the_end_lacks_is_in_part(found):
    """The data ends on the 20th."""
    (part,) = found("part_month", {"messages": [m for day in range(1, 21) for m in messages(day, 1)]})
    assert (part.severity, part.first, part.last, part.count) == ("note", june(1), june(20), 20)
    assert part.what.en == "2026-06 has 20 of its 30 days"


def test_a_whole_month_is_not_in_part(found):
    """Neither is one whose first day has only orders."""
    assert not found("part_month", {"messages": messages(30, 1), "orders": [order(1, 1)]})


def test_days_outside_of_the_period_are_not_missing(found):
    """Ten days of June were asked for; or June, which goes on in the data."""
    rows = {"messages": [m for day in (*FULL[:-1], 31) for m in messages(day, 1)]}
    assert not found("part_month", rows, period="2026-06-05..2026-06-15")
    assert not found("part_month", rows, period="2026-06")


def test_orders_that_end_before_the_messages_do_understate_conversion(found):
    """Messages until the 30th, orders until the 20th: ten days lack."""
    (lag,) = found(
        "ends_early",
        {
            "messages": [m for d in FULL for m in messages(d, 1)],
            "orders": [order(d, d) for d in range(1, 21)],
        },
    )
    assert (lag.first, lag.last, lag.count) == (june(21), june(30), 10)
    assert "conversion and sales come out too low" in lag.what.en


def test_a_table_silent_at_the_end_as_often_before_does_not_end_early(found):
    """A refund every fifth day: four days without one at the end are nothing new, nine are."""
    full = [m for d in FULL for m in messages(d, 1)]
    assert not found("ends_early", {"messages": full, "refunds": [refund(d, d) for d in range(1, 27, 5)]})
    assert found("ends_early", {"messages": full, "refunds": [refund(d, d) for d in range(1, 22, 5)]})


def test_orders_that_begin_after_the_messages_lack_days(found):
    """And the other way round."""
    chats = [m for d in FULL for m in messages(d, 1)]
    (late,) = found("starts_late", {"messages": chats, "orders": [order(d, d) for d in range(11, 31)]})
    assert (late.first, late.last, late.count) == (june(1), june(10), 10)


def test_tables_that_begin_together_lack_nothing(found):
    """A day's difference is none."""
    chats = [m for d in FULL for m in messages(d, 1)]
    assert not found("starts_late", {"messages": chats, "orders": [order(d, d) for d in range(2, 31)]})
