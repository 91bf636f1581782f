"""Places: prizes for the first ones, ties, promotion candidates, and awards without money."""

from __future__ import annotations

import pytest
from replaying import Replay, row

KPI = """
metrics: [{metric: kpi, title: 绩效, unit: point, direction: higher, category: quality, indicator: last}]
incentive: [{item: kpi, metric: kpi, weight: 100, score: {proportional: {target: 100}}}]
"""
RANK = "pay: [{{prize: {{when: rank, metric: named_praise, {rule}, amounts: [500.00, 300.00, 100.00]}}}}]"


@pytest.mark.parametrize(
    ("ties", "prizes"),
    [
        ("share", ("400.00", "400.00", "100.00", "0.00")),
        ("all", ("500.00", "500.00", "100.00", "0.00")),
        ("none", ("0.00", "0.00", "100.00", "0.00")),
    ],
)
def test_the_tied_share_the_prizes_of_their_places_all_get_or_lose_them(
    replay: Replay, ties: str, prizes: tuple[str, ...]
) -> None:
    praise = (9, 9, 8, 7)
    people = [row(f"named_praise: {n} => prize: {won}") for n, won in zip(praise, prizes, strict=True)]
    replay(RANK.format(rule=f"ties: {ties}"), *people)


def test_places_that_reach_beyond_the_last_prize_share_what_there_is(replay: Replay) -> None:
    # Two on places three and four: 100 and nothing.
    praise = ((9, "500.00"), (8, "300.00"), (7, "50.00"), (7, "50.00"))
    people = [row(f"named_praise: {n} => prize: {won}") for n, won in praise]
    replay(RANK.format(rule="ties: share"), *people)


def test_a_second_metric_parts_the_tied(replay: Replay) -> None:
    replay(
        RANK.format(rule="ties: none, tie_break: mean_response"),
        row("named_praise: 9, mean_response: 20 => prize: 300.00"),
        row("named_praise: 9, mean_response: 10 => prize: 500.00"),
        row("named_praise: 8 => prize: 100.00"),
        row("named_praise: 7, mean_response: 1 => prize: 0.00"),
    )


def test_a_second_metric_parts_the_best_too(replay: Replay) -> None:
    replay(
        "pay: [{prize: {when: top, metric: named_praise, ties: share, tie_break: sales, amount: 90.00}}]",
        row("named_praise: 9, sales: 100.00 => prize: 45.00"),
        row("named_praise: 9, sales: 100.00 => prize: 45.00"),
        row("named_praise: 9, sales: 99.99 => prize: 0.00"),
        row("named_praise: 8, sales: 900.00 => prize: 0.00"),
    )


def test_places_are_those_of_the_team_unless_of_all(replay: Replay) -> None:
    for scope, second in (("team", "500.00"), ("all", "300.00")):
        replay(
            RANK.format(rule=f"ties: none, scope: {scope}"),
            row("named_praise: 9 => prize: 500.00", team="A"),
            row(f"named_praise: 8 => prize: {second}", team="B"),
        )


def test_a_prize_can_be_days_of_leave_alone(replay: Replay) -> None:
    first, second = replay(
        KPI + "pay: [{prize: {when: top, metric: score, ties: all, leave_days: 2}}, {base: {fixed: 1.00}}]",
        row("kpi: 90 => prize: 0.00, total: 1.00"),
        row("kpi: 80 => prize: 0.00, total: 1.00"),
    )
    (award,) = [line for line in first.lines if line.component == "award"]
    assert (award.id, award.fen, award.title.zh) == ("prize-award", 0, "带薪假 2 天")
    assert not [line for line in second.lines if line.component == "award"]


def test_promotion_candidates_were_among_the_first_three_months_running(replay: Replay) -> None:
    piece = (
        KPI
        + """
pay:
  - award: {id: promotion, title: 晋升候选, when: {metric: score, top: 1, months: 3, scope: all}}
  - award:
      id: probation
      title: 转正达标
      when: {all: [{metric: tenure_months, at_most: 3}, {metric: score, at_least: 60}]}
"""
    )
    history = """
    history:
      2026-05: {members: {m1: {kpi: 90}, m2: {kpi: 70}, m3: {kpi: 90}}}
      2026-04: {members: {m1: {kpi: 85}, m2: {kpi: 95}, m3: {kpi: 95}}}
    """
    slips = replay(
        piece,
        row("kpi: 88 => score: 88", hired_on="2026-04-15"),
        row("kpi: 59 => score: 59", hired_on="2026-04-15"),
        row("kpi: 88 => score: 88", hired_on="2020-01-01"),
        more=history,
    )
    won = [[line.id for line in slip.lines if line.component == "award"] for slip in slips]
    assert won == [["probation"], [], ["promotion"]]


def test_the_best_score_months_running_wins_a_prize(replay: Replay) -> None:
    replay(
        KPI + "pay: [{prize: {when: running, months: 2, metric: score, ties: none, amount: 100.00}}]",
        row("kpi: 90 => prize: 100.00"),
        row("kpi: 80 => prize: 0.00"),
        more="history: {2026-05: {members: {m1: {kpi: 70}, m2: {kpi: 60}}}}",
    )


def test_an_own_record_is_beaten_by_oneself_alone(replay: Replay) -> None:
    replay(
        "pay: [{prize: {when: record, metric: inquiry_pay_rate, against: own_best, amount: 50.00}}]",
        row("inquiry_pay_rate: 31% => prize: 50.00"),
        row("inquiry_pay_rate: 40% => prize: 0.00"),
        row("inquiry_pay_rate: 50% => prize: 0.00"),
        more="history: {2026-02: {members: {m1: {inquiry_pay_rate: 30%}, m2: {inquiry_pay_rate: 45%}}}}",
    )
