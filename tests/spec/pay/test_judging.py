"""Vetoes, missing figures item by item, overrides with a reason, and what comes over from earlier months."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import Refused

ITEMS = """
metrics:
  - {{metric: attitude, title: 态度, unit: point, direction: higher, category: attitude, indicator: mean}}
  - {{metric: attendance, title: 出勤分, unit: point, direction: higher, category: workload, indicator: mean}}
incentive:
  - {{item: attitude, metric: attitude, weight: 60, score: {{proportional: {{target: 100}}}}{attitude}}}
  - {{item: attendance, metric: attendance, weight: 40, score: {{proportional: {{target: 100}}}}{attendance}}}
pay: [{{score_pay: {{amount: 1000.00}}}}]
"""
VETO = ", veto: {{when: {{metric: low_ratings, above: 2}}{zeroes}}}"


def test_a_veto_makes_the_item_zero(replay: Replay) -> None:
    replay(
        ITEMS.format(attitude=VETO.format(zeroes=""), attendance=""),
        row("attitude: 90, attendance: 100, low_ratings: 2 => score: 94"),
        row("attitude: 90, attendance: 100, low_ratings: 3 => points of attitude: 0, score: 40"),
        row("attitude: 90, attendance: 100 => score: 94"),
    )


def test_a_veto_can_make_the_whole_score_zero(replay: Replay) -> None:
    replay(
        ITEMS.format(attitude=VETO.format(zeroes=", zeroes: score"), attendance=""),
        row("attitude: 90, attendance: 100, low_ratings: 2 => score: 94, score_pay: 940.00"),
        row(
            "attitude: 90, attendance: 100, low_ratings: 3"
            " => points of attitude: 54, score: 0, score_pay: 0.00"
        ),
    )


def test_each_item_can_say_what_a_missing_figure_means(replay: Replay) -> None:
    piece = "missing: zero" + ITEMS.format(attitude=", missing: renormalise", attendance="")
    replay(
        piece,
        row("attendance: 90 => score: 90"),
        row("attitude: 90 => score: 54"),
        row("=> score: 0"),
    )


def test_an_override_counts_and_its_reason_stands_in_the_tree(replay: Replay) -> None:
    override = "{attitude: {score: 95, by: 王主管, reason: 复核录音，当天系统故障}}"
    (slip,) = replay(
        ITEMS.format(attitude="", attendance=""),
        row("attitude: 60, attendance: 100 => points of attitude: 57, score: 97", overrides=override),
    )
    said = [node.formula.zh for node in slip.scorecard.node.walk() if node.formula]
    assert "人工改判：60 分 → 95 分，王主管：复核录音，当天系统故障" in said
    assert any(node.source == "override:attitude@m1" for node in slip.scorecard.node.walk())


def test_an_override_can_supply_a_missing_judgement(replay: Replay) -> None:
    override = "{attitude: {score: 80, by: 王主管, reason: 补评}}"
    replay(
        ITEMS.format(attitude="", attendance=""),
        row("attendance: 100 => score: 88", overrides=override),
    )


def test_an_override_beyond_the_scale_is_refused(replay: Replay) -> None:
    override = "{attitude: {score: 101, by: 王主管, reason: 奖励}}"
    with pytest.raises(Refused, match="between 0 and 100"):
        replay(
            ITEMS.format(attitude="", attendance=""), row("attitude: 60, attendance: 1", overrides=override)
        )


def test_only_what_people_judge_can_be_overridden(replay: Replay) -> None:
    with pytest.raises(Refused, match="appeal"):
        replay(
            "incentive: [{item: sales, metric: sales, weight: 100, score: {proportional: {target: 100}}}]",
            row("sales: 50.00", overrides="{sales: {score: 90, by: 王主管, reason: 想改}}"),
        )


def test_what_is_carried_over_is_the_last_line_with_its_reason(replay: Replay) -> None:
    (slip,) = replay(
        "pay: [{base: {fixed: 3000.00}}, {floor: {amount: 3100.00}}]",
        row(
            "=> base: 3000.00, floor: 100.00, carried: -80.50, total: 3019.50",
            carried="{amount: -80.50, reason: 五月退款}",
        ),
    )
    assert slip.lines[-1].id == "carried"
    assert any(node.label.zh == "五月退款" for node in slip.lines[-1].node.walk())


def test_an_allowance_needs_its_condition(replay: Replay) -> None:
    replay(
        "pay: [{allowance: {title: 全勤奖, amount: 100.00, when: {metric: unreplied, at_most: 0}}}]",
        row("unreplied: 0 => allowance: 100.00"),
        row("unreplied: 1 => allowance: 0.00"),
        row("=> allowance: 0.00"),
    )
