"""What a period comes to: earned, adjusted, held, carried, taken back, payable, paid; nothing gets lost."""

from __future__ import annotations

import pytest
from bookkeeping import CHECKER, WRITER, Shop

from twofour.ledger import balances, balances_to_json
from twofour.problems import Refused, UsageError


def test_earned_is_payable_and_then_paid(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"base": "3000.00", "commission": "218.98", "deduction": "-50.00"})
    assert shop.row("2026-06") == {"earned": "3,168.98", "payable": "3,168.98"}
    shop.lock("2026-06")
    shop.pay("2026-06")
    assert shop.row("2026-06") == {"earned": "3,168.98", "paid": "3,168.98"}


def test_an_adjustment_of_a_paid_month_lies_in_the_open_one(shop: Shop) -> None:
    shop.month("2026-06", m01={"base": "3000.00", "commission": "200.00"})
    shop.open("2026-07")
    shop.earn("2026-07", m01={"base": "3000.00"})
    shop.adjust("2026-06", "2026-07", "m01", "commission", "-12.34")
    assert shop.row("2026-06") == {"earned": "3,200.00", "payable": "3,200.00"}
    assert shop.row("2026-07") == {"earned": "3,000.00", "adjusted": "-12.34", "payable": "2,987.66"}


def test_an_open_month_needs_no_adjustment(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"base": "3000.00"})
    shop.open("2026-07")
    with pytest.raises(Refused, match="is not locked"):
        shop.adjust("2026-06", "2026-07", "m01", "base", "-1.00")


def test_pay_is_never_negative_what_is_left_over_goes_into_the_next_month(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"commission": "100.00", "deduction": "-150.00"})
    assert shop.row("2026-06") == {"earned": "-50.00", "carried_out": "-50.00"}
    shop.lock("2026-06")
    shop.month("2026-07", m01={"commission": "30.00"})
    assert shop.row("2026-07") == {"earned": "30.00", "carried_in": "-50.00", "carried_out": "-20.00"}
    shop.month("2026-08", m01={"commission": "80.00"})
    assert shop.row("2026-08") == {"earned": "80.00", "carried_in": "-20.00", "payable": "60.00"}
    assert shop.stands() == {"earned": "60.00", "payable": "60.00"}


def test_what_somebody_owes_who_has_left_stays_visible(shop: Shop) -> None:
    shop.month("2026-06", m01={"commission": "100.00"}, m02={"base": "1.00"})
    shop.open("2026-07")
    shop.earn("2026-07", m02={"base": "2000.00"})
    shop.adjust("2026-06", "2026-07", "m01", "commission", "-40.00")
    assert shop.row("2026-07") == {"adjusted": "-40.00", "carried_out": "-40.00"}
    shop.lock("2026-07")
    shop.month("2026-08", m02={"base": "2000.00"})
    assert shop.row("2026-08") == {"carried_in": "-40.00", "carried_out": "-40.00"}
    assert shop.stands("m01") == {
        "earned": "100.00",
        "adjusted": "-40.00",
        "payable": "100.00",
        "carried": "-40.00",
    }


def test_a_share_of_a_line_is_held_and_released_when_its_day_has_come(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"base": "3000.00", "commission": "218.98"}, m02={"base": "3000.00"})
    shop.hold("2026-06", "commission", "2026-07-15", share="30%")
    assert shop.row("2026-06") == {"earned": "3,218.98", "held": "65.69", "payable": "3,153.29"}
    shop.lock("2026-06")
    shop.open("2026-07")
    shop.release("2026-07")
    assert shop.row("2026-07") == {"released": "65.69", "payable": "65.69"}
    with pytest.raises(Refused, match="no hold has run out"):
        shop.release("2026-07")


def test_a_late_refund_meets_the_money_that_was_held_for_it(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"commission": "200.00"})
    shop.hold("2026-06", "commission", "2026-07-15", "m01", yuan="60.00")
    shop.lock("2026-06")
    shop.open("2026-07")
    shop.adjust("2026-06", "2026-07", "m01", "commission", "-45.00")
    assert shop.row("2026-07") == {"adjusted": "-45.00", "carried_out": "-45.00"}
    shop.release("2026-07")
    assert shop.row("2026-07") == {"adjusted": "-45.00", "released": "60.00", "payable": "15.00"}


def test_a_hold_that_lasts_longer_is_released_by_name_and_with_a_reason(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"commission": "200.00"})
    shop.hold("2026-06", "commission", "2026-09-30", yuan="60.00")
    shop.lock("2026-06")
    shop.open("2026-07")
    with pytest.raises(Refused, match="lasts until 2026-09-30"):
        shop.release("2026-07", "H1")
    shop.release("2026-07", "H1", reason="买家已确认收货")
    assert shop.stands() == {"earned": "200.00", "payable": "200.00"}
    with pytest.raises(UsageError, match="there is no hold H1"):
        shop.release("2026-07", "H1", reason="再来一次")


@pytest.mark.parametrize("yuan", ["0.00", "200.01", "-1.00"])
def test_no_more_is_held_than_the_line_gives(shop: Shop, yuan: str) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"base": "3000.00", "commission": "200.00"})
    with pytest.raises(Refused, match=r"at most 200\.00"):
        shop.hold("2026-06", "commission", "2026-07-15", "m01", yuan=yuan)


def test_no_more_is_held_than_there_is_to_pay(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"commission": "200.00", "deduction": "-150.00"})
    with pytest.raises(Refused, match=r"at most 50\.00"):
        shop.hold("2026-06", "commission", "2026-07-15", yuan="60.00")


def test_a_new_run_must_bear_the_holds_on_its_lines(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01={"base": "3000.00", "commission": "200.00"})
    shop.hold("2026-06", "commission", "2026-07-15", yuan="60.00")
    with pytest.raises(Refused, match="release it before"):
        shop.earn("2026-06", m01={"base": "3000.00", "commission": "59.99"})
    shop.earn("2026-06", m01={"base": "3000.00", "commission": "60.00"})


def test_an_advance_is_paid_at_once_and_taken_back_by_instalments(shop: Shop) -> None:
    shop.advance("m01", "500.00", "200.00", since="2026-06")
    assert shop.stands() == {"paid": "500.00", "advances": "500.00"}
    for period, taken, left in (("06", "200.00", "300.00"), ("07", "200.00", "100.00"), ("08", "100.00", "")):
        shop.month(f"2026-{period}", m01={"base": "3000.00"})
        assert shop.row(f"2026-{period}")["recovered"] == taken
        assert shop.stands().get("advances", "") == left
    shop.month("2026-09", m01={"base": "3000.00"})
    assert shop.row("2026-09") == {"earned": "3,000.00", "payable": "3,000.00"}


def test_an_instalment_takes_no_more_than_there_is(shop: Shop) -> None:
    shop.advance("m01", "500.00", "200.00", since="2026-06")
    shop.month("2026-06", m01={"commission": "150.00"})
    assert shop.row("2026-06") == {"earned": "150.00", "recovered": "150.00"}
    shop.month("2026-07", m01={"commission": "-10.00"})
    assert shop.row("2026-07") == {"earned": "-10.00", "carried_out": "-10.00"}
    assert shop.stands("m01")["advances"] == "350.00"


def test_an_advance_begins_to_be_taken_back_when_it_says(shop: Shop) -> None:
    shop.advance("m01", "500.00", "200.00", since="2026-07")
    shop.month("2026-06", m01={"base": "3000.00"})
    assert "recovered" not in shop.row("2026-06")
    with pytest.raises(Refused, match="begin with a later period"):
        shop.advance("m01", "500.00", "200.00", since="2026-06")


def test_an_advance_takes_two_people(shop: Shop) -> None:
    with pytest.raises(Refused, match="two people"):
        shop.advance("m01", "500.00", "200.00", since="2026-06", approved_by=WRITER)
    with pytest.raises(UsageError, match="instalment"):
        shop.advance("m01", "500.00", "500.01", since="2026-06", approved_by=CHECKER)


def test_the_same_acts_give_the_same_balances_to_the_byte(shop: Shop) -> None:
    shop.month("2026-06", m01={"base": "3000.00"}, m02={"base": "2800.00"})
    first = balances_to_json(balances(shop.book))
    assert balances_to_json(balances(shop.book)) == first
    assert [row["due_fen"] for row in first] == [300000, 280000]
