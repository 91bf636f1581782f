"""Targets: fixed, by grade, by season, by the team's figures, by last month's and by one's own history."""

from __future__ import annotations

import pytest
from replaying import Replay, row

from twofour.problems import DataMissing

BONUS = "pay: [{{target_bonus: {{each: 10.00, targets: [{{metric: received, at_least: {limit}}}]}}}}]"


def test_a_target_by_grade(replay: Replay) -> None:
    piece = BONUS.format(limit="{by_grade: {junior: 100, senior: team_mean + 40}}")
    replay(
        piece,
        row("received: 100 => target_bonus: 10.00", grade="junior"),
        row("received: 200 => target_bonus: 10.00", grade="senior"),
        row("received: 180 => target_bonus: 0.00", grade="senior"),
    )
    with pytest.raises(DataMissing, match="has grade none"):
        replay(piece, row("received: 100 => target_bonus: 10.00"))


@pytest.mark.parametrize(("period", "won"), [("2026-06", "10.00"), ("2026-11", "0.00"), ("2026-01", "0.00")])
def test_a_target_by_season(replay: Replay, period: str, won: str) -> None:
    replay(
        BONUS.format(limit="{by_season: {2-10: 100, 11-1: 200}}"),
        row(f"received: 150 => target_bonus: {won}"),
        more=f"period: {period}",
    )


def test_a_percentile_is_the_nearest_rank_from_worst_to_best(replay: Replay) -> None:
    rows = [("40", "10.00"), ("30", "10.00"), ("20", "0.00"), ("10", "0.00")]
    replay(
        BONUS.format(limit="team_p75"),
        *(row(f"received: {figure} => target_bonus: {won}") for figure, won in rows),
    )
    # Lower is better: three of the four wait no less than 20 seconds.
    piece = BONUS.format(limit="0").replace(
        "metric: received, at_least: 0", "metric: mean_response, at_most: team_p75"
    )
    replay(
        piece,
        *(
            row(f"mean_response: {s} => target_bonus: {w}")
            for s, w in zip((10, 20, 30, 40), ("10.00", "10.00", "0.00", "0.00"), strict=True)
        ),
    )


def test_references_to_earlier_months(replay: Replay) -> None:
    history = """
    history:
      2026-05: {members: {m1: {received: 100}, m2: {received: 300}}}
      2026-03: {members: {m1: {received: 250}, m2: {received: 400}}}
    """
    for limit, least in (
        ("last_month", 100),
        ("last_month_mean", 200),
        ("own_best", 250),
        ("history_best", 400),
    ):
        for more, won in ((0, "10.00"), (-1, "0.00")):
            replay(
                BONUS.format(limit=limit),
                row(f"received: {least + more} => target_bonus: {won}"),
                more=history,
            )


def test_last_months_mean_of_a_ratio_is_pooled(replay: Replay) -> None:
    # 10 of 10 and 10 of 90: 20 %, not the mean of 100 % and 11 %.
    replay(
        "pay: [{target_bonus: {each: 10.00, targets: [{metric: reply_rate, at_least: last_month_mean}]}}]",
        row("reply_rate: 20% => target_bonus: 10.00"),
        more="""
        history:
          2026-05:
            members:
              m1: {reply_rate: {numerator: 10, denominator: 10}}
              m2: {reply_rate: {numerator: 10, denominator: 90}}
        """,
    )


def test_a_team_is_held_against_its_own_last_month(replay: Replay) -> None:
    replay(
        """
        duties:
          - duty: grow
            metric: sales
            of: team
            must: {at_least: last_month}
            breach: {deduct_amount: 5.00}
        """,
        row("=> kept grow: true", team="A"),
        row("=> kept grow: false", team="B"),
        more="""
        teams: {A: {sales: 100.00}, B: {sales: 100.00}}
        history: {2026-05: {team_figures: {A: {sales: 100.00}, B: {sales: 100.01}}}}
        """,
    )


def test_months_since_hired_can_be_a_condition_and_pick_a_rate(replay: Replay) -> None:
    replay(
        """
        pay:
          - {allowance: {title: 新人保护, amount: 300.00, when: {metric: tenure_months, at_most: 3}}}
          - commission:
              on: sales
              shape: cliff
              by: tenure_months
              tiers: [{from: 0, rate: 1%}, {from: 12, rate: 2%}]
        """,
        row("sales: 100.00 => allowance: 300.00, commission: 1.00", hired_on="2026-03-30"),
        row("sales: 100.00 => allowance: 0.00, commission: 1.00", hired_on="2026-02-28"),
        row("sales: 100.00 => allowance: 0.00, commission: 2.00", hired_on="2025-06-30"),
        row("sales: 100.00 => allowance: 0.00, commission: 1.00", hired_on="2025-07-01"),
    )
