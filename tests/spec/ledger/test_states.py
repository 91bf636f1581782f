"""A period goes draft → reviewed → approved → locked → paid; every step has its person and its condition."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bookkeeping import CHECKER, WRITER, Shop, run_of

from twofour.problems import Refused, UsageError

EARNED = {"base": "3000.00", "commission": "200.00"}


def ready(shop: Shop) -> None:
    shop.open("2026-06")
    shop.earn("2026-06", m01=EARNED)


def test_every_step_says_who_took_it_and_when(shop: Shop) -> None:
    ready(shop)
    shop.lock("2026-06")
    shop.pay("2026-06")
    steps = shop.book.period("2026-06").steps
    assert [step.state for step in steps] == ["draft", "reviewed", "approved", "locked", "paid"]
    assert [step.by for step in steps] == [WRITER, CHECKER, CHECKER, CHECKER, WRITER]
    assert all(earlier.at <= later.at for earlier, later in pairwise(steps))


@pytest.mark.parametrize("to", ["approved", "locked"])
def test_no_step_is_skipped(shop: Shop, to: str) -> None:
    ready(shop)
    with pytest.raises(Refused, match="is draft and cannot become"):
        shop.to("2026-06", to)


def test_a_period_without_a_run_has_nothing_to_review(shop: Shop) -> None:
    shop.open("2026-06")
    with pytest.raises(Refused, match="has no run yet: nothing to review"):
        shop.to("2026-06", "reviewed")


def test_one_step_back_before_the_lock_with_a_reason(shop: Shop) -> None:
    ready(shop)
    shop.to("2026-06", "reviewed")
    shop.to("2026-06", "approved")
    shop.back("2026-06")
    assert shop.book.period("2026-06").state == "reviewed"
    shop.back("2026-06", reason="少了一名员工")
    assert shop.book.period("2026-06").steps[-1].reason == "少了一名员工"
    assert shop.book.period("2026-06").state == "draft"
    with pytest.raises(UsageError, match="empty"):
        shop.to("2026-06", "reviewed")
        shop.back("2026-06", reason=" ")


def test_reviewed_content_is_closed_until_somebody_steps_back(shop: Shop) -> None:
    ready(shop)
    shop.to("2026-06", "reviewed")
    with pytest.raises(Refused, match="step back"):
        shop.earn("2026-06", m01={"base": "9999.00"})
    shop.back("2026-06")
    shop.earn("2026-06", m01={"base": "3100.00"})
    assert shop.row("2026-06") == {"earned": "3,100.00", "payable": "3,100.00"}


@pytest.mark.parametrize("to", ["locked", "paid"])
def test_locked_is_for_good(shop: Shop, to: str) -> None:
    ready(shop)
    shop.lock("2026-06")
    if to == "paid":
        shop.pay("2026-06")
    for act in (
        lambda: shop.back("2026-06"),
        lambda: shop.earn("2026-06", m01={"base": "1.00"}),
        lambda: shop.hold("2026-06", "commission", "2026-07-15", yuan="1.00"),
        lambda: shop.adjust("2026-06", "2026-06", "m01", "commission", "-1.00"),
        lambda: shop.to("2026-06", "locked"),
    ):
        with pytest.raises(Refused):
            act()
    assert shop.row("2026-06")["earned"] == "3,200.00"


@pytest.mark.parametrize("same_name", [WRITER, f" {WRITER} ", "财 务"])
def test_who_wrote_into_a_period_cannot_approve_it(shop: Shop, same_name: str) -> None:
    ready(shop)
    shop.to("2026-06", "reviewed")
    with pytest.raises(Refused, match="cannot approve"):
        shop.to("2026-06", "approved", by=same_name)
    shop.to("2026-06", "approved", by=CHECKER)


def test_everybody_who_added_to_a_period_is_an_author(shop: Shop) -> None:
    ready(shop)
    shop.earn("2026-06", "aftersales", by="赵磊", m02={"base": "2800.00"})
    shop.to("2026-06", "reviewed")
    with pytest.raises(Refused, match="财务, 赵磊"):
        shop.to("2026-06", "approved", by="赵磊")


def test_a_scheme_that_nobody_approved_stops_the_approval(shop: Shop) -> None:
    ready(shop)
    shop.to("2026-06", "reviewed")
    with pytest.raises(Refused, match="approve that scheme first"):
        shop.to("2026-06", "approved", approved=("another-digest",))


def test_months_are_locked_in_their_order(shop: Shop) -> None:
    ready(shop)
    shop.open("2026-07")
    shop.earn("2026-07", m01=EARNED)
    with pytest.raises(Refused, match="lock 2026-06 first"):
        shop.lock("2026-07")
    shop.lock("2026-06")
    shop.to("2026-07", "locked")


def test_a_day_lies_in_one_period_only(shop: Shop) -> None:
    ready(shop)
    for taken in ("2026-06", "2026-06-15..2026-07-14"):
        with pytest.raises(Refused, match="a day is paid once"):
            shop.open(taken)


def test_no_month_is_opened_before_a_locked_one(shop: Shop) -> None:
    ready(shop)
    shop.lock("2026-06")
    with pytest.raises(Refused, match="can no longer be opened"):
        shop.open("2026-05")


def test_a_run_of_another_month_or_shop_is_not_attached(shop: Shop) -> None:
    shop.open("2026-06")
    for run in (run_of("2026-05", m01=EARNED), run_of("2026-06", shop_id="s2", m01=EARNED)):
        with pytest.raises(Refused, match="not 2026-06 of s1"):
            shop.attach("2026-06", run)


def test_a_run_that_carries_over_by_itself_would_count_it_twice(shop: Shop) -> None:
    shop.open("2026-06")
    with pytest.raises(Refused, match="which the ledger carries itself"):
        shop.earn("2026-06", m01={"base": "3000.00", "carried": "-20.00"})


def test_a_newer_run_of_the_same_scheme_takes_the_place_of_the_older(shop: Shop) -> None:
    ready(shop)
    shop.earn("2026-06", m01={"base": "3000.00"})
    assert shop.row("2026-06") == {"earned": "3,000.00", "payable": "3,000.00"}


def test_runs_of_two_schemes_stand_together_but_nobody_is_paid_by_both(shop: Shop) -> None:
    ready(shop)
    shop.earn("2026-06", "aftersales", m02={"base": "2800.00"})
    assert shop.stands() == {"earned": "6,000.00", "payable": "6,000.00"}
    with pytest.raises(
        Refused, match="林小雨 is paid by scheme aftersales and by scheme presales from 2026-06-01"
    ):
        shop.earn("2026-06", "aftersales", m01={"base": "2800.00"})


def test_a_period_is_paid_in_parts_and_is_paid_when_nothing_is_left(shop: Shop) -> None:
    shop.month("2026-06", m01=EARNED, m02={"base": "2800.00"})
    shop.pay("2026-06", "m02")
    assert shop.book.period("2026-06").state == "locked"
    assert shop.stands() == {"earned": "6,000.00", "paid": "2,800.00", "payable": "3,200.00"}
    with pytest.raises(UsageError, match="owes nothing to m02"):
        shop.pay("2026-06", "m02")
    shop.pay("2026-06")
    assert shop.book.period("2026-06").state == "paid"
    with pytest.raises(Refused, match="all that was payable has left"):
        shop.pay("2026-06")


def test_nothing_is_paid_before_the_lock(shop: Shop) -> None:
    ready(shop)
    with pytest.raises(Refused, match="once it is locked"):
        shop.pay("2026-06")


def test_every_act_names_its_person(shop: Shop) -> None:
    with pytest.raises(UsageError, match="name of who acts"):
        shop.open("2026-06", by="  ")
