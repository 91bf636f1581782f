"""The switches of a scale: the side of a bound, over how long, below zero, and tables of two metrics."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import DataMissing

HISTORY = "history: {{2026-05: {{members: {{m1: {{{may}}}}}}}, 2026-04: {{members: {{m1: {{{april}}}}}}}}}"


def test_above_leaves_a_figure_on_the_bound_in_the_tier_below(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: cliff
              tiers: [{above: 0, rate: 1%}, {above: 10000.00, rate: 2%}]
        """,
        row("sales: 0 => commission: 0.00"),
        row("sales: 10000.00 => commission: 100.00"),
        row("sales: 10000.01 => commission: 200.00"),
    )


def test_a_slice_above_ten_begins_with_the_eleventh_unit(replay: Replay) -> None:
    replay(
        """
        pay:
          - per_unit:
              on: upsell_orders
              shape: marginal
              tiers: [{above: 0, amount: 1.00}, {above: 10, amount: 2.00}]
        """,
        row("upsell_orders: 10 => per_unit: 10.00"),
        row("upsell_orders: 11 => per_unit: 12.00"),
    )


def test_an_accumulated_scale_takes_off_what_the_months_before_counted(replay: Replay) -> None:
    # 30,000 in April and 30,000 in May reach the 2 % tier; June brings the quarter to 100,000 at 3 %.
    piece = """
        pay:
          - commission:
              on: sales
              shape: cliff
              accumulate: quarter
              tiers: [{from: 0, rate: 1%}, {from: 50000.00, rate: 2%}, {from: 100000.00, rate: 3%}]
        """
    history = HISTORY.format(may="sales: 30000.00", april="sales: 30000.00")
    replay(piece, row("sales: 40000.00 => commission: 1800.00"), more=history)
    replay(piece, row("sales: 0 => commission: 0.00"), more=history)
    # A quarter begins anew in July: nothing is taken off.
    replay(piece, row("sales: 40000.00 => commission: 400.00"), more=f"period: 2026-07\n{history}")


def test_an_accumulated_scale_takes_back_when_refunds_lower_the_tier(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: effective_sales
              shape: cliff
              accumulate: quarter
              tiers: [{from: 0, rate: 1%}, {from: 50000.00, rate: 2%}]
        """,
        row("effective_sales: -20000.00 => commission: -800.00"),
        more=HISTORY.format(may="effective_sales: 60000.00", april="effective_sales: 0"),
    )


def test_somebody_who_joined_in_the_quarter_has_nothing_taken_off(replay: Replay) -> None:
    replay(
        """
        pay: [{per_unit: {on: upsell_orders, shape: linear, amount: 1.00, accumulate: quarter}}]
        """,
        row("upsell_orders: 5 => per_unit: 5.00"),
        row("upsell_orders: 7 => per_unit: 7.00"),
        more=HISTORY.format(may="upsell_orders: 3", april="upsell_orders: 3"),
    )


def test_an_accumulated_scale_needs_the_months_before(replay: Replay) -> None:
    with pytest.raises(DataMissing, match="upsell_orders"):
        replay(
            "pay: [{per_unit: {on: upsell_orders, shape: linear, amount: 1.00, accumulate: year}}]",
            row("upsell_orders: 5 => per_unit: 5.00"),
            more=HISTORY.format(may="upsell_orders: 3", april="upsell_orders: 3"),
        )


def test_the_months_of_a_window_add_up_to_its_last_total_in_whole_fen(replay: Replay) -> None:
    # A third of a percent of 1.00, three times: 0.333 + 0.333 + 0.333 is 1 fen in all, not 0.
    piece = "pay: [{commission: {on: sales, shape: linear, rate: 0.333%, accumulate: quarter}}]"
    april = "history: {2026-03: {members: {m1: {sales: 9.00}}}}"
    replay(piece, row("sales: 1.00 => commission: 0.00"), more=f"period: 2026-04\n{april}")
    history = "history: {2026-04: {members: {m1: {sales: 1.00}}}}"
    replay(piece, row("sales: 1.00 => commission: 0.01"), more=f"period: 2026-05\n{history}")
    history = HISTORY.format(may="sales: 1.00", april="sales: 1.00")
    replay(piece, row("sales: 1.00 => commission: 0.00"), more=history)


def test_order_by_order_each_order_picks_its_own_rate(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: cliff
              accumulate: event
              tiers: [{from: 0, rate: 1%}, {from: 500.00, rate: 2%}]
        """,
        row("=> commission: 35.00", orders="[500.00, 499.99, 1000.01]"),
        row("=> commission: 0.00", orders="[]"),
    )


def test_order_by_order_slices_and_baselines_are_those_of_each_order(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: marginal
              accumulate: event
              tiers: [{from: 0, rate: 1%}, {from: 500.00, rate: 2%}]
          - {commission: {on: sales, shape: linear, accumulate: event, baseline: 100.00, rate: 10%}}
        """,
        row("=> commission: 20.00, commission-2: 115.00", orders="[1000.00, 50.00, 100.00, 350.00]"),
    )


def test_orders_that_do_not_sum_to_the_sales_are_refused(replay: Replay) -> None:
    piece = "pay: [{commission: {on: sales, shape: linear, accumulate: event, rate: 1%}}]"
    with pytest.raises(DataMissing, match="supply every order"):
        replay(piece, row("sales: 100.00 => commission: 1.00"))


def test_a_signed_scale_takes_the_lowest_tier_below_zero(replay: Replay) -> None:
    tiers = "tiers: [{from: 0, rate: 1%}, {from: 10000.00, rate: 2%}]"
    for shape in ("cliff", "marginal"):
        for signed, off in (("true", "-5.00"), ("false", "0.00")):
            replay(
                f"pay: [{{commission: {{on: effective_sales, shape: {shape}, signed: {signed}, {tiers}}}}}]",
                row(f"effective_sales: -500.00 => commission: {off}"),
                row("effective_sales: 5000.00 => commission: 50.00"),
            )


def test_a_signed_cliff_by_another_metric_takes_that_metrics_tier(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: effective_sales
              shape: cliff
              signed: true
              by: inquiry_pay_rate
              tiers: [{from: 0, rate: 1%}, {from: 40%, rate: 2%}]
        """,
        row("effective_sales: -500.00, inquiry_pay_rate: 40% => commission: -10.00"),
    )


TABLE = """
pay:
  - commission:
      on: sales
      shape: cliff
      table:
        rows: {by: inquiry_pay_rate, from: [0, 30%, 40%]}
        columns: {by: average_ticket, above: [0, 80.00]}
        rates: [[1%, 1.5%], [2%, 3%], [3%, {by_grade: {junior: 4%, senior: 5%}}]]
"""


def test_a_table_takes_the_cell_where_the_row_and_the_column_meet(replay: Replay) -> None:
    replay(
        TABLE,
        row("sales: 1000.00, inquiry_pay_rate: 29.9%, average_ticket: 80.00 => commission: 10.00"),
        row("sales: 1000.00, inquiry_pay_rate: 30%, average_ticket: 80.00 => commission: 20.00"),
        row("sales: 1000.00, inquiry_pay_rate: 30%, average_ticket: 80.01 => commission: 30.00"),
        row(
            "sales: 1000.00, inquiry_pay_rate: 45%, average_ticket: 90.00 => commission: 50.00",
            grade="senior",
        ),
        row("sales: 1000.00, inquiry_pay_rate: 45%, average_ticket: 0 => commission: 0.00"),
    )


def test_a_table_needs_both_its_figures(replay: Replay) -> None:
    with pytest.raises(DataMissing, match="average_ticket"):
        replay(TABLE, row("sales: 1000.00, inquiry_pay_rate: 45% => commission: 0.00"))


def test_a_scale_says_all_its_switches(replay: Replay) -> None:
    (slip,) = replay(
        "pay: [{commission: {on: sales, shape: marginal, signed: true, tiers: [{from: 0, rate: 1%}]}}]",
        row("sales: 100.00 => commission: 1.00"),
    )
    formula = slip.lines[0].node.children[0].formula
    assert formula is not None
    assert formula.zh.endswith("（分段，各段按各自的档，按月累计，负数照扣）")
    assert formula.en.endswith(
        "(marginal, each slice at its own rate, on the month's total, below zero counts)"
    )


def test_eligibility_closes_any_scale_and_then_nothing_is_missing(replay: Replay) -> None:
    replay(
        """
        pay:
          - commission:
              on: sales
              shape: linear
              rate: 1%
              eligibility: {metric: received, at_least: 100}
        """,
        row("sales: 100.00, received: 100 => commission: 1.00"),
        row("sales: 100.00, received: 99 => commission: 0.00"),
        row("received: 99 => commission: 0.00"),
    )
