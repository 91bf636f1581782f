"""The linter on copying and on unclear schemes: data that has each finding, and data that has not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from advising import CONVERSION, PEOPLE, findings, of_kind, scheme_of, shop

from twofour.plan.lint import PAINS, Template, lint

# ── template_unchanged ──


def test_thresholds_of_an_example_are_told_as_copied(tmp_path: Path) -> None:
    template = Template("example.yaml", scheme_of(CONVERSION.format("30%", "40%", 40)))
    (one,) = of_kind(
        "template_unchanged", findings(tmp_path, CONVERSION.format("30%", "40%", 40), PEOPLE, (), [template])
    )
    assert (one.pain, one.severity, one.at) == ("copying", "warning", ("incentive", 0, "tiers"))
    assert "2 个梯度和标准里有 2 个与示例「example.yaml」完全相同" in one.said.zh


def test_thresholds_that_were_moved_are_not_copied(tmp_path: Path) -> None:
    template = Template("example.yaml", scheme_of(CONVERSION.format("30%", "40%", 40)))
    moved = findings(tmp_path, CONVERSION.format("31%", "39%", 45), PEOPLE, (), [template])
    assert of_kind("template_unchanged", moved) == []


# ── threshold_unreached ──


def test_a_tier_that_nobody_reaches_is_told_with_the_best_figure(tmp_path: Path) -> None:
    (one,) = of_kind("threshold_unreached", findings(tmp_path, CONVERSION.format("30%", "45%", 40), PEOPLE))
    assert one.at == ("incentive", 0, "tiers", 2)
    assert "45% 没有人够得着" in one.said.zh
    assert one.numbers["best"] == Decimal("0.42")
    assert "30%、40%" in one.proposal.zh  # four figures in three tiers: 28 | 33, 36 | 42


def test_a_tier_that_one_person_reaches_exactly_is_reached(tmp_path: Path) -> None:
    assert (
        of_kind("threshold_unreached", findings(tmp_path, CONVERSION.format("30%", "42%", 40), PEOPLE)) == []
    )


def test_a_duty_that_nobody_keeps_is_told(tmp_path: Path) -> None:
    (one,) = of_kind("threshold_unreached", findings(tmp_path, CONVERSION.format("30%", "40%", 15), PEOPLE))
    assert one.at == ("duties", 0, "must", "at_most")
    assert "最好的是 20 秒" in one.said.zh


# ── threshold_reached_by_all ──


def test_a_tier_that_everybody_reaches_is_told_with_the_worst_figure(tmp_path: Path) -> None:
    (one,) = of_kind(
        "threshold_reached_by_all", findings(tmp_path, CONVERSION.format("28%", "40%", 40), PEOPLE)
    )
    assert one.at == ("incentive", 0, "tiers", 1)
    assert one.severity == "note"  # the tier above still tells people apart
    assert one.numbers["worst"] == Decimal("0.28")


def test_a_bonus_that_everybody_gets_is_a_warning(tmp_path: Path) -> None:
    piece = """
    pay: [{target_bonus: {each: 100.00, targets: [{metric: reply_rate, at_least: 90%}]}}]
    """
    (one,) = of_kind(
        "threshold_reached_by_all", findings(tmp_path, piece, [f"reply_rate: {n}%" for n in (95, 97, 99)])
    )
    assert one.severity == "warning"


def test_a_duty_that_everybody_keeps_is_as_it_should_be(tmp_path: Path) -> None:
    found = findings(tmp_path, CONVERSION.format("30%", "40%", 60), PEOPLE)
    assert of_kind("threshold_reached_by_all", found) == []


def test_the_first_tier_from_0_is_no_threshold(tmp_path: Path) -> None:
    found = findings(tmp_path, CONVERSION.format("30%", "40%", 40), PEOPLE)
    assert of_kind("threshold_reached_by_all", found) == []


def test_two_figures_say_nothing_of_a_threshold(tmp_path: Path) -> None:
    found = findings(tmp_path, CONVERSION.format("50%", "60%", 40), PEOPLE[:2])
    assert of_kind("threshold_unreached", found) == []


# ── incentive_and_duty ──

TWICE = """
incentive:
  - item: i
    metric: inquiry_pay_rate
    weight: 100
    tiers: [{{from: 0, score: 0}}, {{from: 30%, score: 100}}]
duties: [{{duty: d, metric: {metric}, must: {must}, breach: {{deduct_points: 5}}}}]
pay: [{{score_pay: {{amount: 1000.00}}}}]
"""


def test_a_metric_that_earns_and_is_owed_is_an_error(tmp_path: Path) -> None:
    piece = TWICE.format(metric="inquiry_pay_rate", must="{at_least: 25%}")
    (one,) = of_kind("incentive_and_duty", findings(tmp_path, piece, PEOPLE))
    assert (one.severity, one.pain, one.at) == ("error", "unclear", ("duties", 0))


def test_a_metric_that_pays_a_bonus_and_is_owed_is_an_error_too(tmp_path: Path) -> None:
    bonus = "{target_bonus: {each: 50.00, targets: [{metric: mean_response, at_most: 20}]}}"
    score = "{score_pay: {amount: 1000.00}}"
    piece = TWICE.format(metric="mean_response", must="{at_most: 40}").replace(score, f"{score}, {bonus}")
    (one,) = of_kind("incentive_and_duty", findings(tmp_path, piece, PEOPLE))
    assert "「指标奖金」" in one.said.zh


def test_different_metrics_as_incentive_and_duty_are_fine(tmp_path: Path) -> None:
    piece = TWICE.format(metric="mean_response", must="{at_most: 40}")
    assert of_kind("incentive_and_duty", findings(tmp_path, piece, PEOPLE)) == []


def test_the_shops_figure_as_a_duty_is_not_the_members_own(tmp_path: Path) -> None:
    piece = TWICE.format(metric="inquiry_pay_rate, of: shop", must="{at_least: 25%}")
    assert of_kind("incentive_and_duty", findings(tmp_path, piece, PEOPLE)) == []


# ── score_moves_nothing ──


@pytest.mark.parametrize(
    ("pay", "told"),
    [
        ("[{base: {fixed: 3000.00}}]", 1),
        ("[{score_pay: {amount: 1000.00}}]", 0),
        (
            "[{commission: {on: sales, shape: linear, rate: 1%, coefficient: {floor: 50%, times: score}}}]",
            0,
        ),
        ("[{allowance: {amount: 1.00, when: {metric: score, at_least: 80}}}]", 0),
    ],
)
def test_a_score_that_no_line_reads_is_an_error(tmp_path: Path, pay: str, told: int) -> None:
    piece = CONVERSION.format("30%", "40%", 40).replace("[{score_pay: {amount: 1000.00}}]", pay)
    assert len(of_kind("score_moves_nothing", findings(tmp_path, piece, PEOPLE))) == told


# ── all of them ──


def test_the_gravest_comes_first_and_every_finding_proposes(tmp_path: Path) -> None:
    piece = TWICE.format(metric="inquiry_pay_rate", must="{at_least: 25%}")
    scheme, months, document = shop(tmp_path, piece, PEOPLE)
    found = lint(scheme, months)
    assert found[0].severity == "error"
    for one in found:
        assert one.pain in PAINS
        assert one.said.zh and one.said.en and one.proposal.zh and one.proposal.en
        assert document.find(one.at).line >= document.place.line


def test_people_whom_the_scheme_does_not_pay_do_not_count(tmp_path: Path) -> None:
    piece = "applies_to: {member: [m1, m2, m3]}\n" + CONVERSION.format("30%", "45%", 40)
    people = [*PEOPLE[:3], "inquiry_pay_rate: 90%, mean_response: 10"]
    (one,) = of_kind("threshold_unreached", findings(tmp_path, piece, people))
    assert one.numbers["figures"] == 3
