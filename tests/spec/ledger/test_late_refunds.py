"""A refund after payday: what the scheme's policy makes of the difference, and what it never touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import indent

import pytest
from bookkeeping import run_of

from twofour.ledger import Finding, LineDifference, difference, findings
from twofour.money import format_fen
from twofour.pay import pay
from twofour.plan.cases import load_case
from twofour.scheme import Scheme
from twofour.scorecard import score
from twofour.statements import Run

CLIFF = """\
pay:
  - {base: {fixed: 3000.00}}
  - commission:
      on: effective_sales
      shape: cliff
      tiers: [{from: 0, rate: 1%}, {from: 50000.00, rate: 2%}]
"""
LINEAR = "pay: [{commission: {on: effective_sales, shape: linear, rate: 1%}}]\n"
REFUNDED = {"member:m1": 60000}  # 600 yuan, in fen
DAY = date(2026, 7, 10)
Paid = Callable[..., tuple[Scheme, Run]]


@pytest.fixture
def paid(tmp_path: Path) -> Paid:
    """The scheme and the run of June that it gives for one member's figures."""

    def run(pay_part: str, figures: str, policy: str = "") -> tuple[Scheme, Run]:
        head = "scheme: piece\ntitle: 规则\nvalid_from: 2026-06-01\n"
        scheme = indent(head + policy + pay_part, "  ")
        member = f"  - {{member: m1, measures: {{{figures}}}}}"
        text = f"case: piece\ntitle: 规则\nscheme:\n{scheme}members:\n{member}\n"
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        case = load_case(tmp_path / "case.yaml")
        assert case.scheme is not None
        assert case.inputs is not None
        slips = tuple(pay(case.scheme, case.inputs, score(case.scheme, case.inputs)))
        shell = run_of("2026-06", m1={"base": "0.00"})
        return case.scheme, Run(**{**vars(shell), "payslips": slips})

    return run


def differs(paid: Paid, part: str, before: str, after: str) -> list[LineDifference]:
    return difference(paid(part, before)[1], paid(part, after)[1])


def posted(paid: Paid, part: str, then: str, now: str, policy: str = "", **more: object) -> dict[str, str]:
    """Line → yuan posted, or the reason why nothing is."""
    scheme, original = paid(part, then, policy)
    found = findings(
        difference(original, paid(part, now, policy)[1]),
        scheme,
        original,
        **{"day": DAY, "refunds": REFUNDED, **more},  # type: ignore[arg-type]
    )
    return {
        one.different.line.id: format_fen(one.adjustment.fen)
        if one.adjustment
        else str(one.unposted and one.unposted.en)
        for one in found
    }


def first(paid: Paid, part: str, then: str, now: str, policy: str = "", **more: object) -> Finding:
    scheme, original = paid(part, then, policy)
    different = difference(original, paid(part, now, policy)[1])
    given = {"day": DAY, "refunds": REFUNDED, **more}
    return findings(different, scheme, original, **given)[0]  # type: ignore[arg-type]


def test_lines_that_did_not_move_make_no_difference(paid: Paid) -> None:
    assert differs(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 50100.00") == []
    (line,) = differs(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00")
    assert (line.line.id, line.fen) == ("commission", -50700)


def test_a_difference_says_which_figures_moved_it(paid: Paid) -> None:
    (line,) = differs(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00")
    (figure,) = line.changed
    assert (figure.metric, figure.subject) == ("effective_sales", "member:m1")
    assert (figure.before.show("zh"), figure.after.show("zh")) == ("50,100.00 元", "49,500.00 元")


def test_a_line_that_only_the_new_run_has_is_a_difference_of_its_whole_amount(paid: Paid) -> None:
    part = CLIFF + "  - {floor: {amount: 3500.00}}\n"
    found = differs(paid, part, "effective_sales: 50100.00", "effective_sales: 49500.00")
    assert {one.line.id: one.fen for one in found} == {"commission": -50700, "floor": 500}
    assert found[1].before is None
    assert found[1].changed == found[0].changed


def test_recompute_tier_takes_the_whole_line_again(paid: Paid) -> None:
    assert posted(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00") == {
        "commission": "-507.00"
    }


def test_original_rate_takes_back_what_each_yuan_was_paid(paid: Paid) -> None:
    policy = "adjustments: {late_refund: original_rate}\n"
    assert posted(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00", policy) == {
        "commission": "-12.00"
    }


def test_under_original_rate_a_full_refund_takes_back_all_that_was_paid(paid: Paid) -> None:
    policy = "adjustments: {late_refund: original_rate}\n"
    refunds = {"member:m1": 33333}
    found = posted(paid, LINEAR, "effective_sales: 333.33", "effective_sales: 0", policy, refunds=refunds)
    assert found == {"commission": "-3.33"}


def test_under_original_rate_a_cap_follows_by_its_own_arithmetic(paid: Paid) -> None:
    part = CLIFF + "  - {cap: {amount: 3995.00}}\n"
    policy = "adjustments: {late_refund: original_rate}\n"
    # 3,000 + 1,002 is cut by 7; without the 12 yuan of the refund nothing is above the cap any more.
    found = posted(paid, part, "effective_sales: 50100.00", "effective_sales: 49500.00", policy)
    assert found == {"commission": "-12.00", "cap": "7.00"}


def test_none_reports_and_posts_nothing(paid: Paid) -> None:
    policy = "adjustments: {late_refund: none}\n"
    found = posted(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00", policy)
    assert found == {"commission": "the scheme does not take late refunds back"}


def test_fault_only_spares_who_is_not_at_fault(paid: Paid) -> None:
    policy = "adjustments: {fault_only: true}\n"
    change = ("effective_sales: 50100.00", "effective_sales: 49500.00")
    assert posted(paid, CLIFF, *change, policy) == {
        "commission": "not the member's fault, which the scheme asks for"
    }
    found = first(paid, CLIFF, *change, policy, faults=("m1",)).adjustment
    assert found is not None
    assert (found.fen, found.fault) == (-50700, True)


@pytest.mark.parametrize(("day", "yuan"), [(10, "-507.00"), (11, None)])
def test_the_window_ends_so_many_days_after_the_period(paid: Paid, day: int, yuan: str | None) -> None:
    policy = "adjustments: {window_days: 10}\n"
    change = ("effective_sales: 50100.00", "effective_sales: 49500.00")
    found = posted(paid, CLIFF, *change, policy, day=date(2026, 7, day))
    assert found == {"commission": yuan or "too late: the scheme looks back 10 days after the period"}


def test_the_policy_is_for_refunds_corrected_data_is_posted_in_full(paid: Paid) -> None:
    policy = "adjustments: {late_refund: none}\n"
    change = ("effective_sales: 50100.00", "effective_sales: 49500.00")
    # Refunds explain 100 of the 600 yuan: an order must have gone too.
    one = first(paid, CLIFF, *change, policy, refunds={"member:m1": 10000}).adjustment
    assert one is not None
    assert (one.fen, one.cause) == (-50700, "corrected_data")


def test_a_rate_that_another_figure_picks_is_no_late_refund(paid: Paid) -> None:
    part = """\
pay:
  - commission:
      on: effective_sales
      shape: cliff
      by: inquiry_pay_rate
      tiers: [{from: 0, rate: 1%}, {from: 40%, rate: 2%}]
"""
    before, after = (
        "effective_sales: 50100.00, inquiry_pay_rate: 40%",
        "effective_sales: 49500.00, inquiry_pay_rate: 39%",
    )
    found = first(paid, part, before, after, "adjustments: {late_refund: original_rate}\n").adjustment
    assert found is not None
    assert (found.fen, found.cause) == (-50700, "corrected_data")


def test_only_what_is_still_missing_is_posted_the_second_time(paid: Paid) -> None:
    change = ("effective_sales: 50100.00", "effective_sales: 49500.00")
    done = {("m1", "commission"): -50000}
    assert posted(paid, CLIFF, *change, before=done) == {"commission": "-7.00"}
    done = {("m1", "commission"): -50700}
    assert posted(paid, CLIFF, *change, before=done) == {"commission": "was adjusted before"}


def test_what_was_adjusted_by_mistake_is_given_back(paid: Paid) -> None:
    same = ("effective_sales: 50100.00", "effective_sales: 50100.00")
    assert posted(paid, CLIFF, *same, before={("m1", "commission"): -507}) == {"commission": "5.07"}


def test_an_adjustment_says_in_words_what_changed(paid: Paid) -> None:
    found = first(paid, CLIFF, "effective_sales: 50100.00", "effective_sales: 49500.00").adjustment
    assert found is not None
    assert found.why.zh == "有效销售额 50,100.00 元 → 49,500.00 元"
    assert (found.cause, found.fault) == ("late_refund", False)
