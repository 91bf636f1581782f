"""Cap (封顶), floor (保底) and the legal limit of deductions (G30): what they cut or add, as own lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.components import Cap, Floor
from twofour.scheme.scheme import Limits
from twofour.text import Text

_ZERO = leaf(Text("不低于", "at least"), Quantity(Decimal(0), "yuan"))


def cap(component: Cap, payee: Payee, counted: Sequence[Node], where: str) -> Node:
    """Yuan, at most 0: what the counted lines exceed the cap by, taken off."""
    label = component.title or component.name
    total = computed("sum", Text("封顶前合计", "total before the cap"), "yuan", counted)
    limit = payee.amount(component.amount, Text("封顶金额", "cap"), f"{where}.amount")
    over = computed("difference", Text("超出封顶", "above the cap"), "yuan", (total, limit))
    cut = computed("highest", label, "yuan", (over, _ZERO))
    return computed("negative", label, "yuan", (cut,))


def floor(component: Floor, payee: Payee, counted: Sequence[Node], where: str) -> Node:
    """Yuan, at least 0: what the total falls short of the floor by, added."""
    label = component.title or component.name
    total = computed("sum", Text("保底前合计", "total before the floor"), "yuan", counted)
    limit = payee.amount(component.amount, Text("保底金额", "floor"), f"{where}.amount")
    short = computed("difference", Text("低于保底", "short of the floor"), "yuan", (limit, total))
    return computed("highest", label, "yuan", (short, _ZERO))


def legal_limit(limits: Limits, label: Text, counted: Sequence[Node], taken: Sequence[Node]) -> Node:
    """Yuan, at least 0: the part of the deductions ``taken`` that the law does not allow, given back.

    Allowed is the lowest of the deductions themselves, their largest share of the wage before deductions,
    and what that wage exceeds the minimum wage by. ``counted`` are all lines, deductions included.
    """
    net = computed("sum", Text("扣款后合计", "total after deductions"), "yuan", counted)
    signed = computed("sum", Text("扣款（负数）", "deductions (negative)"), "yuan", taken)
    deducted = computed("negative", Text("扣款合计", "deductions"), "yuan", (signed,))
    wage = computed("sum", Text("扣款前工资", "wage before deductions"), "yuan", (net, deducted))
    bounds = [deducted]
    if limits.deductions is not None:
        share = leaf(
            Text("最高扣款比例", "largest share"),
            Quantity(limits.deductions, "ratio"),
            "scheme:limits.deductions",
        )
        bounds.append(computed("product", Text("按比例最多可扣", "allowed by share"), "yuan", (wage, share)))
    if limits.minimum_wage is not None:
        least = leaf(
            Text("最低工资", "minimum wage"),
            Quantity(limits.minimum_wage, "yuan"),
            "scheme:limits.minimum_wage",
        )
        above = computed("difference", Text("高于最低工资", "above the minimum wage"), "yuan", (wage, least))
        bounds.append(
            computed("highest", Text("按最低工资最多可扣", "allowed by minimum wage"), "yuan", (above, _ZERO))
        )
    allowed = computed("lowest", Text("依法最多可扣", "allowed"), "yuan", bounds)
    return computed("difference", label, "yuan", (deducted, allowed))
