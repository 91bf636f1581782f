"""What if: one member's figures changed, and the very same score and pay run over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.metrics import Measure
from twofour.money import FEN_PER_YUAN, add, multiply, subtract, yuan_of
from twofour.pay import Payslip, payslip_of
from twofour.plan.candidates import is_share
from twofour.problems import DataMissing, UsageError
from twofour.scheme import Scheme
from twofour.scheme.figures import Figure
from twofour.scheme.metric_book import MetricEntry
from twofour.scorecard import Inputs, Scorecards, scorecards
from twofour.scorecard.inputs import Key, Measures
from twofour.scorecard.readings import Readings
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """A figure moved by ``plus``, multiplied by ``times`` or set ``to`` (exactly one of the three).

    A rate can carry on to sales: ``plus`` × the ``customers`` figure are more orders, × the ``ticket``
    figure more money, which the ``sales`` figure gains (G02). These three are metric ids.
    """

    metric: str
    plus: Figure | None = None
    times: Figure | None = None
    to: Figure | None = None
    customers: str | None = None
    ticket: str | None = None
    sales: str | None = None


class Moved(NamedTuple):
    """A figure as it is and as it would be, as people write it (yuan, a fraction of 1)."""

    entry: MetricEntry
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A member's payslip as it is and as it would be; ``orders`` and ``sales`` where a rate carried on.

    ``moved`` are the figures changed, one for each change.
    """

    before: Payslip
    after: Payslip
    orders: Node | None
    sales: Node | None
    moved: tuple[Moved, ...]

    @property
    def gain(self) -> int:
        """Integer fen that the change is worth to the member."""
        return self.after.total - self.before.total


def what_if(scheme: Scheme, inputs: Inputs, member_id: str, changes: Iterable[Change]) -> WhatIf:
    """Replay ``score`` and ``pay`` with ``changes`` to one member's figures of the period.

    Figures that have not happened need not be whole: 342.72 orders are kept as 34272 ÷ 100. The figures of
    teams and the shop stay as they are. Raises ``UsageError`` for a member whom the scheme does not pay, a
    figure that cannot be and a metric paid order by order, ``DataMissing`` for a figure that is not there.
    """
    cards = scorecards(scheme, inputs)
    member = _member(cards, scheme, inputs, member_id)
    changed, orders, sales = inputs, None, None
    moved = []
    for change in changes:
        _check_not_by_order(scheme, change)
        moved.append(_moved(scheme, changed, member, change))
        changed, more_orders, more_sales = _changed(scheme, changed, member, change, moved[-1])
        orders, sales = more_orders or orders, more_sales or sales
    before, after = payslip_of(cards, member), payslip_of(scorecards(scheme, changed), member)
    return WhatIf(before, after, orders, sales, tuple(moved))


def _member(cards: Scorecards, scheme: Scheme, inputs: Inputs, member_id: str) -> Member:
    if member_id in cards:
        return cards.people[member_id]
    known = ", ".join(member.member_id for member in inputs.members)
    raise UsageError(
        Text(
            f"方案 {scheme.scheme} 不适用于员工 {member_id}；员工有：{known}",
            f"scheme {scheme.scheme} does not pay member {member_id}; members: {known}",
        )
    )


def _check_not_by_order(scheme: Scheme, change: Change) -> None:
    for metric in (change.metric, change.sales):
        if metric in scheme.needs().events:
            raise UsageError(
                Text(
                    f"方案对 {metric} 逐单计提，只改合计推不出每一单是多少，无法试算",
                    f"the scheme pays {metric} order by order; another total does not say which orders, so it"
                    " cannot be tried",
                )
            )


def _moved(scheme: Scheme, inputs: Inputs, member: Member, change: Change) -> Moved:
    """What the figure is and would be. A share is no more than 100 %, only money can be below 0."""
    entry = scheme.book[change.metric]
    now = Decimal(_figure(Readings(scheme, inputs), member, change.metric).amount or 0)
    then = _then(now, change)
    if (then < 0 and not entry.money) or (then > 1 and is_share(entry.id)):
        shown = Quantity(then, entry.shown_unit)
        raise UsageError(
            Text(
                f"{entry.title.zh}（{entry.id}）不可能是 {shown.show('zh')}，请改小变动",
                f"{entry.title.en} ({entry.id}) cannot be {shown.show('en')}; change it by less",
            )
        )
    return Moved(entry, now, then)


def _then(now: Decimal, change: Change) -> Decimal:
    if change.plus is not None:
        return add(now, change.plus.amount)
    if change.times is not None:
        return multiply(now, change.times.amount)
    assert change.to is not None
    return change.to.amount


def _changed(
    scheme: Scheme, inputs: Inputs, member: Member, change: Change, moved: Moved
) -> tuple[Inputs, Node | None, Node | None]:
    readings = Readings(scheme, inputs)
    after = _with(inputs, moved.entry, member, moved.after)
    if change.customers is None or change.ticket is None or change.sales is None:
        return after, None, None
    points = leaf(Text("提升", "gain in the rate"), Quantity(subtract(moved.after, moved.before), "ratio"))
    customers = _figure(readings, member, change.customers)
    orders = computed("product", Text("多出的订单", "more orders"), "order", (customers, points))
    ticket = _figure(readings, member, change.ticket)
    sales = computed("product", Text("多出的销售额", "more sales"), "yuan", (orders, ticket))
    before = _figure(readings, member, change.sales)
    total = add(before.amount or 0, sales.amount or 0)
    return _with(after, scheme.book[change.sales], member, total), orders, sales


def _figure(readings: Readings, member: Member, metric: str) -> Node:
    node = readings.figure(member, metric)
    if node.amount is None:
        raise DataMissing(
            Text(
                f"{member.name} 没有 {metric} 的数据，无法试算；请先补上",
                f"{member.name} has no figure for {metric} to start from; supply it first",
            )
        )
    return node


def _with(inputs: Inputs, entry: MetricEntry, member: Member, figure: Decimal) -> Inputs:
    """``inputs`` in which the member's figure is ``figure``.

    Integers cross from metrics to pay, here too: numerators and denominators of everybody grow by a power
    of ten until the figure is whole, so that ratios pooled over a team or over months keep their weights.
    """
    key: Key = ("member", member.member_id, entry.id)
    old = inputs.measures.get(key) or Measure("member", member.member_id, entry.id, 0, 1, 0, entry.unit)
    amount = multiply(figure, Decimal(FEN_PER_YUAN)) if entry.money else figure
    numerator = multiply(amount, Decimal(old.denominator or 1))
    exponent = numerator.normalize().as_tuple().exponent
    scale = 10 ** max(0, -exponent if isinstance(exponent, int) else 0)
    measures = finer(inputs.measures, entry.id, scale)
    history = tuple(replace(past, measures=finer(past.measures, entry.id, scale)) for past in inputs.history)
    denominator = (old.denominator or 1) * scale
    measures[key] = replace(old, numerator=int(numerator * scale), denominator=denominator)
    return replace(inputs, measures=measures, history=history)


def finer(measures: Measures, metric: str, scale: int) -> dict[Key, Measure]:
    """The same figures, those of ``metric`` counted in units ``scale`` times as fine."""
    return {
        key: replace(one, numerator=one.numerator * scale, denominator=one.denominator * scale)
        if key[2] == metric
        else one
        for key, one in measures.items()
    }


def total_node(what: WhatIf) -> Node:
    """The gain as a node over both totals, for people."""
    before = leaf(Text("现在", "now"), Quantity(yuan_of(what.before.total), "yuan"))
    after = leaf(Text("之后", "then"), Quantity(yuan_of(what.after.total), "yuan"))
    return computed("difference", Text("增加", "gain"), "yuan", (after, before))
