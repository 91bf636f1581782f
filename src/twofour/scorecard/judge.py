"""Judge conditions: a truth with its reasons; a figure without a value leaves the truth undecided."""

from __future__ import annotations

from typing import Literal

from twofour.events.roster import Member
from twofour.explain import Node, Quantity
from twofour.explain.working import computed, shown
from twofour.scheme.base import Of, Window
from twofour.scheme.conditions import AllOf, AnyOf, Condition, Limit, Ranked
from twofour.scorecard.readings import Readings
from twofour.scorecard.references import threshold
from twofour.text import Text

_SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


def judge(condition: Condition, member: Member, readings: Readings, where: str) -> Node:
    """Whether ``member`` meets ``condition``: 1, 0, or ``None`` where a figure has no value.

    ``where`` is the condition's place in the scheme, the source of its literal thresholds.
    """
    if isinstance(condition, (AllOf, AnyOf)):
        kind: Literal["all", "any"] = "all" if isinstance(condition, AllOf) else "any"
        conditions = condition.all if isinstance(condition, AllOf) else condition.any
        parts = [judge(c, member, readings, f"{where}.{kind}[{i}]") for i, c in enumerate(conditions)]
        between = Text(" 且 ", " and ") if kind == "all" else Text(" 或 ", " or ")

        def joined() -> Text:
            labels = [part.label for part in parts]
            return Text(between.zh.join(x.zh for x in labels), between.en.join(x.en for x in labels))

        return computed(kind, joined, "truth", parts)
    if isinstance(condition, Ranked):
        return _ranked(condition, member, readings, where)
    return hold_against(condition, condition.metric, condition.of, condition.window, member, readings, where)


def hold_against(
    limit: Limit, metric: str, of: Of, window: Window, member: Member, readings: Readings, where: str
) -> Node:
    """Whether a figure stands in the relation that ``limit`` asks for."""
    value = readings.figure(member, metric, of, window)
    place = f"{where}.{limit.relation}"
    standard = threshold(limit.threshold, member, metric, window, readings, place, of)
    sign = _SIGNS[limit.relation]

    def label() -> Text:
        wanted = shown(standard)
        return Text(f"{value.label.zh} {sign} {wanted.zh}", f"{value.label.en} {sign} {wanted.en}")

    return computed(limit.relation, label, "truth", (value, standard))


def _ranked(ranked: Ranked, member: Member, readings: Readings, where: str) -> Node:
    """Whether the member stands among the first in every month asked for; equals share a place."""
    title = readings.entry(ranked.metric).title
    scope = Text("本组", "in the team") if ranked.scope == "team" else Text("全员", "of all")
    last = readings.literal(Text("名次要求", "place wanted"), ranked.top, "count", f"{where}.top")
    among = member if ranked.scope == "team" else None
    truths = []
    for ago in range(ranked.months):
        ranks = readings.ranks(among, ranked.metric, ago)
        then = Text(f"{ago} 个月前", f", {ago} months ago") if ago else Text("", "")
        said = Text(
            f"{then.zh}{title.zh}{scope.zh}名次（共 {len(ranks)} 人）",
            f"place by {title.en} {scope.en}, out of {len(ranks)}{then.en}",
        )
        rank = Node(said, Quantity(ranks.get(member.member_id), "count"))
        label = Text(
            f"{then.zh}{title.zh}{scope.zh}前 {ranked.top} 名",
            f"first {ranked.top} {scope.en} by {title.en}{then.en}",
        )
        truths.append(computed("at_most", label, "truth", (rank, last)))
    if ranked.months == 1:
        return truths[0]
    running = Text(
        f"{title.zh}连续 {ranked.months} 个月{scope.zh}前 {ranked.top} 名",
        f"first {ranked.top} {scope.en} by {title.en}, {ranked.months} months running",
    )
    return computed("all", running, "truth", truths)
