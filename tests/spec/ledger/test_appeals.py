"""An approved appeal is an adjustment with its reason; the computed line stays as it is."""

from __future__ import annotations

import pytest
from bookkeeping import CHECKER, WRITER, Shop

from twofour.problems import Refused, UsageError


@pytest.fixture
def july(shop: Shop) -> Shop:
    shop.month("2026-06", m01={"base": "3000.00", "commission": "200.00"})
    shop.open("2026-07")
    shop.earn("2026-07", m01={"base": "3000.00"}, by=CHECKER)
    return shop


def test_an_approved_appeal_becomes_an_adjustment_and_changes_no_line(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    july.approve_appeal("A1", "2026-07")
    assert july.row("2026-06") == {"earned": "3,200.00", "payable": "3,200.00"}
    assert july.row("2026-07") == {"earned": "3,000.00", "adjusted": "35.00", "payable": "3,035.00"}
    (posted,) = july.book.period("2026-07").posted
    assert (posted.of, posted.origin, posted.adjustment.cause) == ("2026-06", "A1", "appeal")
    assert posted.adjustment.why.en == "A1, order o-17: 证据属实"


def test_the_decision_may_be_another_amount_than_was_asked_for(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    july.approve_appeal("A1", "2026-07", yuan="20.00")
    assert july.row("2026-07")["adjusted"] == "20.00"
    assert july.book.appeals["A1"].said.fen == 3500


def test_a_rejected_appeal_moves_nothing_and_keeps_its_reason(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    july.reject_appeal("A1")
    assert "adjusted" not in july.row("2026-07")
    decided = july.book.appeals["A1"].decided
    assert decided is not None
    assert (decided.reason, decided.adjustment) == ("会话在下单之后", None)


@pytest.mark.parametrize("by", [WRITER, "林小雨", "m01"])
def test_nobody_decides_their_own_appeal(july: Shop, by: str) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    with pytest.raises(Refused, match="somebody else has to"):
        july.approve_appeal("A1", "2026-07", by=by)
    with pytest.raises(Refused, match="somebody else has to"):
        july.reject_appeal("A1", by=by)


def test_who_decides_an_appeal_may_still_approve_the_month(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    july.approve_appeal("A1", "2026-07", by="周洁")
    assert july.book.period("2026-07").authors == [CHECKER, WRITER]


def test_an_appeal_is_decided_once(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    july.reject_appeal("A1")
    with pytest.raises(Refused, match="was decided by 店长"):
        july.approve_appeal("A1", "2026-07")


def test_an_appeal_names_a_line_that_there_is(july: Shop) -> None:
    with pytest.raises(UsageError, match=r"there are: base \(base\), commission \(commission\)"):
        july.appeal("2026-06", "m01", "prize", "35.00")
    with pytest.raises(UsageError, match="no pay of m09"):
        july.appeal("2026-06", "m09", "base", "35.00")
    with pytest.raises(UsageError, match="there is no appeal A7"):
        july.reject_appeal("A7")


def test_an_appeal_is_paid_in_an_open_month_behind_its_own(july: Shop) -> None:
    july.appeal("2026-06", "m01", "commission", "35.00")
    with pytest.raises(Refused, match="never changes again"):
        july.approve_appeal("A1", "2026-06")


def test_a_member_of_an_open_month_may_appeal_before_it_is_locked(july: Shop) -> None:
    july.appeal("2026-07", "m01", "base", "-100.00")
    july.approve_appeal("A1", "2026-07")
    assert july.row("2026-07") == {"earned": "3,000.00", "adjusted": "-100.00", "payable": "2,900.00"}
