"""Rows that are there twice, and exports that were cut off."""

from spec.doctor.rows import message, messages, order, orders, staff


def test_a_chat_imported_twice_under_other_ids_is_there_twice(found):
    """Two exports, the same three messages."""
    first = [message(1, f"10:00:0{n}", message_id=f"x{n}") for n in range(3)]
    again = [message(1, f"10:00:0{n}", message_id=f"y{n}") for n in range(3)]
    (twice,) = found("repeated_messages", {"messages": first}, {"messages": again})
    assert (twice.count, twice.severity) == (3, "error")
    assert twice.examples[0] == "c 2026-06-01 10:00:00"


def test_a_chat_imported_once_with_ids_and_once_without_is_there_twice(found):
    """The lake cannot know that they are the same."""
    (twice,) = found(
        "repeated_messages", {"messages": [message(message_id="x")]}, {"messages": [message(message_id=None)]}
    )
    assert twice.count == 1


def test_messages_said_twice_are_said_twice(found):
    """Within one export two equal lines are two lines; an import repeated changes nothing."""
    said = [message(message_id="x"), message(message_id="y")]
    assert not found("repeated_messages", {"messages": said}, {"messages": said}, {"messages": [message(2)]})


def test_an_export_that_repeats_every_line_is_there_twice(found):
    """Two files of one import that overlap: twenty messages, each under two ids."""
    rows = [message(1, f"10:{n:02d}:00", message_id=f"{file}{n}") for n in range(20) for file in "xy"]
    (twice,) = found("repeated_messages", {"messages": rows})
    assert twice.count == 20


def test_orders_alike_but_for_their_number_are_there_twice(found):
    """Customer, times, amounts: all the same."""
    (twice,) = found("repeated_orders", {"orders": [order(1), order(2), order(3, amount=1)]})
    assert (twice.count, twice.examples) == (1, ("o1 = o2",))


def test_orders_that_differ_in_anything_are_two(found):
    """Here in the second of their creation."""
    assert not found("repeated_orders", {"orders": [order(1), order(2, created_at=order(1)["paid_at"])]})


def test_an_export_of_exactly_a_thousand_rows_was_perhaps_cut_off(found):
    """It names import and file."""
    (cut,) = found("cut_off_export", {"messages": messages(1, 1000)}, files=("chats.csv",))
    assert (cut.count, cut.examples) == (1000, ("chats.csv",))


def test_an_export_that_overlaps_the_last_one_is_counted_whole(found):
    """600 rows were stored already, 400 are new: the file has 1,000."""
    rows = messages(1, 1000)
    (cut,) = found("cut_off_export", {"messages": rows[:600]}, {"messages": rows})
    assert cut.count == 1000 and "import 2" in cut.what.en


def test_other_numbers_of_rows_are_just_numbers(found):
    """999 messages and a staff row make 1,000 rows, but not of one table."""
    assert not found(
        "cut_off_export", {"messages": messages(1, 999), "staff": [staff()]}, {"orders": orders(1, 7)}
    )
