"""Scorecards: scales of items, duties and what a breach takes, missing figures, references to others."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import DataMissing

KPI = """
metrics: [{metric: kpi, title: 绩效, unit: point, direction: higher, category: quality, indicator: last}]
incentive: [{item: kpi, metric: kpi, weight: 100, score: {proportional: {target: 100}}}]
"""
TWO_ITEMS = """
incentive:
  - {item: a, metric: inquiry_pay_rate, weight: 60, score: {proportional: {target: 50%}}}
  - {item: b, metric: received, weight: 40, score: {proportional: {target: 100}}}
"""


def test_a_figure_on_a_threshold_takes_the_tier_that_begins_there(replay: Replay) -> None:
    replay(
        """
        incentive:
          - item: a
            metric: inquiry_pay_rate
            weight: 100
            tiers: [{from: 10%, score: 5}, {from: 30%, score: 60}]
        """,
        row("inquiry_pay_rate: 9.99% => score: 0"),
        row("inquiry_pay_rate: 10% => score: 5"),
        row("inquiry_pay_rate: {numerator: 2999999, denominator: 10000000} => score: 5"),
        row("inquiry_pay_rate: {numerator: 3, denominator: 10} => score: 60"),
    )


def test_an_upper_bound_belongs_to_the_tier_that_ends_there(replay: Replay) -> None:
    replay(
        """
        incentive:
          - item: a
            metric: mean_response
            weight: 100
            tiers: [{at_most: 15, score: 100}, {at_most: 40, score: 60}, {at_most: any, score: 10}]
        """,
        row("mean_response: 15 => score: 100"),
        row("mean_response: 15.01 => score: 60"),
        row("mean_response: 40 => score: 60"),
        row("mean_response: 9000 => score: 10"),
    )


def test_proportional_is_held_between_floor_and_cap(replay: Replay) -> None:
    replay(
        """
        incentive:
          - item: a
            metric: effective_sales
            weight: 100
            score: {proportional: {target: 1000.00, cap: 120, floor: 20}}
        """,
        row("effective_sales: 500.00 => score: 50"),
        row("effective_sales: 1100.00 => score: 110"),
        row("effective_sales: 9000.00 => score: 120"),
        row("effective_sales: -100.00 => score: 20"),
    )


def test_proportional_turns_round_where_lower_is_better(replay: Replay) -> None:
    replay(
        "incentive: [{item: a, metric: mean_response, weight: 100, score: {proportional: {target: 20}}}]",
        row("mean_response: 40 => score: 50"),
        row("mean_response: 20 => score: 100"),
        row("mean_response: 10 => score: 100"),
        row("mean_response: 0 => score: 100"),
    )


def test_interpolated_is_straight_between_points_and_flat_outside(replay: Replay) -> None:
    replay(
        """
        incentive:
          - item: a
            metric: inquiry_pay_rate
            weight: 100
            score: {interpolated: [{from: 20%, score: 10}, {from: 40%, score: 90}]}
        """,
        row("inquiry_pay_rate: 5% => score: 10"),
        row("inquiry_pay_rate: 25% => score: 30"),
        row("inquiry_pay_rate: 40% => score: 90"),
        row("inquiry_pay_rate: 90% => score: 90"),
    )


def test_points_are_weight_times_score(replay: Replay) -> None:
    replay(
        TWO_ITEMS,
        row("inquiry_pay_rate: 40%, received: 50 => points of a: 48, points of b: 20, score: 68"),
    )


def test_a_score_sheet_adds_up_scores_of_their_own_full(replay: Replay) -> None:
    replay(
        """
        incentive:
          - {item: a, metric: received, full: 10, score: {proportional: {target: 100}}}
          - item: b
            metric: low_ratings
            full: 30
            tiers: [{at_most: 0, score: 30}, {at_most: any, score: 5}]
        """,
        row("received: 50, low_ratings: 1 => points of a: 5, points of b: 5, score: 10"),
    )


def test_missing_blocks_by_default_and_names_who_lacks_what(replay: Replay) -> None:
    with pytest.raises(DataMissing) as caught:
        replay(
            TWO_ITEMS,
            row("received: 50 => score: 0", name="小艾"),
            row("received: 1 => score: 0", name="小白"),
        )
    assert "小艾 inquiry_pay_rate、小白 inquiry_pay_rate" in caught.value.message.zh
    assert "missing: renormalise" in caught.value.message.en


def test_missing_renormalise_scales_the_other_weights_up(replay: Replay) -> None:
    replay(
        "missing: renormalise\n" + TWO_ITEMS,
        row("received: 50 => points of a: 0, points of b: 50, score: 50"),
        row("=> score: 0"),
    )


def test_missing_zero_counts_the_item_as_nothing(replay: Replay) -> None:
    replay("missing: zero\n" + TWO_ITEMS, row("received: 50 => points of a: 0, points of b: 20, score: 20"))


def test_a_denominator_of_zero_is_no_value_and_not_zero(replay: Replay) -> None:
    piece = """
    incentive:
      - item: a
        metric: refund_rate
        weight: 100
        tiers: [{at_most: 5%, score: 100}, {at_most: any, score: 0}]
    """
    with pytest.raises(DataMissing):
        replay(piece, row("refund_rate: {numerator: 0, denominator: 0} => score: 100"))


def test_a_breach_takes_its_points_and_never_more_than_there_are(replay: Replay) -> None:
    replay(
        KPI + "duties: [{duty: d, metric: mean_response, must: {at_most: 15}, breach: {deduct_points: 30}}]",
        row("kpi: 80, mean_response: 15 => score: 80, off for d: 0, kept d: true"),
        row("kpi: 80, mean_response: 15.1 => score: 50, off for d: 30, kept d: false"),
        row("kpi: 20, mean_response: 60 => score: 0, off for d: 30"),
    )


def test_stepwise_deductions_count_whole_steps_up_to_the_most(replay: Replay) -> None:
    replay(
        KPI
        + """
duties:
  - duty: d
    metric: mean_response
    must: {at_most: 40}
    breach: {deduct_points: {per: 10, points: 2, most: 5}}
""",
        row("kpi: 100, mean_response: 49.9 => off for d: 0, kept d: false"),
        row("kpi: 100, mean_response: 50 => off for d: 2"),
        row("kpi: 100, mean_response: 69 => off for d: 4"),
        row("kpi: 100, mean_response: 400 => off for d: 5"),
    )


def test_a_duty_can_close_the_whole_incentive(replay: Replay) -> None:
    replay(
        KPI + "duties: [{duty: d, metric: low_ratings, must: {at_most: 3}, breach: {gate: incentive}}]",
        row("kpi: 90, low_ratings: 3 => score: 90"),
        row("kpi: 90, low_ratings: 4 => score: 0"),
    )


def test_a_duty_without_a_figure_takes_nothing(replay: Replay) -> None:
    replay(
        KPI + "duties: [{duty: d, metric: mean_response, must: {at_most: 15}, breach: {deduct_points: 30}}]",
        row("kpi: 80 => score: 80, off for d: 0"),
    )


def test_the_team_mean_of_a_ratio_is_taken_from_the_teams_sums(replay: Replay) -> None:
    piece = (
        KPI
        + """
duties: [{duty: d, metric: inquiry_pay_rate, must: {at_least: team_mean}, breach: {deduct_points: 1}}]
"""
    )
    replay(
        piece,
        # 20/100 + 9/10 = 29/110 = 26.4 %, not the mean of 20 % and 90 %.
        row("kpi: 1, inquiry_pay_rate: {numerator: 20, denominator: 100} => kept d: false", team="A"),
        row("kpi: 1, inquiry_pay_rate: {numerator: 9, denominator: 10} => kept d: true", team="A"),
        row("kpi: 1, inquiry_pay_rate: {numerator: 27, denominator: 100} => kept d: true", team="B"),
    )


def test_the_team_mean_of_a_count_is_per_person_with_a_figure(replay: Replay) -> None:
    replay(
        KPI
        + """
duties: [{duty: d, metric: received, must: {at_least: team_mean * 80%}, breach: {deduct_points: 1}}]
""",
        row("kpi: 1, received: 120 => kept d: true", team="A"),
        row("kpi: 1, received: 80 => kept d: true", team="A"),
        row("kpi: 1 => off for d: 0", team="A"),
        row("kpi: 1, received: 79 => kept d: true", team="B"),
    )


def test_only_people_whom_the_scheme_pays_make_the_team_mean(replay: Replay) -> None:
    replay(
        KPI
        + "applies_to: {role: pre_sales}\n"
        + "duties: [{duty: d, metric: received, must: {at_least: team_mean}, breach: {deduct_points: 1}}]",
        row("kpi: 1, received: 100 => kept d: true", team="A"),
        row("kpi: 1, received: 100 => kept d: true", team="A"),
        row("received: 9000", team="A", role="lead"),
    )


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        ("team_best", "false"),
        ("team_best - 10%", "true"),
        ("last_month", "true"),
        ("last_month + 5%", "false"),
        ("last_month_best", "false"),
        ("last_month_best - 15%", "true"),
        ("history_best * 0.5", "true"),
        ("history_best", "false"),
    ],
)
def test_a_mark_can_refer_to_others_or_to_earlier_months(replay: Replay, mark: str, kept: str) -> None:
    replay(
        KPI
        + f"""
duties: [{{duty: d, metric: inquiry_pay_rate, must: {{at_least: {mark}}}, breach: {{deduct_points: 1}}}}]
""",
        row(f"kpi: 1, inquiry_pay_rate: 40% => kept d: {kept}", team="A"),
        row("kpi: 1, inquiry_pay_rate: 50%", team="A"),
        row("kpi: 1, inquiry_pay_rate: 90%", team="B"),
        more="""
        history:
          2026-05:
            members: {m1: {inquiry_pay_rate: 36%}, m2: {inquiry_pay_rate: 55%}, m3: {inquiry_pay_rate: 95%}}
          2026-04:
            members: {m1: {inquiry_pay_rate: 36%}, m2: {inquiry_pay_rate: 70%}, m3: {inquiry_pay_rate: 95%}}
        """,
    )


def test_figures_of_the_team_and_the_shop_count_for_each_of_its_people(replay: Replay) -> None:
    replay(
        KPI
        + """
duties:
  - {duty: team, metric: inquiry_pay_rate, of: team, must: {at_least: 30%}, breach: {deduct_points: 1}}
  - {duty: shop, metric: disputes, of: shop, must: {at_most: 2}, breach: {deduct_points: 10}}
""",
        row("kpi: 100 => kept team: true, kept shop: false, score: 90", team="A"),
        row("kpi: 100 => kept team: false, score: 89", team="B"),
        more="teams: {A: {inquiry_pay_rate: 31%}, B: {inquiry_pay_rate: 29%}}\nshop: {disputes: 3}",
    )


def test_own_metrics_are_ratios_sums_and_differences_of_others(replay: Replay) -> None:
    own = "unit: {}, direction: higher, category: sales"
    replay(
        f"""
        metrics:
          - {{metric: net, title: 净额, {own.format("yuan")}, minus: [sales, refunds_credited]}}
          - {{metric: per_head, title: 人均净额, {own.format("yuan")}, ratio: [net, received]}}
          - {{metric: contacts, title: 联系, {own.format("count")}, sum: [received, urged, upsell_orders]}}
          - {{metric: kept_share, title: 留存率, {own.format("ratio")}, ratio: [net, sales]}}
        incentive:
          - {{item: head, metric: per_head, weight: 40, score: {{proportional: {{target: 10.00}}}}}}
          - {{item: contacts, metric: contacts, weight: 30, score: {{proportional: {{target: 100}}}}}}
          - {{item: kept, metric: kept_share, weight: 30, score: {{proportional: {{target: 100%}}}}}}
        """,
        row(
            "sales: 1000.00, refunds_credited: 200.00, received: 160, urged: 20, upsell_orders: 2"
            " => points of head: 20, points of contacts: 30, points of kept: 24"
        ),
    )
