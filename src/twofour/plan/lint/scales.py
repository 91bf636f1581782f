"""Every threshold of a scheme that is a plain number: what it cuts, where it stands, who gets past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from twofour.documents import Path
from twofour.scheme import Scheme
from twofour.scheme.base import FIGURES_BESIDE, Of
from twofour.scheme.components import Allowance, AwardLine, DeductionLine, Forfeit, TargetBonus
from twofour.scheme.conditions import AllOf, AnyOf, Compare, Condition, Limit, Ranked, Relation
from twofour.scheme.figures import Figure
from twofour.scheme.items import Item
from twofour.scheme.metric_book import MetricEntry
from twofour.scheme.scaled import Commission, PerUnit, ScorePay
from twofour.scheme.targets import thresholds
from twofour.scheme.tiers import RateTier, ScoreTier, Tier
from twofour.text import Text

__all__ = ["Entrance", "Scale", "entry_of", "met", "scales"]
Part = Literal["item", "duty", "line", "bonus", "penalty", "gate"]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a better tier begins: a figure in this ``relation`` to ``bound`` is in it."""

    bound: Decimal
    relation: Relation
    at: Path


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: its entrances from the worst to the best. ``cliff``: at an entrance the score or rate jumps.

    ``part``: what it is for. A duty owes, a bonus gives, a penalty takes, a gate only lets through.
    ``monthly``: it goes by the figure of one month.
    """

    part: Part
    title: Text
    metric: str
    of: Of
    at: Path
    entrances: tuple[Entrance, ...]
    cliff: bool = False
    smooth: bool = False
    monthly: bool = True


def met(figure: Decimal, entrance: Entrance) -> bool:
    """Whether a figure is past the entrance."""
    bound = entrance.bound
    if entrance.relation in ("at_least", "above"):
        return figure > bound or (entrance.relation == "at_least" and figure == bound)
    return figure < bound or (entrance.relation == "at_most" and figure == bound)


def entry_of(scheme: Scheme, metric: str) -> MetricEntry:
    """What is known of a metric, the score and the like included."""
    return FIGURES_BESIDE.get(metric) or scheme.book[metric]


def scales(scheme: Scheme) -> list[Scale]:
    """All scales of a scheme whose thresholds are plain numbers: pay lines, then items, then duties."""
    found = [*_lines(scheme), *_items(scheme), *_duties(scheme)]
    return [scale for scale in found if scale.entrances]


def _items(scheme: Scheme) -> Iterator[Scale]:
    for at, item in enumerate(scheme.items):
        entry = scheme.book[item.metric]
        title, path = item.title or entry.title, ("incentive", at)
        if item.tiers is not None:
            entrances = _entrances(item.tiers, entry, (*path, "tiers"))
            yield Scale("item", title, item.metric, item.of, (*path, "tiers"), entrances, cliff=True)
        else:
            yield from _smooth_item(item, entry, title, path)


def _smooth_item(item: Item, entry: MetricEntry, title: Text, path: Path) -> Iterator[Scale]:
    assert item.score is not None
    if item.score.interpolated is not None:
        place = (*path, "score", "interpolated")
        entrances = _entrances(item.score.interpolated, entry, place, first=True)
        yield Scale("item", title, item.metric, item.of, place, entrances, smooth=True)
    elif item.score.proportional is not None:
        place = (*path, "score", "proportional", "target")
        relation: Relation = "at_most" if entry.direction == "lower" else "at_least"
        found = thresholds(item.score.proportional.target)
        entrances = tuple(
            Entrance(one.amount, relation, (*place, *part)) for part, one in found if isinstance(one, Figure)
        )
        for entrance in entrances:
            yield Scale("item", title, item.metric, item.of, entrance.at, (entrance,))


def _duties(scheme: Scheme) -> Iterator[Scale]:
    for at, duty in enumerate(scheme.duties):
        title = duty.title or scheme.book[duty.metric].title
        place = ("duties", at, "must")
        for entrance in _limit(duty.must, place):
            yield Scale(
                "duty", title, duty.metric, duty.of, place, (entrance,), monthly=duty.window == "month"
            )


def _lines(scheme: Scheme) -> Iterator[Scale]:
    for at, (_, component) in enumerate(scheme.lines()):
        path: Path = ("pay", at, component.kind)
        title = component.title or component.name
        if isinstance(component, (Commission, PerUnit)):
            yield from _scaled(scheme, component, title, path)
        elif isinstance(component, ScorePay) and component.tiers is not None:
            entrances = _entrances(component.tiers, entry_of(scheme, "score"), (*path, "tiers"))
            yield Scale("line", title, "score", "member", (*path, "tiers"), entrances, cliff=True)
        elif isinstance(component, TargetBonus):
            for position, target in enumerate(component.targets):
                yield from _condition("bonus", title, target, (*path, "targets", position))
        elif isinstance(component, (Allowance, AwardLine)) and component.when is not None:
            yield from _condition("bonus", title, component.when, (*path, "when"))
        elif isinstance(component, (DeductionLine, Forfeit)) and component.when is not None:
            yield from _condition("penalty", title, component.when, (*path, "when"))
        eligibility = getattr(component, "eligibility", None)
        if eligibility is not None:
            yield from _condition("gate", title, eligibility, (*path, "eligibility"))


def _scaled(scheme: Scheme, scaled: Commission | PerUnit, title: Text, path: Path) -> Iterator[Scale]:
    monthly = scaled.accumulate == "month"
    if scaled.table is not None:
        for name, axis in zip(("rows", "columns"), scaled.table.axes, strict=True):
            place = (*path, "table", name, axis.side)
            entrances = _entrances(axis.tiers, entry_of(scheme, axis.by), place)
            yield Scale("line", title, axis.by, scaled.of, place, entrances, cliff=True, monthly=monthly)
    elif scaled.tiers is not None:
        place = (*path, "tiers")
        smooth = scaled.shape == "interpolated"
        entry = entry_of(scheme, scaled.picked_by)
        entrances = _entrances(scaled.tiers, entry, place, first=smooth)
        yield Scale(
            "line", title, scaled.picked_by, scaled.of, place, entrances,
            cliff=scaled.shape == "cliff", smooth=smooth, monthly=monthly,
        )  # fmt: skip
    elif isinstance(scaled, Commission) and scaled.baseline:
        place = (*path, "baseline")
        entrance = Entrance(scaled.baseline, "above", place)
        yield Scale("line", title, scaled.on, scaled.of, place, (entrance,), monthly=monthly)


def _condition(part: Part, title: Text, condition: Condition, path: Path) -> Iterator[Scale]:
    if isinstance(condition, (AllOf, AnyOf)):
        name = "all" if isinstance(condition, AllOf) else "any"
        conditions = condition.all if isinstance(condition, AllOf) else condition.any
        for position, inner in enumerate(conditions):
            yield from _condition(part, title, inner, (*path, name, position))
    elif isinstance(condition, Compare) and not isinstance(condition, Ranked):
        monthly = condition.window == "month"
        for entrance in _limit(condition, path):
            yield Scale(part, title, condition.metric, condition.of, path, (entrance,), monthly=monthly)


def _limit(limit: Limit, path: Path) -> Iterator[Entrance]:
    for place, one in thresholds(limit.threshold, limit.relation):
        if isinstance(one, Figure):
            yield Entrance(one.amount, limit.relation, (*path, *place))


def _entrances(
    tiers: Sequence[Tier], entry: MetricEntry, path: Path, first: bool = False
) -> tuple[Entrance, ...]:
    """The bounds in the order from the worst tier to the best; a bound that everybody passes by nature (the
    first one, at 0) is none, unless the scale is smooth and begins there (``first``).
    """
    rises, side = _rises(tiers, entry), tiers[0].side
    named = [(tier.bound, (*path, at)) for at, tier in enumerate(tiers) if tier.bound.is_finite()]
    if side == "at_most":
        relation: Relation = "above" if rises else "at_most"
    else:
        if named and (named[0][0] <= 0 or not rises) and not first:
            named = named[1:]
        over: Relation = "at_least" if side == "from" else "above"
        under: Relation = "below" if side == "from" else "at_most"
        relation = over if rises else under
    found = [Entrance(bound, relation, at) for bound, at in named]
    return tuple(found if rises else reversed(found))


def _rises(tiers: Sequence[Tier], entry: MetricEntry) -> bool:
    """Whether larger figures get more: by the scores and rates given, else by what is better."""
    if isinstance(tiers[0], ScoreTier) and isinstance(tiers[-1], ScoreTier):
        low, high = tiers[0].score, tiers[-1].score
        if low != high:
            return high > low
    if isinstance(tiers[0], RateTier) and isinstance(tiers[-1], RateTier):
        begin, end = tiers[0].rate.fixed, tiers[-1].rate.fixed
        if begin is not None and end is not None and begin != end:
            return end > begin
    return entry.direction != "lower"
