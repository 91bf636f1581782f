"""Orders and refunds that contradict each other."""

import pytest

from spec.doctor.rows import at, order, refund

SOUND = {"orders": [order()], "refunds": [refund()]}
EARLY = refund(requested_at=at(1), completed_at=at(1))
CASES = {
    "refund_unknown_order": ("r1", {"orders": [order(2)], "refunds": [refund()]}),
    "refund_before_payment": ("r1", {"orders": [order()], "refunds": [EARLY]}),
    "refund_unpaid_order": ("r1", {"orders": [order(paid_at=None)], "refunds": [refund()]}),
    "refund_before_request": ("r1", {"refunds": [refund(completed_at=at(2, "09:59:59"))]}),
    "refund_without_completion": ("r1", {"refunds": [refund(completed_at=None)]}),
    "refund_above_payment": (
        "o1 100.01/100.00",
        {"orders": [order()], "refunds": [refund(), refund(2, amount=1)]},
    ),
    "payment_before_order": ("o1", {"orders": [order(paid_at=at(1, "10:00:00"))]}),
    "order_without_amount": ("o1", {"orders": [order(paid_amount=0)]}),
    "paid_without_amount": ("o1", {"orders": [order(paid_amount=None)]}),
}


@pytest.mark.parametrize("kind", CASES)
def test_what_contradicts_itself_is_found(found, kind):
    """One row each, named by its number."""
    example, tables = CASES[kind]
    (odd,) = found(kind, tables)
    assert (odd.count, odd.examples) == (1, (example,))


@pytest.mark.parametrize("kind", CASES)
def test_a_paid_order_refunded_the_next_day_is_sound(found, kind):
    """Created 10:00:01, paid 10:05:00, refunded in full on the day after."""
    assert not found(kind, SOUND)


def test_refunds_of_unknown_orders_say_how_many_of_how_many(found):
    """One of two here; all of them reads otherwise."""
    both = {"orders": [order()], "refunds": [refund(), refund(2, order_id="o9")]}
    assert found("refund_unknown_order", both)[0].what.en.startswith("1 of 2 refunds have no order")
    (every,) = found("refund_unknown_order", {"refunds": [refund(order_id="o9")]})
    assert every.what.en.startswith("none of 1 refunds has an order")


def test_refunds_of_other_shops_orders_have_no_order(found):
    """An order number counts within its shop."""
    tables = {"orders": [order(shop_id="other")], "refunds": [refund()]}
    assert [one.shop_id for one in found("refund_unknown_order", tables)] == ["s"]


def test_closed_refunds_need_no_completion_and_take_no_money(found):
    """Only successful ones count."""
    tables = {"orders": [order()], "refunds": [refund(), refund(2, status="closed", completed_at=None)]}
    assert not found("refund_without_completion", tables)
    assert not found("refund_above_payment", tables)


def test_unpaid_orders_need_no_amount_paid(found):
    """Nor does an unpaid order over nothing count."""
    tables = {"orders": [order(paid_at=None, paid_amount=None, amount=0)]}
    assert not found("paid_without_amount", tables)
    assert not found("order_without_amount", tables)
