"""Staff rows against the chats."""

from datetime import date

from spec.doctor.rows import at, message, messages, staff


def june(day: int) -> date:
    return date(2026, 6, day)


def test_an_agent_in_no_staff_row_belongs_to_nobody(found):
    """Two messages with agent b, whom the staff table does not know; one rating of agent c."""
    rows = [message(), message(2, agent_id="b"), message(3, agent_id="b")]
    rated = [{"shop_id": "s", "rating_id": "1", "agent_id": "c", "rated_at": at(4), "score": 5}]
    (unknown,) = found("agent_unknown", {"messages": rows, "ratings": rated, "staff": [staff()]})
    assert (unknown.count, unknown.examples) == (2, ("b (2)", "c (1)"))
    assert (unknown.first, unknown.last, unknown.severity) == (june(2), june(4), "error")


def test_a_misspelt_agent_is_recognised(found):
    """The chats say Shop:Amy, the staff table shop:amy."""
    rows = [message(agent_id="Shop:Amy"), message()]
    people = [staff(), staff("shop:amy", "m2")]
    (unknown,) = found("agent_unknown", {"messages": rows, "staff": people})
    assert "Shop:Amy → shop:amy" in unknown.remedy.en


def test_agents_with_staff_rows_are_known_and_machines_need_none(found):
    """Lines of bots and of the system belong to nobody by their nature."""
    rows = [message(), message(2, agent_id="robot", sender="bot"), message(3, agent_id="x", sender="system")]
    assert not found("agent_unknown", {"messages": rows, "staff": [staff()]})


def test_a_shop_without_staff_is_not_told_agent_by_agent(found):
    """That the table is missing is one finding of its own."""
    assert not found("agent_unknown", {"messages": [message()]})


def test_chats_on_days_without_a_valid_row_belong_to_nobody(found):
    """The staff row begins on the 3rd; the agent chats from the 1st to the 4th."""
    rows = [message(day) for day in (1, 2, 3, 4)]
    (early,) = found("agent_unstaffed", {"messages": rows, "staff": [staff(valid_from=june(3))]})
    assert (early.count, early.first, early.last, early.examples) == (2, june(1), june(2), ("a (2)",))


def test_chats_inside_of_staff_rows_belong_to_somebody(found):
    """The first and the last day of a row are inside."""
    rows = [message(day) for day in (1, 2, 3, 4)]
    people = [staff(valid_from=june(1), valid_to=june(2)), staff(valid_from=june(3), valid_to=june(4))]
    assert not found("agent_unstaffed", {"messages": rows, "staff": people})


def test_agents_of_the_staff_table_who_never_chat_are_noted(found):
    """Perhaps their id is misspelt."""
    (silent,) = found("agent_silent", {"messages": [message()], "staff": [staff(), staff("b", "m2")]})
    assert (silent.severity, silent.examples) == ("note", ("b",))


def test_agents_who_left_before_the_chats_begin_are_not_noted(found):
    """Their row ended in May."""
    left = staff("b", "m2", valid_to=date(2026, 5, 31))
    assert not found("agent_silent", {"messages": [message()], "staff": [staff(), left]})


def test_two_members_on_one_agent_overlap(found):
    """m had the agent until the 20th, m2 has it from the 10th."""
    people = [staff(valid_from=june(1), valid_to=june(20)), staff(member="m2", valid_from=june(10))]
    (overlap,) = found("staff_overlap", {"staff": people, "messages": [message()]})
    assert overlap.examples == ("a 2026-06-10: m → m2",)


def test_an_open_row_overlaps_with_another_members_row(found):
    """Unless the first one has left."""
    later = staff(member="m2", valid_from=june(10))
    assert found("staff_overlap", {"staff": [staff(valid_from=june(1)), later]})
    assert not found("staff_overlap", {"staff": [staff(valid_from=june(1), left_on=june(9)), later]})


def test_a_later_row_of_the_same_member_replaces_an_open_one(found):
    """That is how a change of team is written; with an end that runs on it contradicts itself."""
    later = staff(team="t2", valid_from=june(10))
    assert not found("staff_overlap", {"staff": [staff(valid_from=june(1)), later]})
    assert found("staff_overlap", {"staff": [staff(valid_from=june(1), valid_to=june(10)), later]})


def test_days_between_two_staff_rows_are_noted(found):
    """One row ends on the 5th, the next begins on the 9th."""
    people = [staff(valid_from=june(1), valid_to=june(5)), staff(valid_from=june(9))]
    (gap,) = found("staff_gap", {"staff": people})
    assert (gap.severity, gap.first, gap.last) == ("note", june(5), june(9))


def test_rows_that_follow_each_other_leave_no_gap(found):
    """The next begins on the day after."""
    people = [staff(valid_from=june(1), valid_to=june(5)), staff(valid_from=june(6))]
    assert not found("staff_gap", {"staff": people, "messages": messages(1, 1)})
