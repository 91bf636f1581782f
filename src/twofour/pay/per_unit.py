"""Per-unit pay (计件奖): an amount for each unit of a count (G07)."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node
from twofour.pay.payee import Payee
from twofour.pay.scaling import Reads, base_of, by_scale, by_table, over_window
from twofour.pay.shapes import Each, linear
from twofour.scheme.scaled import PerUnit
from twofour.scheme.tiers import Amount, AmountTier, Rate
from twofour.text import Text

_NAME = Text("每件", "each")
_EACH = Each(_NAME, "yuan", first=Decimal(1))


def per_unit(component: PerUnit, payee: Payee, where: str) -> Node:
    """Yuan, unrounded: count × amount (linear), × its tier's or cell's amount (cliff), or slice by slice
    (marginal); over the month, or the quarter or year so far less what the earlier months counted.
    """

    def gives(tier: AmountTier, at: str) -> Node:
        return payee.amount(tier.amount, _NAME, f"{at}.amount")

    def cell(amount: Rate | Amount, at: str) -> Node:
        assert isinstance(amount, Amount)
        return payee.amount(amount, _NAME, at)

    def earns(read: Reads) -> Node:
        on = read(component.on)
        if on.amount is None:
            return payee.nothing(component.title or component.name, on, component.on)
        if component.amount is not None:
            each = payee.amount(component.amount, _NAME, f"{where}.amount")
            return linear(component, base_of(component, on), each)
        if component.table is not None:
            return by_table(component, component.table, payee, read, cell, _EACH, f"{where}.table")
        return by_scale(component, payee, read, component.tiers or (), gives, _EACH, f"{where}.tiers")

    return over_window(component, payee, earns)
