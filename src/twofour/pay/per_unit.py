"""Per-unit pay (计件奖): an amount for each unit of a count (G07)."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node
from twofour.pay.payee import Payee
from twofour.pay.shapes import Each, linear, not_negative, tiered
from twofour.scheme.scaled import PerUnit
from twofour.scheme.tiers import AmountTier
from twofour.text import Text

_NAME = Text("每件", "each")
_EACH = Each(_NAME, "yuan", first=Decimal(1))


def per_unit(component: PerUnit, payee: Payee, where: str) -> Node:
    """Yuan, unrounded: count × amount (linear), × its tier's amount (cliff), or slice by slice (marginal)."""
    label = component.title or component.name
    on = payee.figure(component.on, component.of)
    if on.amount is None:
        return payee.nothing(label, on, component.on)
    if component.amount is not None:
        return linear(not_negative(on), payee.amount(component.amount, _NAME, f"{where}.amount"), label)

    def gives(tier: AmountTier, at: str) -> Node:
        return payee.amount(tier.amount, _NAME, f"{at}.amount")

    return tiered(component, payee, on, component.tiers or (), gives, _EACH, f"{where}.tiers")
