"""The next step: how much more lifts a scale by one tier, and what that pays when it is really so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from replaying import HEAD, indented

from twofour.explain import Quantity
from twofour.pay import NextStep, Payslip, next_steps, pay
from twofour.plan.cases import Case, load_case
from twofour.scorecard import score


def steps_of(folder: Path, piece: str, figures: str, more: str = "") -> tuple[Case, Payslip, list[NextStep]]:
    file = folder / "case.yaml"
    file.write_text(
        f"case: c\ntitle: c\nscheme:\n{HEAD}{indented(piece)}\nmembers: [{{member: m, {figures}}}]\n{more}",
        encoding="utf-8",
    )
    case = load_case(file)
    assert case.scheme is not None and case.inputs is not None
    cards = score(case.scheme, case.inputs)
    (slip,) = pay(case.scheme, case.inputs, cards)
    return case, slip, list(next_steps(cards, slip))


def then(case: Case, metric: str, by: int) -> int:
    """The total when the measure's numerator has really moved so."""
    assert case.scheme is not None and case.inputs is not None
    key = ("member", "m", metric)
    old = case.inputs.measures[key]
    moved = {**case.inputs.measures, key: replace(old, numerator=old.numerator + by)}
    inputs = replace(case.inputs, measures=moved)
    (slip,) = pay(case.scheme, inputs, score(case.scheme, inputs))
    return slip.total


RATE = """
pay:
  - commission:
      on: sales
      shape: cliff
      by: inquiry_pay_rate
      tiers: [{from: 0, rate: 3%}, {from: 35%, rate: 4%}]
"""


def test_so_many_more_orders_paid_lift_the_rate(tmp_path: Path) -> None:
    figures = "measures: {sales: 41260.00, inquiry_pay_rate: {numerator: 102, denominator: 300}}"
    case, slip, (step,) = steps_of(tmp_path, RATE, figures)
    assert step.more == Quantity(3, "count")
    assert step.gain == then(case, "inquiry_pay_rate", 3) - slip.total == 41_260
    assert then(case, "inquiry_pay_rate", 2) == slip.total
    assert step.said.zh == "再多 3 单付款，询单付款转化率到 35%：提成比例 3% → 4%，约 +412.60 元"
    assert step.said.en == (
        "3 more orders paid: inquiry → payment reaches 35%: commission rate 3% → 4%, about +412.60 yuan"
    )


def test_the_best_tier_has_no_next_step(tmp_path: Path) -> None:
    figures = "measures: {sales: 100.00, inquiry_pay_rate: 35%}"
    assert steps_of(tmp_path, RATE, figures)[2] == []


ITEM = """
incentive: [{{item: i, metric: {metric}, weight: 100, tiers: {tiers}}}]
pay: [{{score_pay: {{amount: 1000.00}}}}]
"""


@pytest.mark.parametrize(
    ("metric", "tiers", "measure", "by", "more"),
    [
        # Seconds on average: 12 waits must together be 25 seconds shorter, 25 / 12 each.
        (
            "mean_response",
            "[{at_most: 40, score: 100}, {at_most: any, score: 0}]",
            "{numerator: 505, denominator: 12}",
            -25,
            "平均响应时间再快 2.0833 秒，到 40 秒",
        ),
        (
            "mean_response",
            "[{from: 0, score: 100}, {from: 40, score: 0}]",
            "{numerator: 480, denominator: 12}",
            -1,
            "平均响应时间再快 0.0833 秒，到 40 秒",
        ),
        (
            "effective_sales",
            "[{from: 0, score: 0}, {from: 100.00, score: 80}]",
            "{numerator: 7654}",
            2346,
            "有效销售额再多 23.46 元，到 100.00 元",
        ),
        (
            "effective_sales",
            "[{above: 0, score: 0}, {above: 100.00, score: 80}]",
            "{numerator: 7654}",
            2347,
            "有效销售额再多 23.47 元，到 100.00 元",
        ),
        (
            "low_ratings",
            "[{at_most: 2, score: 100}, {at_most: any, score: 0}]",
            "5",
            -3,
            "低评数再少 3，到 2",
        ),
        (
            "satisfied_rate",
            "[{from: 0, score: 0}, {from: 96%, score: 100}]",
            "{numerator: 41, denominator: 44}",
            2,
            "满意评价数再多 2，满意率到 96%",
        ),
        (
            "average_ticket",
            "[{from: 0, score: 0}, {from: 80.00, score: 100}]",
            "{numerator: 70000, denominator: 10}",
            10_000,
            "客单价再多 100.00 元，到 80.00 元",
        ),
    ],
)  # fmt: skip
def test_the_step_is_the_smallest_that_reaches_the_tier(
    tmp_path: Path, metric: str, tiers: str, measure: str, by: int, more: str
) -> None:
    case, slip, (step,) = steps_of(
        tmp_path, ITEM.format(metric=metric, tiers=tiers), f"measures: {{{metric}: {measure}}}"
    )
    assert step.gain == then(case, metric, by) - slip.total > 0
    assert then(case, metric, by + (1 if by < 0 else -1)) == slip.total
    assert step.said.zh.startswith(more)


def test_an_accumulated_scale_needs_what_the_window_still_lacks(tmp_path: Path) -> None:
    piece = """
pay:
  - per_unit:
      on: upsell_orders
      shape: cliff
      accumulate: quarter
      tiers: [{from: 1, amount: 1.00}, {from: 20, amount: 2.00}]
"""
    history = """
history:
  2026-05: {members: {m: {upsell_orders: 8}}}
  2026-04: {members: {m: {upsell_orders: 4}}}
"""
    case, slip, (step,) = steps_of(tmp_path, piece, "measures: {upsell_orders: 5}", history)
    assert step.more == Quantity(3, "count")
    assert step.gain == then(case, "upsell_orders", 3) - slip.total == 2_300


def test_one_step_that_lifts_two_scales_is_told_once(tmp_path: Path) -> None:
    piece = """
incentive:
  - {item: c, metric: inquiry_pay_rate, weight: 100, tiers: [{from: 0, score: 0}, {from: 35%, score: 100}]}
pay:
  - score_pay: {amount: 1000.00}
  - commission:
      on: sales
      shape: cliff
      by: inquiry_pay_rate
      tiers: [{from: 0, rate: 1%}, {from: 35%, rate: 2%}]
"""
    figures = "measures: {sales: 1000.00, inquiry_pay_rate: {numerator: 30, denominator: 100}}"
    _, _, (step,) = steps_of(tmp_path, piece, figures)
    assert step.of == ("c", "commission")
    assert step.gain == 101_000
    assert "得分 0 分 → 100 分，提成比例 1% → 2%" in step.said.zh


def test_a_step_that_earns_nothing_is_not_told(tmp_path: Path) -> None:
    capped = RATE + "  - cap: {amount: 10.00}\n"
    figures = "measures: {sales: 41260.00, inquiry_pay_rate: {numerator: 102, denominator: 300}}"
    assert steps_of(tmp_path, capped, figures)[2] == []


EXAM = """
metrics:
  - {metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: mean}
pay:
  - commission:
      on: sales
      shape: cliff
      by: exam
      accumulate: quarter
      tiers: [{from: 0, rate: 1%}, {from: 4, rate: 2%}]
"""


def test_marks_with_and_without_decimals_weigh_alike_over_a_quarter(tmp_path: Path) -> None:
    """3 and 3 in May, 4.5 in June: 10.5 ÷ 3 = 3.5, and a mean of 4 takes 1.5 more in June."""
    figures = "measures: {sales: 1000.00, exam: {numerator: 45, denominator: 10}}"
    history = """
history:
  2026-05: {members: {m: {sales: 1000.00, exam: {numerator: 6, denominator: 2}}}}
  2026-04: {members: {m: {sales: 0.00}}}
"""
    case, slip, _ = steps_of(tmp_path, EXAM, figures, history)
    assert case.scheme is not None and case.inputs is not None
    key = ("member", "m", "exam")
    finer = {**case.inputs.measures, key: replace(case.inputs.measures[key], scale=10)}
    case = replace(case, inputs=replace(case.inputs, measures=finer))
    cards = score(case.scheme, case.inputs)
    (slip,) = pay(case.scheme, case.inputs, cards)
    (step,) = next_steps(cards, slip)
    assert step.more == Quantity(Decimal("0.5"), "point")
    assert step.gain == then(case, "exam", 15) - slip.total == 2_000
    assert then(case, "exam", 14) < slip.total + 2_000
    assert step.said.zh == "考试再多 0.5 分，到 4 分：提成比例 1% → 2%，约 +20.00 元"
