"""Score a scheme: each member's items and duties, and the total, with every reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from weakref import proxy

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import add, subtract
from twofour.problems import DataMissing
from twofour.scheme.items import Duty, Item, Missing
from twofour.scheme.metric_book import SCORE_ENTRY
from twofour.scheme.scheme import Scheme
from twofour.scorecard.card import DutyOutcome, ItemScore, Scorecard
from twofour.scorecard.collector import without_collecting
from twofour.scorecard.duties import duty_title, judge_duty
from twofour.scorecard.inputs import Inputs
from twofour.scorecard.items import item_title, points_node, score_node, vetoed
from twofour.scorecard.judge import judge
from twofour.scorecard.readings import Readings
from twofour.text import Text

_TOTAL, _OFF = Text("激励得分", "points of the items"), Text("任务扣分", "points off for duties")
_NET, _KEPT = Text("扣分后", "after deductions"), Text("扣分后得分", "score after deductions")
_ZERO = leaf(Text("最低", "at least"), Quantity(Decimal(0), "point"))


class Scorecards(dict[str, Scorecard]):
    """Scorecards by member id, worked out when asked for; ``readings`` are the figures behind them."""

    def __init__(self, readings: Readings, people: Mapping[str, Member] | None = None) -> None:
        super().__init__()
        self.readings = readings
        self.people = people or {member.member_id: member for member in readings.people}
        self._others: Scorecards | None = None
        self._mover = ""
        # Were the readings to own the cards, which own them, both would stay until a collection.
        readings.cards = proxy(self)

    def changed(self, inputs: Inputs, member_id: str, metrics: Collection[str]) -> Scorecards:
        """What the cards would be over ``inputs``, where only ``metrics`` of one member differ.

        Everybody else's card stays unless the scheme holds people against each other by one of them.
        """
        cards = Scorecards(self.readings.changed(inputs, member_id, metrics), self.people)
        compared = self.readings.scheme.needs().compared
        apart = not any(leaf in metrics for metric in compared for leaf in self.readings.leaves(metric))
        cards._others = self if apart else None
        cards._mover = member_id
        return cards

    def __missing__(self, member_id: str) -> Scorecard:
        if self._others is not None and member_id != self._mover:
            return self._others[member_id]
        card = self[member_id] = _card(self.people[member_id], self.readings)
        return card

    def __contains__(self, member_id: object) -> bool:
        return member_id in self.people


def score(scheme: Scheme, inputs: Inputs) -> Scorecards:
    """Scorecards of all members whom the scheme pays, by member id, in that order.

    Raises ``DataMissing`` if an item has no value and the scheme says ``missing: block`` (the default), and
    ``Refused`` for an override that may not be.
    """
    cards = scorecards(scheme, inputs)
    with without_collecting():
        lacking = [
            f"{member.name} {item.metric}{_why(scheme, item)}"
            for member in cards.readings.people
            for item, one in zip(scheme.items, cards[member.member_id].items, strict=True)
            if one.score is None and _missing(scheme, item) == "block"
        ]
    if lacking:
        raise missing_data(lacking)
    return cards


def _why(scheme: Scheme, item: Item) -> str:
    """A report that has no such figure is named, so that nobody looks for rows to import."""
    recipe = scheme.book[item.metric].recipe
    return "" if recipe is None or recipe.how else f" (measures_from: {recipe.source})"


def scorecards(scheme: Scheme, inputs: Inputs) -> Scorecards:
    """The same without working anything out yet, and without refusing what is missing."""
    return Scorecards(Readings(scheme, inputs, scores_then=_scores_then))


def _scores_then(readings: Readings, months_ago: int) -> dict[str, Decimal]:
    """The scores of an earlier month under this scheme, of those whose every item had a value."""
    past = readings.month_past(months_ago)
    if past is None:
        return {}
    earlier = tuple(one for one in readings.inputs.history if one.period.start < past.period.start)
    people = tuple(readings.people_then(months_ago))
    cards = scorecards(
        readings.scheme, Inputs(past.period, readings.inputs.shop_id, people, past.measures, earlier)
    )
    found = {person.member_id: cards[person.member_id] for person in cards.readings.people}
    return {
        id: card.score for id, card in found.items() if all(item.score is not None for item in card.items)
    }


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


def _card(member: Member, readings: Readings) -> Scorecard:
    items = tuple(_item_scores(member, readings))
    duties = tuple(_outcomes(member, readings))
    node = _total(readings.scheme, [item.node for item in items], duties)
    for at, item in enumerate(readings.scheme.items):
        if item.veto is not None and item.veto.zeroes == "score":
            place = f"scheme:incentive[{at}].veto"
            holds = judge(item.veto.when, member, readings, f"{place}.when")
            node = computed("veto", SCORE_ENTRY.title, "point", (holds, node), source=place)
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
    scored = [(item, score_node(item, member, readings, place), place) for item, place in _places(scheme)]
    stretch = _stretch(scheme, [item for item, node, _ in scored if _stretches(scheme, item, node)], readings)
    for item, node, place in scored:
        title = item_title(item, readings)
        value = node.amount
        if value is None:
            points = _without_value(_missing(scheme, item), title, node)
        else:
            points = points_node(item, node, stretch, readings, place, title)
            points = vetoed(item, points, member, readings, place)
        yield ItemScore(
            item=item.item,
            title=title,
            metric=item.metric,
            weight=item.share,
            score=None if value is None else Decimal(value),
            points=Decimal(points.amount or 0),
            node=points,
        )


def _places(scheme: Scheme) -> list[tuple[Item, str]]:
    return [(item, f"scheme:incentive[{at}]") for at, item in enumerate(scheme.items)]


def _missing(scheme: Scheme, item: Item) -> Missing:
    return item.missing or scheme.missing


def _stretches(scheme: Scheme, item: Item, node: Node) -> bool:
    """Whether the item has no value and leaves its weight to the others."""
    return node.amount is None and _missing(scheme, item) == "renormalise"


def _stretch(scheme: Scheme, left_out: Sequence[Item], readings: Readings) -> Node | None:
    """By how much the other items are scaled up for those without a value."""
    if not left_out or len(left_out) == len(scheme.items):
        return None
    present = subtract(scheme.full, add(*(item.share for item in left_out)))
    whole = readings.literal(Text("全部权重", "all weights"), scheme.full, "point", "scheme:incentive")
    part = leaf(Text("有值的权重", "weights with a value"), Quantity(present, "point"), "scheme:missing")
    return computed("quotient", Text("折算倍数", "stretch"), "number", (whole, part))


def _without_value(missing: Missing, title: Text, node: Node) -> Node:
    if missing == "renormalise":
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
    total = computed("sum", _TOTAL, "point", items)
    deductions = [points for _, _, points in duties if points is not None]
    if deductions:
        off = computed("sum", _OFF, "point", deductions)
        net = computed("difference", _NET, "point", (total, off))
        total = computed("highest", _KEPT, "point", (net, _ZERO))
    for duty, outcome, _ in duties:
        if duty.breach.gate is not None and duty.breach.gate.incentive:
            label = Text(f"任务「{outcome.title.zh}」门槛", f"gate: {outcome.title.en}")
            total = computed("gate", label, "point", (outcome.node, total))
    return total.named(SCORE_ENTRY.title)
