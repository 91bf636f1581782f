"""Score one incentive item: its figure on its scale, and the points that adds."""

from __future__ import annotations

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.node import Words
from twofour.explain.working import computed, shown
from twofour.money import divide
from twofour.problems import Refused
from twofour.scheme.items import Item, Proportional
from twofour.scheme.tiers import ScoreTier
from twofour.scorecard.inputs import Override
from twofour.scorecard.judge import judge
from twofour.scorecard.readings import Readings
from twofour.scorecard.references import threshold
from twofour.scorecard.scales import interpolate, pick
from twofour.text import Text

_SCORE, _WEIGHT = Text("得分", "score"), Text("权重", "weight")
_FULL, _CAP, _FLOOR = Text("满分", "full score"), Text("封顶", "cap"), Text("保底", "floor")
_REACHED, _RAW = Text("达成率", "share of target"), Text("折算得分", "proportional score")
_HELD = Text("不超过封顶", "up to the cap")


def item_title(item: Item, readings: Readings) -> Text:
    """The item's title: its own, or its metric's."""
    return item.title or readings.entry(item.metric).title


def score_node(item: Item, member: Member, readings: Readings, where: str) -> Node:
    """The item's score on its own scale, or what somebody set it to; ``None`` where there is no value."""
    scored = _by_scale(item, member, readings, where)
    override = readings.inputs.overrides.get((member.member_id, item.item))
    return scored if override is None else _overridden(item, scored, override, member, readings)


def vetoed(item: Item, points: Node, member: Member, readings: Readings, where: str) -> Node:
    """The item's points, or 0 where its veto holds."""
    if item.veto is None or item.veto.zeroes != "item":
        return points
    holds = judge(item.veto.when, member, readings, f"{where}.veto.when")
    return computed("veto", points.naming, "point", (holds, points), source=f"{where}.veto")


def _by_scale(item: Item, member: Member, readings: Readings, where: str) -> Node:
    figure = readings.figure(member, item.metric, item.of)
    title = item_title(item, readings)

    def label() -> Text:
        return Text(f"{title.zh}得分", f"{title.en} score")

    def gives(tier: ScoreTier, at: str) -> Node:
        return readings.literal(_SCORE, tier.score, "point", f"{at}.score")

    if item.tiers is not None:
        return pick(item.tiers, figure, label, "point", gives, f"{where}.tiers")
    assert item.score is not None
    if item.score.interpolated is not None:
        return interpolate(
            item.score.interpolated, figure, label, "point", gives, f"{where}.score.interpolated"
        )
    assert item.score.proportional is not None
    place = f"{where}.score.proportional"
    return _proportional(item, item.score.proportional, figure, label, member, readings, place)


def _overridden(item: Item, scored: Node, override: Override, member: Member, readings: Readings) -> Node:
    """The score that a person set, over the one that came out. Raises ``Refused`` if it may not be set so."""
    if not readings.entry(item.metric).indicator:
        raise Refused(
            Text(
                f"{member.name} 的「{item.item}」不是人工评定的考核项，不能改判；数据有误请走申诉",
                f"item {item.item} of {member.name} is not judged by people and cannot be overridden;"
                " if its data are wrong, appeal",
            )
        )
    best = (
        max(item.best, item.score.proportional.cap or 0)
        if item.score and item.score.proportional
        else item.best
    )
    if not 0 <= override.score <= best:
        raise Refused(
            Text(
                f"{member.name} 的「{item.item}」改判为 {override.score} 分，应在 0 到 {best} 分之间",
                f"item {item.item} of {member.name} is overridden to {override.score} points;"
                f" it must lie between 0 and {best}",
            )
        )
    label = Text(f"改判分（{override.by}）", f"set by {override.by}")
    source = f"override:{item.item}@{member.member_id}"
    set_to = leaf(label, Quantity(override.score, "point"), source)
    was, now = shown(scored), shown(set_to)
    formula = Text(
        f"人工改判：{was.zh} → {now.zh}，{override.by}：{override.reason}",
        f"overridden: {was.en} → {now.en}, {override.by}: {override.reason}",
    )
    # A figure that is missing gives no number to pick from; then the set score alone is what there is.
    children = (set_to,) if scored.amount is None else (scored, set_to)
    return computed("pick", scored.naming, "point", children, formula)


def points_node(
    item: Item, score: Node, stretch: Node | None, readings: Readings, where: str, title: Text
) -> Node:
    """What the item adds to the scorecard: its share of the score, stretched where others have no value."""
    if item.weight is None:
        parts = [score] if stretch is None else [score, stretch]
        return computed("product", title, "point", parts)
    share = readings.literal(_WEIGHT, divide(item.weight, 100), "ratio", f"{where}.weight")
    parts = [share, score] if stretch is None else [share, score, stretch]
    return computed("product", title, "point", parts)


def _proportional(
    item: Item, rule: Proportional, figure: Node, label: Words, member: Member, readings: Readings, where: str
) -> Node:
    """Figure ÷ target × full score (target ÷ figure where lower is better), held between floor and cap."""
    target = threshold(rule.target, member, item.metric, "month", readings, f"{where}.target", item.of)
    full = readings.literal(_FULL, item.best, "point", where)
    cap = readings.literal(_CAP, rule.cap or item.best, "point", f"{where}.cap")
    floor = readings.literal(_FLOOR, rule.floor, "point", f"{where}.floor")
    lower = readings.entry(item.metric).direction == "lower"
    if lower and figure.amount is not None and figure.amount <= 0:
        formula = Text("越低越好，已到最低：取封顶分", "lower is better and it cannot be lower: the cap")
        return computed("pick", label, "point", (figure, cap), formula)
    reached = computed("quotient", _REACHED, "ratio", (target, figure) if lower else (figure, target))
    raw = computed("product", _RAW, "point", (reached, full))
    if raw.amount is None:
        return computed("product", label, "point", (reached, full))
    held = computed("lowest", _HELD, "point", (raw, cap))
    return computed("highest", label, "point", (held, floor))
