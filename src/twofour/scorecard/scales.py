"""Scales: which tier a figure falls in, and the score that a scale gives for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.node import Words
from twofour.explain.working import computed, shown
from twofour.scheme.tiers import Tier
from twofour.text import Text

T = TypeVar("T", bound=Tier)
_BOUND = attrgetter("bound")
_BELOW_ALL = Text("低于第一档", "below the first tier")
_LOWER, _UPPER = Text("下一档点", "lower point"), Text("上一档点", "upper point")


def tier_of(tiers: Sequence[Tier], amount: Decimal) -> int | None:
    """The position of the tier that ``amount`` falls in; ``None`` below the first lower bound.

    A figure on a threshold takes the tier that begins there (``from``), the one below it (``above``) or the
    one that ends there (``at_most``).
    """
    side = tiers[0].side
    if side == "at_most":
        return bisect_left(tiers, amount, key=_BOUND)
    begun = (bisect_right if side == "from" else bisect_left)(tiers, amount, key=_BOUND)
    return begun - 1 if begun else None


def tier_words(tiers: Sequence[Tier], at: int | None, unit: Unit) -> Text:
    """The tier at position ``at`` in words: ``30% 起、不到 35%``."""
    if at is None:
        return _BELOW_ALL
    this = Quantity(tiers[at].bound, unit)
    if tiers[at].side == "at_most":
        if tiers[at].bound.is_infinite():
            before = Quantity(tiers[at - 1].bound, unit) if at else None
            return (
                Text(f"超过 {before.show('zh')}", f"above {before.show('en')}")
                if before
                else Text("不限", "any")
            )
        return Text(f"不超过 {this.show('zh')}", f"at most {this.show('en')}")
    above = tiers[at].side == "above"
    if at + 1 == len(tiers):
        if above:
            return Text(f"超过 {this.show('zh')}", f"above {this.show('en')}")
        return Text(f"{this.show('zh')} 及以上", f"{this.show('en')} and above")
    after = Quantity(tiers[at + 1].bound, unit)
    if above:
        return Text(
            f"超过 {this.show('zh')}、不超过 {after.show('zh')}",
            f"above {this.show('en')}, at most {after.show('en')}",
        )
    return Text(
        f"{this.show('zh')} 起、不到 {after.show('zh')}",
        f"from {this.show('en')} to below {after.show('en')}",
    )


def pick(
    tiers: Sequence[T], by: Node, label: Words, unit: Unit, gives: Callable[[T, str], Node], where: str
) -> Node:
    """What the tier of figure ``by`` gives: nothing (0) below the first. No value: no value.

    ``gives`` makes the node of a tier's score, rate or amount; ``where`` is the place of the tiers.
    """
    if by.amount is None or by.unit is None:
        return Node(label, (None, unit), Text("没有值，无法定档", "no value, so no tier"), (by,))
    at = tier_of(tiers, Decimal(by.amount))
    given = leaf(_BELOW_ALL, (Decimal(0), unit), where) if at is None else gives(tiers[at], f"{where}[{at}]")
    by_unit = by.unit

    def formula() -> Text:
        tier, figure, result = tier_words(tiers, at, by_unit), shown(by), shown(given)
        return Text(
            f"{by.label.zh} {figure.zh}，在「{tier.zh}」档：{result.zh}",
            f"{by.label.en} {figure.en} is in tier “{tier.en}”: {result.en}",
        )

    return computed("pick", label, unit, (by, given), formula)


def interpolate(
    tiers: Sequence[T], by: Node, label: Words, unit: Unit, gives: Callable[[T, str], Node], where: str
) -> Node:
    """Like ``pick``, but in proportion between two tiers, and flat before the first and after the last."""
    amount = by.amount
    if amount is None or by.unit is None:
        return pick(tiers, by, label, unit, gives, where)
    if amount <= tiers[0].bound or amount >= tiers[-1].bound:
        at = 0 if amount <= tiers[0].bound else len(tiers) - 1
        edge = Text("在最低点以下，取最低点", "at or below the lowest point") if at == 0 else None
        edge = edge or Text("在最高点以上，取最高点", "at or above the highest point")
        given = gives(tiers[at], f"{where}[{at}]")
        return computed("pick", label, unit, (by, given), edge)
    at = next(i for i, (_, upper) in enumerate(pairwise(tiers)) if amount < upper.bound)
    lower, upper = tiers[at], tiers[at + 1]
    children = (
        by,
        leaf(_LOWER, (lower.bound, by.unit), f"{where}[{at}]"),
        gives(lower, f"{where}[{at}]"),
        leaf(_UPPER, (upper.bound, by.unit), f"{where}[{at + 1}]"),
        gives(upper, f"{where}[{at + 1}]"),
    )
    return computed("interpolation", label, unit, children)
