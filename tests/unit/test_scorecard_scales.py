"""Scales: the tier of a figure agrees with looking at every tier in turn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofour.scheme.figures import Figure
from twofour.scheme.tiers import Tier
from twofour.scorecard.scales import tier_of, tier_words

NUMBERS = st.decimals(-100, 100, places=2)
BOUNDS = st.lists(NUMBERS, min_size=1, max_size=8, unique=True).map(sorted)


def lower(bounds: list[Decimal]) -> list[Tier]:
    return [Tier.model_construct(from_=Figure(bound)) for bound in bounds]


def upper(bounds: list[Decimal]) -> list[Tier]:
    return [Tier.model_construct(at_most=Figure(b)) for b in (*bounds, Decimal("Infinity"))]


@given(BOUNDS, NUMBERS)
def test_lower_bounds_give_the_last_tier_that_has_begun(bounds: list[Decimal], amount: Decimal) -> None:
    at = tier_of(lower(bounds), amount)
    if at is None:
        assert amount < bounds[0]
    else:
        assert bounds[at] <= amount
        assert at + 1 == len(bounds) or amount < bounds[at + 1]


@given(BOUNDS, NUMBERS)
def test_upper_bounds_give_the_first_tier_that_has_not_ended(bounds: list[Decimal], amount: Decimal) -> None:
    at = tier_of(upper(bounds), amount)
    assert at is not None
    assert at == len(bounds) or amount <= bounds[at]
    assert at == 0 or bounds[at - 1] < amount


@pytest.mark.parametrize(
    ("tiers", "at", "zh", "en"),
    [
        (lower([Decimal("0.3"), Decimal("0.4")]), None, "低于第一档", "below the first tier"),
        (lower([Decimal("0.3"), Decimal("0.4")]), 0, "30% 起、不到 40%", "from 30% to below 40%"),
        (lower([Decimal("0.3"), Decimal("0.4")]), 1, "40% 及以上", "40% and above"),
        (upper([Decimal("0.3")]), 0, "不超过 30%", "at most 30%"),
        (upper([Decimal("0.3")]), 1, "超过 30%", "above 30%"),
        (upper([]), 0, "不限", "any"),
    ],
)
def test_tiers_are_said_as_people_say_them(tiers: list[Tier], at: int | None, zh: str, en: str) -> None:
    assert tier_words(tiers, at, "ratio") == (zh, en)
