"""What-if and projections: the same score and pay over figures that have not happened."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from twofour.explain.working import recomputed
from twofour.plan import Change, Projection, project, what_if
from twofour.plan.cases import load_case
from twofour.problems import DataMissing, UsageError
from twofour.scheme.figures import figure

CASES = Path(__file__).parents[1] / "cases"


def test_a_figure_of_a_part_of_an_order_is_kept_exactly() -> None:
    case = load_case(CASES / "G02.yaml")
    assert case.scheme is not None and case.inputs is not None
    change = Change("inquiry_pay_rate", plus=figure("9%"), customers="received", ticket="average_ticket",
                    sales="effective_sales")  # fmt: skip
    found = what_if(case.scheme, case.inputs, "xiaoai", [change])
    assert found.orders is not None and found.orders.amount == Decimal("342.72")
    assert found.sales is not None and found.sales.amount == Decimal("25018.56")
    assert found.gain == 150_136
    assert case.inputs == load_case(CASES / "G02.yaml").inputs


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change("effective_sales", to=figure("10000.00")), 5_000),
        (Change("effective_sales", times=figure("110%")), 24_087),
        (Change("effective_sales", plus=figure("-43795.00")), 0),
        (Change("inquiry_pay_rate", to=figure("45.005%")), 109_488),
    ],
)
def test_a_figure_can_be_moved_multiplied_or_set(change: Change, after: int) -> None:
    case = load_case(CASES / "G02.yaml")
    assert case.scheme is not None and case.inputs is not None
    assert what_if(case.scheme, case.inputs, "xiaoai", [change]).after.total == after


def test_a_changed_ratio_keeps_its_weight_in_the_teams_mean(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        """
case: weights
title: 权重不变
scheme:
  scheme: s
  title: s
  valid_from: 2026-06-01
  pay: [{target_bonus: {each: 1.00, targets: [{metric: inquiry_pay_rate, at_least: team_mean + 1%}]}}]
members:
  - {member: a, measures: {inquiry_pay_rate: {numerator: 30, denominator: 100}}}
  - {member: b, measures: {inquiry_pay_rate: {numerator: 300, denominator: 1000}}, expected: {total: 0.00}}
""",
        encoding="utf-8",
    )
    case = load_case(file)
    assert case.scheme is not None and case.inputs is not None
    # a at 31.105 %: the mean moves to (31.105 + 300) / 1100 = 30.1005 %, and a stands 1.0045 points above it.
    moved = what_if(case.scheme, case.inputs, "a", [Change("inquiry_pay_rate", to=figure("31.105%"))])
    assert moved.gain == 100
    nearly = what_if(case.scheme, case.inputs, "a", [Change("inquiry_pay_rate", to=figure("31.095%"))])
    assert nearly.gain == 0


def test_a_stranger_and_a_missing_figure_are_told() -> None:
    case = load_case(CASES / "G02.yaml")
    assert case.scheme is not None and case.inputs is not None
    with pytest.raises(UsageError, match="members: xiaoai"):
        what_if(case.scheme, case.inputs, "nobody", [Change("sales", to=figure("1"))])
    with pytest.raises(DataMissing, match="low_ratings"):
        what_if(case.scheme, case.inputs, "xiaoai", [Change("low_ratings", plus=figure("1"))])


def test_a_projection_explains_itself() -> None:
    day = Projection(
        customers=Decimal(100),
        conversion=Decimal("0.45"),
        ticket=Decimal(100),
        days=Decimal(7),
        margin=Decimal("0.5"),
        cost=Decimal(5000),
        to={"conversion": Decimal("0.6")},
    )
    found = project(day)
    assert found.gain.amount == 10_500
    assert found.left is not None and found.left.amount == 250
    for node in found.left.walk():
        assert recomputed(node) == node.amount
    assert found.before.formula is not None
    assert found.before.formula.zh == "人数 100 人 × 转化率 45% × 客单价 100.00 元 × 天数 7 天"
