"""Pay order by order (逐单计提): each order's own sales pick its rate; orders of a tier share one node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import yuan_of
from twofour.pay.payee import Payee
from twofour.pay.shapes import Each, shaped
from twofour.problems import DataMissing
from twofour.scheme.scaled import Commission
from twofour.scheme.tiers import RateTier
from twofour.scorecard.inputs import Key
from twofour.scorecard.scales import interpolate, pick, tier_of, tier_words
from twofour.text import Text

Gives = Callable[[RateTier, str], Node]


def by_order(
    scaled: Commission, payee: Payee, gives: Gives, flat: Node | None, each: Each, where: str
) -> Node:
    """Yuan, unrounded: Σ over the orders of what each earns alone under the shape of ``scaled``.

    Raises ``DataMissing`` where the orders do not sum to the member's sales.
    """
    amounts = _orders(scaled, payee)
    if amounts is None:
        return payee.nothing(scaled.title or scaled.name, payee.figure(scaled.on), scaled.on)
    source = f"events:{scaled.on}@member:{payee.member.member_id}"
    tiers = scaled.tiers or ()
    if flat is not None:
        baseline = scaled.baseline or Decimal(0)
        parts = [_part(amounts, baseline, None, flat, Text("逐单", "order by order"), source)]
    elif scaled.shape == "marginal":
        bounds = [max(tier.bound, Decimal(0)) for tier in tiers]
        stops = [*bounds[1:], None]
        parts = [
            _part(
                amounts,
                start,
                stop,
                gives(tiers[at], f"{where}[{at}]"),
                Text(f"第 {at + 1} 段", f"slice {at + 1}"),
                source,
            )
            for at, (start, stop) in enumerate(zip(bounds, stops, strict=True))
            if any(amount > start for amount in amounts)
        ]
    elif scaled.shape == "cliff":
        parts = _by_tier(amounts, tiers, gives, where, source)
    else:
        parts = [_interpolated(amount, tiers, gives, each, where, source) for amount in sorted(amounts)]
    return shaped(scaled, "sum", parts or [_none(source)])


def _orders(scaled: Commission, payee: Payee) -> list[Decimal] | None:
    key: Key = ("member", payee.member.member_id, scaled.on)
    inputs = payee.readings.inputs
    measure, fen = inputs.measures.get(key), inputs.events.get(key, ())
    if measure is None:
        return None
    if sum(fen) != measure.numerator:
        name, orders, sales = payee.member.name, yuan_of(sum(fen)), yuan_of(measure.numerator)
        raise DataMissing(
            Text(
                f"{name} 的逐单金额合计 {orders} 元，与销售额 {sales} 元不符；"
                "请补上每张订单的金额，或改用 accumulate: month",
                f"the orders of {name} sum to {orders} yuan, the sales to {sales};"
                " supply every order, or use accumulate: month",
            )
        )
    return [yuan_of(one) for one in fen]


def _by_tier(
    amounts: Sequence[Decimal], tiers: Sequence[RateTier], gives: Gives, where: str, source: str
) -> list[Node]:
    found: dict[int, list[Decimal]] = {}
    for amount in amounts:
        at = tier_of(tiers, amount)
        if at is not None:
            found.setdefault(at, []).append(amount)
    parts = []
    for at, inside in sorted(found.items()):
        tier = tier_words(tiers, at, "yuan")
        label = Text(f"单笔{tier.zh}的 {len(inside)} 单", f"{len(inside)} orders, each {tier.en}")
        total = leaf(label, Quantity(sum(inside, Decimal(0)), "yuan"), source)
        parts.append(computed("product", label, "yuan", (total, gives(tiers[at], f"{where}[{at}]"))))
    return parts


def _part(
    amounts: Sequence[Decimal], start: Decimal, stop: Decimal | None, rate: Node, label: Text, source: str
) -> Node:
    """Σ over the orders of the part between ``start`` and ``stop``, × the rate."""
    inside = [
        min(amount, stop) - start if stop is not None else amount - start
        for amount in amounts
        if amount > start
    ]
    said = Text(f"{len(inside)} 单在段内的金额", f"of {len(inside)} orders inside")
    total = leaf(said, Quantity(sum(inside, Decimal(0)), "yuan"), source)
    return computed("product", label, "yuan", (total, rate))


def _interpolated(
    amount: Decimal, tiers: Sequence[RateTier], gives: Gives, each: Each, where: str, source: str
) -> Node:
    order = leaf(Text("一单", "an order"), Quantity(amount, "yuan"), source)
    choose = interpolate if len(tiers) > 1 else pick
    return computed(
        "product", order.label, "yuan", (order, choose(tiers, order, each.name, each.unit, gives, where))
    )


def _none(source: str) -> Node:
    return leaf(Text("没有订单", "no orders"), Quantity(Decimal(0), "yuan"), source)
