"""Score one incentive item: its figure on its scale, and the points that adds."""

from __future__ import annotations

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import divide
from twofour.scheme.items import Item, Proportional
from twofour.scheme.tiers import ScoreTier
from twofour.scorecard.readings import Readings
from twofour.scorecard.scales import interpolate, pick
from twofour.text import Text

_SCORE = Text("得分", "score")


def item_title(item: Item, readings: Readings) -> Text:
    """The item's title: its own, or its metric's."""
    return item.title or readings.entry(item.metric).title


def score_node(item: Item, member: Member, readings: Readings, where: str) -> Node:
    """The item's score on its own scale; its amount is ``None`` where the figure has no value."""
    figure = readings.figure(member, item.metric, item.of)
    label = Text(f"{item_title(item, readings).zh}得分", f"{item_title(item, readings).en} score")
    if item.tiers is not None:
        return pick(item.tiers, figure, label, "point", _tier_score, f"{where}.tiers")
    assert item.score is not None
    if item.score.interpolated is not None:
        return interpolate(
            item.score.interpolated, figure, label, "point", _tier_score, f"{where}.score.interpolated"
        )
    assert item.score.proportional is not None
    place = f"{where}.score.proportional"
    return _proportional(item, item.score.proportional, figure, label, member, readings, place)


def points_node(item: Item, score: Node, stretch: Node | None, where: str, title: Text) -> Node:
    """What the item adds to the scorecard: its share of the score, stretched where others have no value."""
    if item.weight is None:
        parts = [score] if stretch is None else [score, stretch]
        return computed("product", title, "point", parts)
    share = leaf(Text("权重", "weight"), Quantity(divide(item.weight, 100), "ratio"), f"{where}.weight")
    parts = [share, score] if stretch is None else [share, score, stretch]
    return computed("product", title, "point", parts)


def _tier_score(tier: ScoreTier, where: str) -> Node:
    return leaf(_SCORE, Quantity(tier.score, "point"), f"{where}.score")


def _proportional(
    item: Item, rule: Proportional, figure: Node, label: Text, member: Member, readings: Readings, where: str
) -> Node:
    """Figure ÷ target × full score (target ÷ figure where lower is better), held between floor and cap."""
    target = readings.threshold(rule.target, member, item.metric, "month", f"{where}.target")
    full = leaf(Text("满分", "full score"), Quantity(item.best, "point"), where)
    cap = leaf(Text("封顶", "cap"), Quantity(rule.cap or item.best, "point"), f"{where}.cap")
    floor = leaf(Text("保底", "floor"), Quantity(rule.floor, "point"), f"{where}.floor")
    lower = readings.entry(item.metric).direction == "lower"
    if lower and figure.amount is not None and figure.amount <= 0:
        formula = Text("越低越好，已到最低：取封顶分", "lower is better and it cannot be lower: the cap")
        return computed("pick", label, "point", (figure, cap), formula)
    reached = computed(
        "quotient",
        Text("达成率", "share of target"),
        "ratio",
        (target, figure) if lower else (figure, target),
    )
    raw = computed("product", Text("折算得分", "proportional score"), "point", (reached, full))
    if raw.amount is None:
        return computed("product", label, "point", (reached, full))
    held = computed("lowest", Text("不超过封顶", "up to the cap"), "point", (raw, cap))
    return computed("highest", label, "point", (held, floor))
