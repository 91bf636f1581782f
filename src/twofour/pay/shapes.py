"""The shapes of a scale: what a figure earns at one rate, at its tier's rate, or slice by slice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed, words
from twofour.pay.payee import Payee
from twofour.scheme.scaled import Commission, PerUnit, Shape
from twofour.scheme.tiers import Tier
from twofour.scorecard.scales import interpolate, pick
from twofour.text import Text

T = TypeVar("T", bound=Tier)
_SHAPES: dict[Shape, Text] = {
    "linear": Text("线性，按月累计", "linear, on the month's total"),
    "cliff": Text("梯度，按月累计，整额按所在档，到线即入档", "cliff, the month's total at its tier's rate"),
    "interpolated": Text("插值，按月累计，两档之间按比例", "interpolated, at a rate between two tiers"),
    "marginal": Text("分段，按月累计，各段按各自的档", "marginal, each slice at its own rate"),
}


class Each(NamedTuple):
    """What a tier gives for each yuan or unit: its name and unit, and where the first unit lies.

    ``first`` is 0 for money and 1 for counts: the slice of the tier ``from: 10`` begins with the tenth unit.
    """

    name: Text
    unit: Unit
    first: Decimal


def linear(on: Node, each: Node, label: Text) -> Node:
    """``on`` × ``each``."""
    return _shaped("linear", "product", label, (on, each))


def tiered(
    scaled: Commission | PerUnit,
    payee: Payee,
    on: Node,
    tiers: Sequence[T],
    gives: Callable[[T, str], Node],
    each: Each,
    where: str,
) -> Node:
    """What ``on`` earns under the tiers of ``scaled``, in yuan; ``gives`` makes the node of a tier's rate."""
    label = scaled.title or scaled.name
    if scaled.shape == "marginal":
        return _by_slices(on, tiers, gives, each, label, where)
    by = payee.figure(scaled.picked_by, scaled.of)
    if by.amount is not None:
        choose = interpolate if scaled.shape == "interpolated" else pick
        rate = choose(tiers, by, each.name, each.unit, gives, where)
        return _shaped(scaled.shape, "product", label, (not_negative(on), rate))
    if on.amount is not None and on.amount <= 0:
        formula = Text("没有可计提的数，不需定档", "nothing to pay on, so no tier is needed")
        return Node(label, Quantity(Decimal(0), "yuan"), formula, (on, by))
    return payee.nothing(label, by, scaled.picked_by)


def not_negative(on: Node) -> Node:
    """``on``, or 0 where it is below: a month of more refunds than sales earns and owes nothing."""
    if on.amount is None or on.quantity is None or on.amount >= 0:
        return on
    zero = leaf(Text("最低", "at least"), Quantity(Decimal(0), on.quantity.unit))
    return computed("highest", on.label, on.quantity.unit, (on, zero))


def _by_slices(
    on: Node, tiers: Sequence[T], gives: Callable[[T, str], Node], each: Each, label: Text, where: str
) -> Node:
    starts = [max(tier.bound - each.first, Decimal(0)) for tier in tiers]
    slices = []
    for at, start in enumerate(starts):
        if (on.amount or 0) <= start:
            break
        stop = starts[at + 1] if at + 1 < len(starts) else None
        place = f"{where}[{at}]"
        part = _slice(on, start, stop, place)
        name = Text(f"第 {at + 1} 段", f"slice {at + 1}")
        slices.append(computed("product", name, "yuan", (part, gives(tiers[at], place))))
    return _shaped("marginal", "sum", label, slices or [_nothing(on)])


def _nothing(on: Node) -> Node:
    """The 0 that a figure below every slice earns."""
    formula = Text("没有达到第一段", "below the first slice")
    return Node(on.label, Quantity(Decimal(0), "yuan"), formula, (on,))


def _slice(on: Node, start: Decimal, stop: Decimal | None, where: str) -> Node:
    """The part of ``on`` between ``start`` and ``stop``."""
    unit: Unit = on.quantity.unit if on.quantity else "number"
    part = on
    if stop is not None and on.amount is not None and on.amount > stop:
        upper = leaf(Text("该段止点", "end of the slice"), Quantity(stop, unit), where)
        part = computed("lowest", Text("取到止点", "up to its end"), unit, (on, upper))
    if start > 0:
        lower = leaf(Text("该段起点", "start of the slice"), Quantity(start, unit), where)
        part = computed("difference", Text("段内", "in the slice"), unit, (part, lower))
    return part


def _shaped(
    shape: Shape, operation: Literal["product", "sum"], label: Text, children: Sequence[Node]
) -> Node:
    said = _SHAPES[shape]

    def formula() -> Text:
        how = words(operation, children)
        return Text(f"{how.zh}（{said.zh}）", f"{how.en} ({said.en})")

    return computed(operation, label, "yuan", children, formula)
