"""Score a scheme: each member's items and duties, and the total, with every reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import add
from twofour.problems import DataMissing
from twofour.scheme.items import Duty
from twofour.scheme.metric_book import SCORE_ENTRY
from twofour.scheme.scheme import Scheme
from twofour.scorecard.card import DutyOutcome, ItemScore, Scorecard
from twofour.scorecard.duties import duty_title, judge_duty
from twofour.scorecard.inputs import Inputs
from twofour.scorecard.items import item_title, points_node, score_node
from twofour.scorecard.readings import Readings
from twofour.text import Text

_NO_DEDUCTION = leaf(Text("扣分", "points off"), Quantity(Decimal(0), "point"))


def score(scheme: Scheme, inputs: Inputs) -> dict[str, Scorecard]:
    """Scorecards of all members whom the scheme pays, by member id, in that order.

    Raises ``DataMissing`` if an item has no value and the scheme says ``missing: block`` (the default).
    """
    readings = Readings(scheme, inputs)
    if scheme.missing == "block":
        _check_complete(readings)
    return {member.member_id: _card(member, readings) for member in readings.people}


def missing_data(names: Sequence[str]) -> DataMissing:
    """The refusal to guess: ``names`` say who lacks which figure."""
    shown = "、".join(names[:5]), "; ".join(names[:5])
    more = Text("等", " and more") if len(names) > 5 else Text("", "")
    return DataMissing(
        Text(
            f"缺少 {len(names)} 个考核数据：{shown[0]}{more.zh}。方案规定缺数不核算（missing: block）。"
            "请补上数据，或在方案里写明 missing: renormalise（按其余权重折算）或 missing: zero（按 0 计）",
            f"{len(names)} figures are missing: {shown[1]}{more.en}. The scheme pays nothing on a guess"
            " (missing: block). Supply the data, or write missing: renormalise (scale the other weights up)"
            " or missing: zero into the scheme",
        )
    )


def _check_complete(readings: Readings) -> None:
    lacking = [
        f"{member.name} {item.metric}"
        for member in readings.people
        for at, item in enumerate(readings.scheme.items)
        if score_node(item, member, readings, f"scheme:incentive[{at}]").amount is None
    ]
    if lacking:
        raise missing_data(lacking)


def _card(member: Member, readings: Readings) -> Scorecard:
    items = tuple(_item_scores(member, readings))
    duties = tuple(_outcomes(member, readings))
    node = _total(readings.scheme, [item.node for item in items], duties)
    return Scorecard(
        member_id=member.member_id,
        items=items,
        duties=tuple(outcome for _, outcome, _ in duties),
        score=Decimal(node.amount or 0),
        full=readings.scheme.full,
        node=node,
    )


def _item_scores(member: Member, readings: Readings) -> Iterator[ItemScore]:
    scheme = readings.scheme
    places = [f"scheme:incentive[{at}]" for at in range(len(scheme.items))]
    scores = [
        score_node(item, member, readings, place) for item, place in zip(scheme.items, places, strict=True)
    ]
    present = [item.share for item, node in zip(scheme.items, scores, strict=True) if node.amount is not None]
    stretch = _stretch(scheme, present)
    for item, node, place in zip(scheme.items, scores, places, strict=True):
        title = item_title(item, readings)
        value = node.amount
        points = (
            _without_value(scheme, title, node)
            if value is None
            else points_node(item, node, stretch, place, title)
        )
        yield ItemScore(
            item=item.item,
            title=title,
            metric=item.metric,
            weight=item.share,
            score=None if value is None else Decimal(value),
            points=Decimal(points.amount or 0),
            node=points,
        )


def _stretch(scheme: Scheme, present: Sequence[Decimal]) -> Node | None:
    """By how much the items with a value are scaled up for those without one."""
    if scheme.missing != "renormalise" or not present or len(present) == len(scheme.items):
        return None
    whole = leaf(Text("全部权重", "all weights"), Quantity(scheme.full, "point"), "scheme:incentive")
    part = leaf(
        Text("有值的权重", "weights with a value"), Quantity(add(*present), "point"), "scheme:missing"
    )
    return computed("quotient", Text("折算倍数", "stretch"), "number", (whole, part))


def _without_value(scheme: Scheme, title: Text, node: Node) -> Node:
    if scheme.missing == "renormalise":
        formula = Text("没有值，按其余考核项折算", "no value; the other items are scaled up")
    else:
        formula = Text("没有值，方案规定按 0 计", "no value; the scheme counts it as 0")
    return Node(title, Quantity(Decimal(0), "point"), formula, (node,), "scheme:missing")


def _outcomes(member: Member, readings: Readings) -> Iterator[tuple[Duty, DutyOutcome, Node | None]]:
    for at, duty in enumerate(readings.scheme.duties):
        judged = judge_duty(duty, member, readings, f"scheme:duties[{at}]")
        kept = None if judged.kept.amount is None else bool(judged.kept.amount)
        yield (
            duty,
            DutyOutcome(
                duty=duty.duty,
                title=duty_title(duty, readings),
                metric=duty.metric,
                kept=kept,
                deducted=Decimal(judged.points.amount or 0) if judged.points else Decimal(0),
                correction=duty.breach.correction if kept is False else None,
                node=judged.kept,
            ),
            judged.points,
        )


def _total(
    scheme: Scheme, items: Sequence[Node], duties: Sequence[tuple[Duty, DutyOutcome, Node | None]]
) -> Node:
    """Σ points − Σ points off, not below 0, and 0 if a duty that gates the incentive is broken."""
    if not items:
        formula = Text("方案没有激励项", "the scheme has no incentive items")
        return Node(SCORE_ENTRY.title, Quantity(Decimal(0), "point"), formula)
    total = computed("sum", Text("激励得分", "points of the items"), "point", items)
    deductions = [points for _, _, points in duties if points is not None]
    if deductions:
        off = computed("sum", Text("任务扣分", "points off for duties"), "point", deductions)
        net = computed("difference", Text("扣分后", "after deductions"), "point", (total, off))
        zero = leaf(Text("最低", "at least"), Quantity(Decimal(0), "point"))
        total = computed("highest", Text("扣分后得分", "score after deductions"), "point", (net, zero))
    for duty, outcome, _ in duties:
        if duty.breach.gate is not None and duty.breach.gate.incentive:
            label = Text(f"任务「{outcome.title.zh}」门槛", f"gate: {outcome.title.en}")
            total = computed("gate", label, "point", (outcome.node, total))
    return total.named(SCORE_ENTRY.title)
