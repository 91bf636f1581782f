"""Commission (提成): what it pays on, what picks the rate, what happens on and beside a threshold."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import DataMissing


def test_linear_pays_the_rate_on_everything_above_the_baseline(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: effective_sales, shape: linear, baseline: 10000.00, rate: 2%}}]",
        row("effective_sales: 9999.99 => commission: 0.00"),
        row("effective_sales: 10000.00 => commission: 0.00"),
        row("effective_sales: 10050.00 => commission: 1.00"),
    )


def test_linear_never_goes_below_zero_when_refunds_exceed_sales(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: effective_sales, shape: linear, rate: 2%}}]",
        row("effective_sales: -500.00 => commission: 0.00, total: 0.00"),
    )


def test_linear_signed_takes_back_what_refunds_exceed_sales_by(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: effective_sales, shape: linear, rate: 2%, signed: true}}]",
        row("effective_sales: -500.00 => commission: -10.00"),
        row("effective_sales: 500.00 => commission: 10.00"),
    )


def test_marginal_pays_each_slice_at_its_own_rate(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: marginal
              tiers: [{from: 0, rate: 1%}, {from: 10000.00, rate: 2%}, {from: 30000.00, rate: 3%}]
        """,
        row("sales: 10000.00 => commission: 100.00"),
        row("sales: 10000.01 => commission: 100.00"),
        row("sales: 20000.00 => commission: 300.00"),
        row("sales: 40000.00 => commission: 800.00"),
        row("sales: 0 => commission: 0.00"),
    )


def test_marginal_pays_nothing_below_its_first_slice(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: sales, shape: marginal, tiers: [{from: 5000.00, rate: 2%}]}}]",
        row("sales: 5000.00 => commission: 0.00"),
        row("sales: 6000.00 => commission: 20.00"),
    )


def test_cliff_pays_all_of_it_at_the_tier_reached(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: cliff
              tiers: [{from: 10000.00, rate: 1%}, {from: 20000.00, rate: 2%}]
        """,
        row("sales: 9999.99 => commission: 0.00"),
        row("sales: 19999.99 => commission: 200.00"),
        row("sales: 20000.00 => commission: 400.00"),
    )


def test_cliff_with_upper_bounds_suits_a_metric_where_lower_is_better(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: cliff
              by: refund_rate
              tiers: [{at_most: 3%, rate: 2%}, {at_most: 8%, rate: 1%}, {at_most: any, rate: 0}]
        """,
        row("sales: 10000.00, refund_rate: 3% => commission: 200.00"),
        row("sales: 10000.00, refund_rate: 3.01% => commission: 100.00"),
        row("sales: 10000.00, refund_rate: 8.01% => commission: 0.00"),
    )


def test_interpolated_moves_the_rate_in_proportion_between_two_tiers(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: interpolated
              by: inquiry_pay_rate
              tiers: [{from: 30%, rate: 1%}, {from: 40%, rate: 3%}]
        """,
        row("sales: 10000.00, inquiry_pay_rate: 20% => commission: 100.00"),
        row("sales: 10000.00, inquiry_pay_rate: 30% => commission: 100.00"),
        row("sales: 10000.00, inquiry_pay_rate: 35% => commission: 200.00"),
        row("sales: 10000.00, inquiry_pay_rate: 41% => commission: 300.00"),
    )


def test_the_score_can_pick_the_rate(replay: Replay) -> None:
    replay(
        """
        incentive: [{item: a, metric: inquiry_pay_rate, weight: 100, score: {proportional: {target: 50%}}}]
        pay:
          - commission:
              on: sales
              shape: cliff
              by: score
              tiers: [{from: 0, rate: 1%}, {from: 80, rate: 2%}]
        """,
        row("sales: 10000.00, inquiry_pay_rate: 39.9% => score: 79.8, commission: 100.00"),
        row("sales: 10000.00, inquiry_pay_rate: 40% => score: 80, commission: 200.00"),
    )


def test_a_rate_by_grade_makes_a_table_of_tier_and_grade(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: cliff
              by: inquiry_pay_rate
              tiers:
                - {from: 0, rate: {by_grade: {junior: 1%, senior: 1.5%}}}
                - {from: 40%, rate: {by_grade: {junior: 2%, senior: 3%}}}
        """,
        row("sales: 1000.00, inquiry_pay_rate: 30% => commission: 10.00", grade="junior"),
        row("sales: 1000.00, inquiry_pay_rate: 40% => commission: 30.00", grade="senior"),
    )


def test_a_grade_that_the_scheme_does_not_name_is_refused_by_name(replay: Replay) -> None:
    with pytest.raises(DataMissing) as caught:
        replay(
            "pay: [{base: {by_grade: {junior: 2500.00}}}]",
            row("=> base: 2500.00", grade="intern", name="小艾"),
        )
    assert "小艾（m1）的等级是 intern" in caught.value.message.zh
    assert "junior" in caught.value.message.zh


def test_the_coefficient_leaves_the_floor_and_moves_the_rest(replay: Replay) -> None:
    replay(
        """
        incentive:
          - {item: a, metric: inquiry_pay_rate, weight: 100, score: {proportional: {target: 50%, cap: 120}}}
        pay: [{commission: {on: sales, shape: linear, rate: 1%, coefficient: {floor: 30%, times: score}}}]
        """,
        row("sales: 10000.00, inquiry_pay_rate: 0% => commission: 30.00"),
        row("sales: 10000.00, inquiry_pay_rate: 25% => commission: 65.00"),
        row("sales: 10000.00, inquiry_pay_rate: 60% => score: 120, commission: 114.00"),
    )


def test_a_line_is_rounded_once_half_up(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: sales, shape: linear, rate: 0.5%}}]",
        row("sales: 1.00 => commission: 0.01"),
        row("sales: 0.99 => commission: 0.00"),
        row("sales: 43795.00 => commission: 218.98"),
    )


def test_nothing_to_pay_on_needs_no_figure_to_pick_the_tier(replay: Replay) -> None:
    replay(
        "pay: [{commission: {on: sales, shape: cliff, by: inquiry_pay_rate, tiers: [{from: 0, rate: 1%}]}}]",
        row("sales: 0, inquiry_pay_rate: {numerator: 0, denominator: 0} => commission: 0.00"),
    )


def test_a_missing_figure_stops_the_run_unless_the_scheme_says_otherwise(replay: Replay) -> None:
    piece = (
        "pay: [{commission: {on: sales, shape: cliff, by: inquiry_pay_rate, tiers: [{from: 0, rate: 1%}]}}]"
    )
    with pytest.raises(DataMissing, match="inquiry_pay_rate"):
        replay(piece, row("sales: 100.00 => commission: 0.00"))
    replay("missing: zero\n" + piece, row("sales: 100.00 => commission: 0.00"))
