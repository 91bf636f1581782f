"""The linter on imprecise and on one-sided schemes: data that has each finding, and data that has not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from advising import CONVERSION, PEOPLE, findings, of_kind, scheme_of

from twofour.plan.lint import Finding
from twofour.plan.wilson import rows_needed, wilson

# ── weight_at_ceiling ──

REPLY = """
incentive:
  - {item: reply, metric: reply_rate, weight: 30, tiers: [{from: 0, score: 0}, {from: 95%, score: 100}]}
  - item: conversion
    metric: inquiry_pay_rate
    weight: 70
    tiers: [{from: 0, score: 0}, {from: 30%, score: 100}]
pay: [{score_pay: {amount: 1000.00}}]
"""


def test_weight_where_everybody_has_the_full_score_is_told(tmp_path: Path) -> None:
    people = [f"reply_rate: {98 + at % 2}%, inquiry_pay_rate: {25 + at}%" for at in range(10)]
    (one,) = of_kind("weight_at_ceiling", findings(tmp_path, REPLY, people))
    assert one.at == ("incentive", 0)
    assert (one.numbers["weight"], one.numbers["full"], one.numbers["scores"]) == (30, 10, 10)


def test_one_in_ten_below_the_full_score_is_below_the_ceiling(tmp_path: Path) -> None:
    people = [f"reply_rate: {94 if at == 0 else 98}%, inquiry_pay_rate: {25 + at}%" for at in range(10)]
    assert of_kind("weight_at_ceiling", findings(tmp_path, REPLY, people)) == []


# ── weak_without_weight ──


def rated(happy: int, response: int = 30) -> str:
    """A member with 1,000 inquiries and 1,000 ratings, so many of them happy."""
    return (
        f"inquiry_pay_rate: {{numerator: 350, denominator: 1000}}, mean_response: {response},"
        f" satisfied_rate: {{numerator: {happy}, denominator: 1000}}"
    )


def test_a_metric_that_fell_and_earns_nothing_is_told_with_both_months(tmp_path: Path) -> None:
    now, before = [rated(800)] * 3, [rated(900)] * 3
    (one,) = of_kind(
        "weak_without_weight", findings(tmp_path, CONVERSION.format("30%", "40%", 40), now, before)
    )
    assert one.numbers == {
        "metric": "satisfied_rate",
        "now": Decimal("0.8"),
        "before": Decimal("0.9"),
        "best": Decimal("0.8"),
    }
    assert "上月 80%、再上月 90%" in one.said.zh


def test_a_change_that_chance_explains_is_not_weak(tmp_path: Path) -> None:
    now, before = [rated(895)] * 3, [rated(900)] * 3
    found = findings(tmp_path, CONVERSION.format("30%", "40%", 40), now, before)
    assert of_kind("weak_without_weight", found) == []


def test_a_metric_far_behind_its_best_is_weak(tmp_path: Path) -> None:
    people = [rated(500), rated(500), rated(900)]
    (one,) = of_kind("weak_without_weight", findings(tmp_path, CONVERSION.format("30%", "40%", 40), people))
    assert one.numbers["best"] == Decimal("0.9")


def test_a_weak_metric_that_is_a_duty_is_looked_after(tmp_path: Path) -> None:
    duty = CONVERSION.format("30%", "40%", 40).replace(
        "metric: mean_response, must: {at_most: 40}", "metric: satisfied_rate, must: {at_least: 85%}"
    )
    people = [rated(500), rated(500), rated(900)]
    assert of_kind("weak_without_weight", findings(tmp_path, duty, people)) == []


# ── sample_too_small ──


def sampled(rows: int) -> list[str]:
    return [
        f"inquiry_pay_rate: {{numerator: {rows * share // 100}, denominator: {rows}}}"
        for share in (30, 36, 42)
    ]


def test_tiers_narrower_than_chance_are_told_with_the_rows_needed(tmp_path: Path) -> None:
    (one,) = of_kind(
        "sample_too_small", findings(tmp_path, CONVERSION.format("35%", "37%", 40), sampled(400))
    )
    assert one.severity == "warning"
    assert one.at == ("incentive", 0, "tiers")
    assert one.numbers["rows"] == 400
    assert one.numbers["tier"] == Decimal("0.02")


def test_tiers_wider_than_chance_are_fine(tmp_path: Path) -> None:
    found = findings(tmp_path, CONVERSION.format("30%", "40%", 40), sampled(4000))
    assert of_kind("sample_too_small", found) == []


def test_the_interval_is_wilsons() -> None:
    """30 of 100: 0.219 to 0.396, as statistics books and packages give it."""
    low, high = wilson(30, 100)
    assert (round(low, 3), round(high, 3)) == (Decimal("0.219"), Decimal("0.396"))
    low, high = wilson(0, 10)
    assert (low, round(high, 4)) == (0, Decimal("0.2775"))


def test_the_rows_needed_really_are_enough() -> None:
    needed = rows_needed(Decimal("0.4"), Decimal("0.05"))
    assert wilson(needed * 4 // 10, needed).width <= Decimal("0.0501")
    assert wilson(needed * 4 // 20, needed // 2).width > Decimal("0.05")


# ── cliff_too_steep ──

RATE = """
pay:
  - {{base: {{fixed: 3000.00}}}}
  - commission:
      on: sales
      shape: {shape}
      by: inquiry_pay_rate
      tiers: [{{from: 0, rate: 1%}}, {{from: 35%, rate: {rate}}}]
"""
SELLERS = [
    f"sales: {sales}.00, inquiry_pay_rate: {{numerator: {paid}, denominator: 1000}}"
    for sales, paid in ((20000, 300), (40000, 340), (60000, 380))
]


def test_a_cliff_is_told_in_yuan_from_real_bases(tmp_path: Path) -> None:
    """At 35 % the rate goes from 1 % to 2 %: one order is worth 1 % of all sales, 600 of 60,000."""
    (one,) = of_kind("cliff_too_steep", findings(tmp_path, RATE.format(shape="cliff", rate="2%"), SELLERS))
    assert one.at == ("pay", 1, "commission", "tiers", 1)
    assert (one.numbers["member"], one.numbers["jump"]) == ("m3", Decimal("600.00"))
    assert "过 35% 那一刻m3 +600.00 元（占当月 14.3%），中位 +400.00 元" in one.said.zh


@pytest.mark.parametrize(("shape", "rate"), [("interpolated", "2%"), ("cliff", "1.1%")])
def test_a_small_step_and_a_smooth_scale_are_no_cliff(tmp_path: Path, shape: str, rate: str) -> None:
    assert of_kind("cliff_too_steep", findings(tmp_path, RATE.format(shape=shape, rate=rate), SELLERS)) == []


# ── pay_falls ──


def falls(folder: Path, piece: str, people: list[str]) -> list[Finding]:
    return of_kind("pay_falls", findings(folder, piece, people))


def test_a_count_that_pays_less_each_may_lose_money_by_one_more(tmp_path: Path) -> None:
    """Nine at 2.00 are 18 yuan, ten at 1.00 are 10."""
    piece = """
    pay:
      - per_unit:
          {on: upsell_orders, shape: cliff, tiers: [{from: 1, amount: 2.00}, {from: 10, amount: 1.00}]}
    """
    (one,) = falls(tmp_path, piece, ["upsell_orders: 5", "upsell_orders: 8", "upsell_orders: 12"])
    assert (one.severity, one.at) == ("error", ("pay", 0, "per_unit", "tiers", 1))
    assert (one.numbers["paid_worse"], one.numbers["paid_better"]) == (Decimal("18.00"), Decimal("10.00"))
    assert "少 8.00 元" in one.said.zh


def test_the_same_amounts_slice_by_slice_never_fall(tmp_path: Path) -> None:
    piece = """
    pay:
      - per_unit:
          {on: upsell_orders, shape: marginal, tiers: [{from: 1, amount: 2.00}, {from: 10, amount: 1.00}]}
    """
    assert falls(tmp_path, piece, ["upsell_orders: 5", "upsell_orders: 8", "upsell_orders: 12"]) == []


def test_tiers_written_the_wrong_way_round_are_told(tmp_path: Path) -> None:
    """More seconds get the better score: who answers faster is paid less."""
    piece = """
    incentive:
      - item: i
        metric: mean_response
        weight: 100
        tiers: [{from: 0, score: 40}, {from: 30, score: 100}]
    pay: [{score_pay: {amount: 1000.00}}]
    """
    (one,) = falls(tmp_path, piece, ["mean_response: 20", "mean_response: 40", "mean_response: 60"])
    assert one.numbers["paid_worse"] == Decimal("1000.00")
    assert one.numbers["paid_better"] == Decimal("400.00")


def test_rates_that_fall_as_sales_grow_are_told(tmp_path: Path) -> None:
    piece = """
    pay: [{commission: {on: sales, shape: cliff, tiers: [{from: 0, rate: 2%}, {from: 50000.00, rate: 1%}]}}]
    """
    (one,) = falls(tmp_path, piece, ["sales: 20000.00", "sales: 40000.00", "sales: 60000.00"])
    assert one.numbers["paid_better"] == Decimal("500.00")


def test_a_sound_scheme_never_falls(tmp_path: Path) -> None:
    assert falls(tmp_path, RATE.format(shape="cliff", rate="2%"), SELLERS) == []
    assert falls(tmp_path, CONVERSION.format("30%", "40%", 40), PEOPLE) == []


# ── side_uncovered ──


def sides(found: list[Finding]) -> list[object]:
    return [one.numbers["side"] for one in of_kind("side_uncovered", found)]


def test_a_side_that_nothing_reads_is_told_with_the_shops_figure(tmp_path: Path) -> None:
    found = findings(tmp_path, CONVERSION.format("30%", "40%", 40), [rated(900)] * 3)
    assert sides(found) == ["attitude", "sales", "quality", "workload"]
    (attitude, *_) = of_kind("side_uncovered", found)
    assert attitude.severity == "warning"
    assert "上月满意率 90%" in attitude.said.zh
    assert {one.severity for one in of_kind("side_uncovered", found)[1:]} == {"note"}  # no data of them


def test_a_proposed_duty_can_be_pasted_and_fills_the_gap(tmp_path: Path) -> None:
    """Three people with 80, 90 and 95 % satisfied: the standard lies where most of them are."""
    piece = "pay: [{base: {fixed: 3000.00}}]\n"
    people = [rated(800), rated(900), rated(950)]
    attitude = next(
        one
        for one in of_kind("side_uncovered", findings(tmp_path, piece, people))
        if one.numbers["side"] == "attitude"
    )
    duty = attitude.proposal.en.removeprefix("Add a duty: ")
    mended = f"duties: [{duty}]\n{piece}"
    assert scheme_of(mended).duties[0].metric == "satisfied_rate"
    assert "attitude" not in sides(findings(tmp_path, mended, people))


def test_after_sales_people_need_not_sell(tmp_path: Path) -> None:
    piece = "applies_to: {role: after_sales}\n" + CONVERSION.format("30%", "40%", 40)
    assert sides(findings(tmp_path, piece, [rated(900)] * 3)) == ["attitude", "quality", "workload"]


# ── counter_missing ──


@pytest.mark.parametrize(
    ("pay", "counter", "kept"),
    [
        ("commission: {on: sales, shape: linear, rate: 1%}", "refund_rate", "refund_rate"),
        ("commission: {on: sales, shape: linear, rate: 1%}", "inquiry_pay_rate", "inquiry_pay_rate"),
        ("per_unit: {on: received, shape: linear, amount: 1.00}", "inquiry_pay_rate", "inquiry_pay_rate"),
        ("target_bonus: {each: 1.00, targets: [{metric: mean_response, at_most: 20}]}", "reply_rate",
         "unreplied"),
        ("target_bonus: {each: 1.00, targets: [{metric: answer_ratio, at_least: 120%}]}", "satisfied_rate",
         "satisfied_rate"),
    ],
)  # fmt: skip
def test_a_metric_that_can_be_gamed_needs_a_counter(
    tmp_path: Path, pay: str, counter: str, kept: str
) -> None:
    people = ["sales: 100.00, received: 10, mean_response: 20, answer_ratio: 110%"] * 3
    found = of_kind("counter_missing", findings(tmp_path, f"pay: [{{{pay}}}]\n", people))
    assert counter in [one.numbers["counter"] for one in found]
    limit = "{at_most: 5}" if kept == "unreplied" else "{at_least: 50%}"
    duty = f"duties: [{{duty: d, metric: {kept}, must: {limit}, breach: {{deduct_amount: 1.00}}}}]\n"
    found = of_kind("counter_missing", findings(tmp_path, f"{duty}pay: [{{{pay}}}]\n", people))
    assert counter not in [one.numbers["counter"] for one in found]
