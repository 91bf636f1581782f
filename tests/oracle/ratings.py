"""What customers say: ratings of agents, invitations to rate, reviews of the shop (§7)."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.events import Fact, Shop

PARTS = ("description", "service", "logistics")


def facts(shop: Shop) -> Iterator[Fact]:
    """Everything on the day on which it was said."""
    yield from _ratings(shop)
    yield from _invitations(shop)
    yield from _reviews(shop)


def _ratings(shop: Shop) -> Iterator[Fact]:
    """Points, how many, satisfied (4 and 5), low (1 and 2), with named praise, invited."""
    for rating in shop.records["ratings"]:
        day, agent, score = shop.day(rating["rated_at"]), rating["agent_id"], rating["score"]
        yield Fact(day, agent, "rating_points", score)
        yield Fact(day, agent, "ratings", 1)
        yield Fact(day, agent, "satisfied_ratings", int(score >= 4))
        yield Fact(day, agent, "low_ratings", int(score <= 2))
        yield Fact(day, agent, "named_praise", int(bool(rating.get("named_praise"))))
        yield Fact(day, agent, "invited_ratings", int(bool(rating.get("invited"))))


def _invitations(shop: Shop) -> Iterator[Fact]:
    """Those to rate the agent; those to review the shop are not counted."""
    for invitation in shop.records["invitations"]:
        if invitation.get("kind") == "rating":
            yield Fact(shop.day(invitation["sent_at"]), invitation["agent_id"], "rating_invitations", 1)


def _reviews(shop: Shop) -> Iterator[Fact]:
    """Σ and number of the reviews that have the part; neutral and bad ones. All are the shop's."""
    for review in shop.records["reviews"]:
        day = shop.day(review["reviewed_at"])
        for part in PARTS:
            if review.get(part) is not None:
                yield Fact(day, None, f"{part}_points", review[part])
                yield Fact(day, None, f"{part}_reviews", 1)
        yield Fact(day, None, "bad_reviews", int(review.get("sentiment") in ("neutral", "bad")))
