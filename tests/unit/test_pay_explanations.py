"""Explanations: each line opens down to measures and to the scheme, in words with the numbers."""

from __future__ import annotations

from pathlib import Path

from twofour.events.roster import Member
from twofour.explain import Node
from twofour.metrics import METRICS, Measure
from twofour.pay import Payslip, pay
from twofour.period import parse_period
from twofour.scheme import load_scheme
from twofour.scorecard import Inputs, Past, by_key, score

SCHEME = load_scheme(Path(__file__).parents[2] / "examples/presales-two-four/scheme.yaml")
FIGURES = {
    "inquiry_pay_rate": (305, 1000, 7),
    "effective_sales": (4_379_500, 1, 0),
    "mean_response": (5_500, 100, 0),
    "reply_rate": (98, 100, 0),
    "response_within_180s": (95, 100, 0),
    "low_ratings": (6, 1, 0),
    "received": (1000, 1, 0),
    "upsell_orders": (12, 1, 0),
    "order_pay_rate": (90, 100, 0),
    "named_praise": (3, 1, 0),
}


def measures(member: str) -> list[Measure]:
    return [
        Measure("member", member, metric, top, bottom, pending, METRICS[metric].unit)
        for metric, (top, bottom, pending) in FIGURES.items()
    ]


def payslip() -> Payslip:
    history = (Past(parse_period("2026-05"), by_key(measures("m1"))),)
    members = (Member("m1", "小艾", "A", "pre_sales", "junior"),)
    inputs = Inputs(parse_period("2026-06"), "shop", members, by_key(measures("m1")), history)
    (slip,) = pay(SCHEME, inputs, score(SCHEME, inputs))
    return slip


def found(tree: Node, label: str) -> Node:
    return next(node for node in tree.walk() if node.label.zh == label)


def line(id: str) -> Node:
    return next(line.node for line in payslip().lines if line.id == id)


def said(node: Node) -> tuple[str, str]:
    assert node.formula is not None
    return node.formula


def test_a_ratio_opens_into_numerator_and_denominator_and_tells_what_is_pending() -> None:
    rate = found(line("commission"), "询单付款转化率")
    assert rate.source == "measure:inquiry_pay_rate@member:m1"
    assert [(c.label.zh, c.amount) for c in rate.children] == [("付款的询单", 305), ("询单人数", 1000)]
    assert said(rate)[0] == "付款的询单 305 ÷ 询单人数 1,000（其中 7 个结果未定）"
    assert said(rate)[1].endswith("(7 may still change)")


def test_the_tier_that_was_picked_is_named_with_its_place_in_the_scheme() -> None:
    rate = found(line("commission"), "提成比例")
    assert said(rate)[0] == "询单付款转化率 30.5%，在「30% 起、不到 35%」档：1.2%"
    assert said(rate)[1] == "inquiry → payment 30.5% is in tier “from 30% to below 35%”: 1.2%"
    assert rate.children[-1].source == "scheme:pay[1].commission.tiers[1].rate"


def test_a_scale_says_its_shape_and_what_it_adds_up() -> None:
    said_zh = [
        said(node)[0] for node in line("commission").walk() if node.label.zh == "提成" and node.formula
    ]
    assert any("梯度，整额按所在档，到线即入档，按月累计，负数按 0 计" in words for words in said_zh)


def test_the_coefficient_opens_into_the_whole_scorecard() -> None:
    tree = line("commission")
    assert found(tree, "绩效系数").quantity == found(tree, "绩效系数").quantity
    assert found(tree, "考核得分") == payslip().scorecard.node
    sources = {node.source for node in tree.walk()}
    assert "measure:effective_sales@member:m1" in sources
    assert "scheme:incentive[0].tiers[1].score" in sources


def test_a_gated_line_shows_what_was_lost_and_which_duty_closed_it() -> None:
    gate = found(line("target_bonus"), "任务「低评」门槛")
    assert gate.amount == 0
    assert [child.label.zh for child in gate.children] == ["低评数 ≤ 5", "指标奖金"]
    assert said(gate)[0] == "「低评数 ≤ 5」未满足，不计 指标奖金 100.00 元"


def test_every_line_ends_in_the_one_rounding_to_fen() -> None:
    for each in payslip().lines:
        assert each.node.operation == "round"
        assert each.node.quantity is not None
        assert (each.node.quantity.unit, each.node.amount) == ("fen", each.fen)
        assert said(each.node)[0].endswith("四舍五入到分")


def test_others_figures_are_not_told_by_name() -> None:
    mean = found(line("target_bonus"), "本组平均·接待人数")
    assert mean.source == "measure:received@team_mean:A"
    assert [child.label.zh for child in mean.children] == ["全组合计", "有数据的人数"]


def test_a_broken_duty_carries_its_correction_and_a_kept_one_does_not() -> None:
    duties = {duty.duty: duty for duty in payslip().scorecard.duties}
    assert duties["response"].kept is False
    assert duties["response"].correction is not None
    assert duties["response"].deducted == 2
    assert duties["reply"].kept is True
    assert duties["reply"].correction is None
