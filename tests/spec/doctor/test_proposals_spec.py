"""Counting rules that the chats ask for."""

from spec.doctor.rows import message, order, staff


def test_agents_who_write_as_customers_are_proposed_for_exclusion(found):
    """An agent id, and the main account before its colon."""
    rows = [message(agent_id="shop:amy"), message(customer_id="shop:amy"), message(customer_id="shop")]
    (own,) = found(
        "own_people", {"messages": rows, "orders": [order(customer_id="shop")], "staff": [staff()]}
    )
    assert own.examples == ("shop", "shop:amy")
    assert "excluded_customers: [shop, shop:amy]" in own.remedy.en


def test_customers_already_excluded_are_not_proposed(found):
    """Nor are customers who are nobody's agent."""
    rows = {"messages": [message(customer_id="a"), message()]}
    assert found("own_people", rows)
    assert not found("own_people", rows, excluded_customers=("a",))


def greetings(count: int, words: str, seconds: int) -> list[dict]:
    """``count`` customers, each greeted ``seconds`` after their first line."""
    return [
        row
        for number in range(count)
        for row in (
            message(1, "10:00:00", customer_id=f"c{number}"),
            message(1, f"10:00:{seconds:02d}", customer_id=f"c{number}", sender="agent", text=words),
        )
    ]


def test_a_greeting_that_comes_at_once_every_time_is_a_machine(found):
    """Twenty customers, two seconds each; what stands in brackets is the prefix."""
    (machine,) = found("automatic_replies", {"messages": greetings(20, "【自动回复】亲，稍等", 2)})
    assert machine.count == 20
    assert 'auto_reply_prefixes: ["【自动回复】"]' in machine.remedy.en


def test_a_machine_without_brackets_is_known_by_its_first_words(found):
    """Twenty characters of them."""
    words = "您好，欢迎光临本店，客服正在火速赶来，请您稍等片刻"
    (machine,) = found("automatic_replies", {"messages": greetings(20, words, 1)})
    assert f'["{words[:20]}"]' in machine.remedy.en


def test_machines_that_the_rules_name_are_not_proposed(found):
    """They are left out of what is looked at."""
    rows = {"messages": greetings(20, "【自动回复】亲，稍等", 2)}
    assert not found("automatic_replies", rows, auto_reply_prefixes=("【自动回复】",))


def test_people_who_greet_alike_but_take_their_time_are_people(found):
    """A phrase pasted after 12 seconds; or a quick one, but only 19 times."""
    assert not found("automatic_replies", {"messages": greetings(20, "亲，在的呢", 12)})
    assert not found("automatic_replies", {"messages": greetings(19, "【自动回复】亲，稍等", 2)})
