"""Judge one duty: kept or not, and the points or money that a breach takes off."""

from __future__ import annotations

from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node
from twofour.explain.node import Words
from twofour.explain.working import computed
from twofour.scheme.items import Duty, Stepwise
from twofour.scorecard.judge import hold_against
from twofour.scorecard.readings import Readings
from twofour.text import Text

_FIXED, _POINTS = Text("扣分", "points off"), Text("每次扣分", "points per step")
_SHORTFALL, _STEP = Text("差距", "shortfall"), Text("每档", "step")
_STEPS, _BY_STEPS = Text("档数", "steps"), Text("按档扣分", "points by steps")
_MOST = Text("最多扣", "at most")


class Judged(NamedTuple):
    """A duty's truth (kept), and the points off; no points where the breach takes none."""

    kept: Node
    points: Node | None


def duty_title(duty: Duty, readings: Readings) -> Text:
    """The duty's title: its own, or its metric's."""
    return duty.title or readings.entry(duty.metric).title


def kept_node(duty: Duty, member: Member, readings: Readings, where: str) -> Node:
    """Whether the duty is kept: 1, 0, or ``None`` where there is no figure to judge by."""
    return hold_against(duty.must, duty.metric, duty.of, duty.window, member, readings, f"{where}.must")


def judge_duty(duty: Duty, member: Member, readings: Readings, where: str) -> Judged:
    """The duty's outcome. Without a figure nothing is taken off: nobody is punished for missing data."""
    kept = kept_node(duty, member, readings, where)
    deduction = duty.breach.deduct_points
    if deduction is None:
        return Judged(kept, None)
    title = duty_title(duty, readings)

    def label() -> Text:
        return Text(f"{title.zh}扣分", f"{title.en}: points off")

    place = f"{where}.breach.deduct_points"
    if deduction.stepwise is None:
        fixed = readings.literal(_FIXED, deduction.fixed or 0, "point", place)
        return Judged(kept, computed("unless", label, "point", (kept, fixed)))
    return Judged(kept, _stepwise(duty, deduction.stepwise, kept, label, readings, place))


def _stepwise(duty: Duty, rule: Stepwise, kept: Node, label: Words, readings: Readings, place: str) -> Node:
    value, threshold = kept.children
    unit = value.unit or "number"
    missed = (threshold, value) if duty.must.relation in ("at_least", "above") else (value, threshold)
    shortfall = computed("difference", _SHORTFALL, unit, missed)
    per = readings.literal(_STEP, rule.per, unit, f"{place}.per")
    steps = computed("steps", _STEPS, "count", (shortfall, per))
    points = readings.literal(_POINTS, rule.points, "point", f"{place}.points")
    if rule.most is None:
        off = computed("product", label, "point", (steps, points))
    else:
        raw = computed("product", _BY_STEPS, "point", (steps, points))
        most = readings.literal(_MOST, rule.most, "point", f"{place}.most")
        off = computed("lowest", label, "point", (raw, most))
    return computed("unless", label, "point", (kept, off))
