"""The shapes of a scale: what a figure earns at one rate, at its tier's rate, or slice by slice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed, words
from twofour.scheme.scaled import Commission, PerUnit, Shape
from twofour.scheme.tiers import Side, Tier
from twofour.scorecard.scales import interpolate, pick
from twofour.text import Text

T = TypeVar("T", bound=Tier)
_SHAPES: dict[Shape, Text] = {
    "linear": Text("线性", "linear"),
    "cliff": Text("梯度，整额按所在档", "cliff, all of it at its tier's rate"),
    "interpolated": Text("插值，两档之间按比例", "interpolated between two tiers"),
    "marginal": Text("分段，各段按各自的档", "marginal, each slice at its own rate"),
}
_SIDES: dict[Side, Text] = {
    "from": Text("到线即入档", "a figure on a bound is in the tier that begins there"),
    "above": Text("超过才入档", "a figure on a bound is still in the tier below"),
    "at_most": Text("到线仍在本档", "a figure on a bound is in the tier that ends there"),
}
_SPANS = {
    "event": Text("逐单计", "order by order"),
    "month": Text("按月累计", "on the month's total"),
    "quarter": Text("按季累计，前几月已计的扣除", "on the quarter so far, less the earlier months"),
    "year": Text("按年累计，前几月已计的扣除", "on the year so far, less the earlier months"),
}
_LEAST = Text("最低", "at least")
_UPPER, _UP_TO = Text("该段止点", "end of the slice"), Text("取到止点", "up to its end")
_LOWER, _INSIDE = Text("该段起点", "start of the slice"), Text("段内", "in the slice")
_SIGNED = Text("负数照扣", "below zero counts")
_UNSIGNED = Text("负数按 0 计", "never below zero")


class Each(NamedTuple):
    """What a tier gives for each yuan or unit: its name and unit, and where the first unit lies.

    ``first`` is 0 for money and 1 for counts: the slice of the tier ``from: 10`` begins with the tenth unit.
    """

    name: Text
    unit: Unit
    first: Decimal


def switches(scaled: Commission | PerUnit) -> Text:
    """The five switches of a scale in words: shape, boundary, what picks the tier, over how long, below 0."""
    parts = [_SHAPES[scaled.shape]]
    if scaled.tiers and scaled.shape != "marginal":
        parts.append(_SIDES[scaled.tiers[0].side])
    parts.append(_SPANS[scaled.accumulate])
    parts.append(_SIGNED if isinstance(scaled, Commission) and scaled.signed else _UNSIGNED)
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def linear(scaled: Commission | PerUnit, on: Node, each: Node) -> Node:
    """``on`` × ``each``."""
    return shaped(scaled, "product", (on, each))


def at_tier(
    scaled: Commission | PerUnit,
    on: Node,
    by: Node,
    tiers: Sequence[T],
    gives: Callable[[T, str], Node],
    each: Each,
    where: str,
) -> Node:
    """All of ``on`` × what the tier of ``by`` gives: of one tier, or in proportion between two."""
    if scaled.shape == "interpolated":
        return shaped(scaled, "product", (on, interpolate(tiers, by, each.name, each.unit, gives, where)))
    if (on.amount or 0) < 0 and by is on:
        return shaped(scaled, "product", (on, gives(tiers[0], f"{where}[0]")))
    return shaped(scaled, "product", (on, pick(tiers, by, each.name, each.unit, gives, where)))


def not_negative(on: Node) -> Node:
    """``on``, or 0 where it is below: a month of more refunds than sales earns and owes nothing."""
    if on.amount is None or on.unit is None or on.amount >= 0:
        return on
    zero = leaf(_LEAST, (Decimal(0), on.unit))
    return computed("highest", on.naming, on.unit, (on, zero))


def by_slices(
    scaled: Commission | PerUnit,
    on: Node,
    tiers: Sequence[T],
    gives: Callable[[T, str], Node],
    each: Each,
    where: str,
) -> Node:
    """Σ over the tiers of the part of ``on`` inside × what the tier gives; below 0, at the first tier."""
    if (on.amount or 0) < 0:
        return shaped(scaled, "product", (on, gives(tiers[0], f"{where}[0]")))
    first = each.first if tiers[0].side == "from" else Decimal(0)
    starts = [max(tier.bound - first, Decimal(0)) for tier in tiers]
    slices = []
    for at, start in enumerate(starts):
        if (on.amount or 0) <= start:
            break
        stop = starts[at + 1] if at + 1 < len(starts) else None
        place = f"{where}[{at}]"
        part = _slice(on, start, stop, place)
        name = Text(f"第 {at + 1} 段", f"slice {at + 1}")
        slices.append(computed("product", name, "yuan", (part, gives(tiers[at], place))))
    return shaped(scaled, "sum", slices or [_nothing(on)])


def shaped(
    scaled: Commission | PerUnit, operation: Literal["product", "sum"], children: Sequence[Node]
) -> Node:
    """What a scale earns, in yuan, saying its switches."""

    def formula() -> Text:
        how, said = words(operation, children), switches(scaled)
        return Text(f"{how.zh}（{said.zh}）", f"{how.en} ({said.en})")

    return computed(operation, scaled.title or scaled.name, "yuan", children, formula)


def _nothing(on: Node) -> Node:
    """The 0 that a figure below every slice earns."""
    formula = Text("没有达到第一段", "below the first slice")
    return Node(on.label, Quantity(Decimal(0), "yuan"), formula, (on,))


def _slice(on: Node, start: Decimal, stop: Decimal | None, where: str) -> Node:
    """The part of ``on`` between ``start`` and ``stop``."""
    unit = on.unit or "number"
    part = on
    if stop is not None and on.amount is not None and on.amount > stop:
        upper = leaf(_UPPER, (stop, unit), where)
        part = computed("lowest", _UP_TO, unit, (on, upper))
    if start > 0:
        lower = leaf(_LOWER, (start, unit), where)
        part = computed("difference", _INSIDE, unit, (part, lower))
    return part
