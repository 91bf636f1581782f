"""Members at a cliff: whose figure stands just before a threshold that moves their pay by a jump."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.metrics.own import MetricEntry
from twofour.money import multiply, subtract
from twofour.plan.lint.finding import listed
from twofour.plan.lint.ground import Ground
from twofour.plan.lint.scales import Entrance, Scale, met
from twofour.plan.lint.steps import STEEP_FEN, figure_at, jump_at, probed
from twofour.scheme import Scheme
from twofour.scheme.base import Of
from twofour.scorecard import Inputs
from twofour.text import Text

NEAR_POINTS, NEAR = Decimal("0.02"), Decimal("0.05")
"""Whoever lacks at most two points of a ratio, or a twentieth of another threshold, stands just before it."""
Crossing = tuple[str, str, Of, Decimal]


class Cliff(NamedTuple):
    """A member just before a threshold: their ``figure``, the ``bound`` (both as people write them), and what
    crossing it by the smallest step adds to the month's pay, in fen (below 0: takes). ``titles``: what jumps.
    """

    member: Member
    titles: Text
    entry: MetricEntry
    of: Of
    figure: Decimal
    bound: Decimal
    fen: int


def cliffs(scheme: Scheme, inputs: Inputs) -> list[Cliff]:
    """Everybody at a cliff of 50 yuan or more in one month, the highest jump first.

    Each next threshold of a tier, duty, bonus or gate is crossed with the very functions that pay.
    """
    ground = Ground(scheme, [inputs])
    found: dict[Crossing, Cliff] = {}
    for scale in ground.scales:
        if not _jumps(scale) or not probed(ground, scale.metric, scale.of):
            continue
        for member in ground.past.people[0]:
            for crossing, cliff in _at(ground, scale, member):
                known = found.get(crossing)
                titles = scale.title if known is None else _both(known.titles, scale.title)
                found[crossing] = cliff._replace(titles=titles)
    return sorted(found.values(), key=lambda one: (-abs(one.fen), one.member.member_id))


def _jumps(scale: Scale) -> bool:
    """Whether pay may jump at its thresholds: slopes do not, nor does what goes by several months."""
    return scale.monthly and not scale.smooth and (scale.cliff or scale.part not in ("item", "line"))


def _at(ground: Ground, scale: Scale, member: Member) -> Iterator[tuple[Crossing, Cliff]]:
    figure, entry = figure_at(ground, member, scale), ground.scheme.book[scale.metric]
    entrance = None if figure is None else _next(scale, figure)
    if figure is None or entrance is None or not _is_near(entry, figure, entrance.bound):
        return
    jump = jump_at(ground, member, scale, entrance)
    if jump is not None and abs(jump.fen) >= STEEP_FEN:
        cliff = Cliff(member, scale.title, entry, scale.of, figure, entrance.bound, jump.fen)
        yield (member.member_id, scale.metric, scale.of, entrance.bound), cliff


def _next(scale: Scale, figure: Decimal) -> Entrance | None:
    """The first entrance, from the worst tier on, that the figure has not passed."""
    return next((entrance for entrance in scale.entrances if not met(figure, entrance)), None)


def _is_near(entry: MetricEntry, figure: Decimal, bound: Decimal) -> bool:
    reach = NEAR_POINTS if entry.unit == "ratio" else multiply(abs(bound), NEAR)
    return abs(subtract(bound, figure)) <= reach


def _both(titles: Text, more: Text) -> Text:
    return titles if more.zh in titles.zh else listed([titles, more])
