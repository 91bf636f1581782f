"""Ratings: their scores, and the praise that names an agent (§7)."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.events import Fact, Shop


def facts(shop: Shop) -> Iterator[Fact]:
    """On the day of the rating: points, how many, satisfied (4 and 5), low (1 and 2), named praise."""
    for rating in shop.ratings:
        day, agent = shop.day(rating.at), rating.agent
        yield Fact(day, agent, "rating_points", rating.score)
        yield Fact(day, agent, "ratings", 1)
        yield Fact(day, agent, "satisfied_ratings", int(rating.score >= 4))
        yield Fact(day, agent, "low_ratings", int(rating.score <= 2))
        yield Fact(day, agent, "named_praise", int(rating.named))
