"""Every other pay component: per unit, bonus, prizes, penalties, caps, floors, and the order of work."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import DataMissing

KPI = """
metrics: [{metric: kpi, title: 绩效, unit: point, direction: higher, category: quality, indicator: last}]
incentive: [{item: kpi, metric: kpi, weight: 100, score: {proportional: {target: 100}}}]
"""


def test_per_unit_marginal_pays_the_nth_unit_at_the_tier_it_falls_in(replay: Replay) -> None:
    replay(
        """
        pay:
          - per_unit:
              on: upsell_orders
              shape: marginal
              tiers: [{from: 1, amount: 0.50}, {from: 10, amount: 1.00}]
        """,
        row("upsell_orders: 9 => per_unit: 4.50"),
        row("upsell_orders: 10 => per_unit: 5.50"),
        row("upsell_orders: 12 => per_unit: 7.50"),
    )


def test_per_unit_can_be_picked_by_another_metric(replay: Replay) -> None:
    replay(
        """
        pay:
          - per_unit:
              on: upsell_orders
              shape: cliff
              by: inquiry_pay_rate
              tiers: [{from: 0, amount: 1.00}, {from: 40%, amount: 2.00}]
        """,
        row("upsell_orders: 5, inquiry_pay_rate: 39% => per_unit: 5.00"),
        row("upsell_orders: 5, inquiry_pay_rate: 40% => per_unit: 10.00"),
    )


def test_base_from_staff_needs_a_wage_in_the_staff_table(replay: Replay) -> None:
    piece = "pay: [{base: {from_staff: base_wage}}]"
    replay(piece, row("=> base: 2600.50", base_wage="2600.50"))
    with pytest.raises(DataMissing, match="base_wage"):
        replay(piece, row("=> base: 0.00"))


def test_score_pay_is_in_proportion_to_the_full_score(replay: Replay) -> None:
    replay(KPI + "pay: [{score_pay: {amount: 1000.00}}]", row("kpi: 66.6 => score_pay: 666.00"))


def test_a_target_without_a_figure_is_not_met(replay: Replay) -> None:
    replay(
        """
        pay:
          - target_bonus:
              each: 50.00
              targets: [{metric: low_ratings, at_most: 0}, {metric: received, above: 0}]
        """,
        row("received: 1 => target_bonus: 50.00"),
    )


def test_any_is_met_by_one_condition_and_all_only_by_every_one(replay: Replay) -> None:
    conditions = "[{metric: received, above: 10}, {metric: named_praise, above: 10}]"
    replay(
        f"pay: [{{target_bonus: {{each: 50.00, targets: [{{any: {conditions}}}, {{all: {conditions}}}]}}}}]",
        row("received: 11, named_praise: 10 => target_bonus: 50.00"),
        row("received: 11, named_praise: 11 => target_bonus: 100.00"),
        row("received: 10, named_praise: 10 => target_bonus: 0.00"),
        row("received: 11 => target_bonus: 50.00"),
    )


@pytest.mark.parametrize(
    ("ties", "first", "second"),
    [("share", "50.00", "50.00"), ("all", "100.00", "100.00"), ("none", "0.00", "0.00")],
)
def test_tied_winners_share_all_get_or_lose_the_prize(
    replay: Replay, ties: str, first: str, second: str
) -> None:
    replay(
        f"pay: [{{prize: {{when: top, metric: named_praise, ties: {ties}, amount: 100.00}}}}]",
        row(f"named_praise: 9 => prize: {first}", team="A"),
        row(f"named_praise: 9 => prize: {second}", team="A"),
        row("named_praise: 8 => prize: 0.00", team="A"),
        row("named_praise: 7 => prize: 100.00", team="B"),
    )


def test_the_best_of_a_metric_where_lower_is_better_is_the_lowest(replay: Replay) -> None:
    replay(
        "pay: [{prize: {when: top, metric: mean_response, scope: all, ties: none, amount: 100.00}}]",
        row("mean_response: 20 => prize: 0.00", team="A"),
        row("mean_response: 19.9 => prize: 100.00", team="B"),
        row("mean_response: {numerator: 0, denominator: 0} => prize: 0.00", team="B"),
    )


def test_nobody_moves_up_for_a_winner_who_is_not_eligible(replay: Replay) -> None:
    replay(
        """
        pay:
          - prize:
              when: top
              metric: inquiry_pay_rate
              ties: share
              eligibility: {metric: received, at_least: 100}
              amount: 100.00
        """,
        row("inquiry_pay_rate: 50%, received: 99 => prize: 0.00"),
        row("inquiry_pay_rate: 49%, received: 200 => prize: 0.00"),
    )


def test_a_record_of_a_metric_where_lower_is_better_is_beaten_from_below(replay: Replay) -> None:
    replay(
        "pay: [{prize: {when: record, metric: mean_response, amount: 100.00}}]",
        row("mean_response: 19 => prize: 100.00"),
        row("mean_response: 20 => prize: 0.00"),
        more="history: {2026-05: {members: {m1: {mean_response: 20}, m2: {mean_response: 30}}}}",
    )


def test_running_prizes_break_with_one_lost_or_missing_month(replay: Replay) -> None:
    piece = "pay: [{prize: {when: running, months: 3, metric: inquiry_pay_rate, ties: none, amount: 100.00}}]"
    may = "2026-05: {members: {m1: {inquiry_pay_rate: 50%}, m2: {inquiry_pay_rate: 40%}}}"
    april = "2026-04: {members: {m1: {inquiry_pay_rate: 50%}, m2: {inquiry_pay_rate: 40%}}}"
    lost = "2026-04: {members: {m1: {inquiry_pay_rate: 40%}, m2: {inquiry_pay_rate: 50%}}}"
    rows = "inquiry_pay_rate: 50% => prize: {}", "inquiry_pay_rate: 40% => prize: 0.00"
    for history, prize in ((f"{may}, {april}", "100.00"), (f"{may}, {lost}", "0.00"), (may, "0.00")):
        replay(piece, row(rows[0].format(prize)), row(rows[1]), more=f"history: {{{history}}}")


@pytest.mark.parametrize(("period", "prize"), [("2026-06", "100.00"), ("2026-05", "0.00")])
def test_a_quarters_prize_is_decided_in_its_last_month_on_its_sums(
    replay: Replay, period: str, prize: str
) -> None:
    # m1 has 62 of 120 in the quarter, m2 130 of 300; the mean of the monthly rates would say otherwise.
    month = """{members: {
        m1: {inquiry_pay_rate: {numerator: 1, denominator: 10}},
        m2: {inquiry_pay_rate: {numerator: 50, denominator: 100}}}}"""
    replay(
        "pay: [{prize: {when: top, window: quarter, metric: inquiry_pay_rate, ties: none, amount: 100.00}}]",
        row(f"inquiry_pay_rate: {{numerator: 60, denominator: 100}} => prize: {prize}"),
        row("inquiry_pay_rate: {numerator: 30, denominator: 100} => prize: 0.00"),
        more=f"period: {period}\nhistory: {{2026-05: {month}, 2026-04: {month}}}",
    )


def test_a_deduction_is_a_negative_line(replay: Replay) -> None:
    replay(
        """
        pay:
          - {base: {fixed: 1000.00}}
          - {deduction: {when: {metric: low_ratings, above: 3}, amount: 50.00}}
          - {deduction: {per: low_ratings, amount: 10.00}}
        """,
        row("low_ratings: 4 => deduction: -50.00, deduction-2: -40.00, total: 910.00"),
        row("low_ratings: 3 => deduction: 0.00, deduction-2: -30.00, total: 970.00"),
    )


def test_a_line_is_forfeited_once_however_many_forfeits_name_it(replay: Replay) -> None:
    replay(
        """
        pay:
          - {base: {fixed: 1000.00}}
          - {per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}
          - {forfeit: {when: {metric: low_ratings, above: 0}, lines: [per_unit]}}
          - {forfeit: {when: {metric: low_ratings, above: 1}, lines: [per_unit]}}
        """,
        row(
            "upsell_orders: 30, low_ratings: 2"
            " => per_unit: 30.00, forfeit: -30.00, forfeit-2: 0.00, total: 1000.00"
        ),
        row("upsell_orders: 30, low_ratings: 0 => forfeit: 0.00, forfeit-2: 0.00, total: 1030.00"),
    )


def test_a_broken_duty_closes_the_lines_that_it_gates(replay: Replay) -> None:
    replay(
        """
        duties: [{duty: reply, metric: reply_rate, must: {at_least: 95%}, breach: {gate: [per_unit]}}]
        pay:
          - {per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}
          - {per_unit: {on: named_praise, shape: linear, amount: 1.00}}
        """,
        row("upsell_orders: 3, named_praise: 4, reply_rate: 94.99% => per_unit: 0.00, per_unit-2: 4.00"),
        row("upsell_orders: 3, named_praise: 4, reply_rate: 95% => per_unit: 3.00, per_unit-2: 4.00"),
    )


def test_a_duty_without_a_figure_closes_nothing(replay: Replay) -> None:
    replay(
        """
        duties:
          - duty: reply
            metric: reply_rate
            must: {at_least: 95%}
            breach: {gate: [per_unit], deduct_amount: 10.00}
        pay: [{per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}]
        """,
        row("upsell_orders: 3 => per_unit: 3.00, duty-reply: 0.00, total: 3.00"),
    )


def test_cap_and_floor_are_lines_of_their_own_and_only_where_they_act(replay: Replay) -> None:
    capped, raised, between = replay(
        """
        pay:
          - {floor: {amount: 500.00}}
          - {cap: {amount: 1000.00}}
          - {per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}
        """,
        row("upsell_orders: 1200 => per_unit: 1200.00, cap: -200.00, floor: 0.00, total: 1000.00"),
        row("upsell_orders: 400 => cap: 0.00, floor: 100.00, total: 500.00"),
        row("upsell_orders: 700 => cap: 0.00, floor: 0.00, total: 700.00"),
    )
    assert [line.id for line in capped.lines] == ["per_unit", "cap"]
    assert [line.id for line in raised.lines] == ["per_unit", "floor"]
    assert [line.id for line in between.lines] == ["per_unit"]


def test_a_cap_on_named_lines_leaves_the_others_alone(replay: Replay) -> None:
    replay(
        """
        pay:
          - {base: {fixed: 1000.00}}
          - {per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}
          - {cap: {amount: 50.00, lines: [per_unit]}}
        """,
        row("upsell_orders: 80 => per_unit: 80.00, cap: -30.00, total: 1050.00"),
    )


def test_the_order_of_work_is_fixed_however_the_scheme_is_written(replay: Replay) -> None:
    replay(
        KPI
        + """
limits: {deductions: 20%}
duties: [{duty: reply, metric: reply_rate, must: {at_least: 95%}, breach: {deduct_amount: 300.00}}]
pay:
  - {floor: {amount: 900.00}}
  - {cap: {amount: 800.00}}
  - {deduction: {per: low_ratings, amount: 1.00}}
  - {target_bonus: {each: 1.00, targets: [{metric: received, above: 0}]}}
  - {score_pay: {amount: 100.00}}
  - {base: {fixed: 1000.00}}
""",
        row(
            "kpi: 50, reply_rate: 90%, low_ratings: 1, received: 1"
            " => base: 1000.00, score_pay: 50.00, target_bonus: 1.00, deduction: -1.00, duty-reply: -300.00,"
            # 750 is below the cap; the floor adds 150; deductions of 301 may take 20 % of 1,201.
            " cap: 0.00, floor: 150.00, legal-limit: 60.80, total: 960.80"
        ),
    )


def test_lines_come_in_the_order_of_work(replay: Replay) -> None:
    (slip,) = replay(
        """
        pay:
          - {cap: {amount: 1.00}}
          - {deduction: {per: low_ratings, amount: 1.00}}
          - {target_bonus: {each: 1.00, targets: [{metric: received, above: 0}]}}
          - {per_unit: {on: upsell_orders, shape: linear, amount: 1.00}}
          - {base: {fixed: 1000.00}}
        """,
        row("low_ratings: 1, received: 1, upsell_orders: 1 => total: 1.00"),
    )
    assert [line.id for line in slip.lines] == ["base", "per_unit", "target_bonus", "deduction", "cap"]
