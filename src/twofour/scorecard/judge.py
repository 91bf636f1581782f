"""Judge conditions: a truth with its reasons; a figure without a value leaves the truth undecided."""

from __future__ import annotations

from typing import Literal

from twofour.events.roster import Member
from twofour.explain import Node
from twofour.explain.working import computed, shown
from twofour.scheme.base import Of, Window
from twofour.scheme.conditions import AllOf, AnyOf, Condition, Limit
from twofour.scorecard.readings import Readings
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
    return hold_against(condition, condition.metric, condition.of, condition.window, member, readings, where)


def hold_against(
    limit: Limit, metric: str, of: Of, window: Window, member: Member, readings: Readings, where: str
) -> Node:
    """Whether a figure stands in the relation that ``limit`` asks for."""
    value = readings.figure(member, metric, of, window)
    threshold = readings.threshold(limit.threshold, member, metric, window, f"{where}.{limit.relation}")
    sign = _SIGNS[limit.relation]

    def label() -> Text:
        standard = shown(threshold)
        return Text(f"{value.label.zh} {sign} {standard.zh}", f"{value.label.en} {sign} {standard.en}")

    return computed(limit.relation, label, "truth", (value, threshold))
