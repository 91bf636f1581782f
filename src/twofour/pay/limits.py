"""Cap (封顶), floor (保底) and the legal limit of deductions (G30): what they cut or add, as own lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import add, multiply, yuan_of
from twofour.pay.line import Line
from twofour.pay.payee import Payee
from twofour.scheme.components import Cap, Floor
from twofour.scheme.scheme import Limits
from twofour.text import Text

_SHARE, _LEAST = Text("最高扣款比例", "largest share"), Text("最低工资", "minimum wage")
_CAP, _FLOOR = Text("封顶金额", "cap"), Text("保底金额", "floor")
_ZERO = leaf(Text("不低于", "at least"), Quantity(Decimal(0), "yuan"))


def cap_of(component: Cap, payee: Payee, where: str) -> Node:
    """The most that the lines may give, in yuan."""
    return payee.amount(component.amount, _CAP, f"{where}.amount")


def floor_of(component: Floor, payee: Payee, where: str) -> Node:
    """The least that all lines must give, in yuan."""
    return payee.amount(component.amount, _FLOOR, f"{where}.amount")


def cap(component: Cap, limit: Node, counted: Sequence[Node]) -> Node:
    """Yuan, at most 0: what the counted lines exceed the cap by, taken off."""
    label = component.title or component.name
    total = computed("sum", Text("封顶前合计", "total before the cap"), "yuan", counted)
    over = computed("difference", Text("超出封顶", "above the cap"), "yuan", (total, limit))
    cut = computed("highest", label, "yuan", (over, _ZERO))
    return computed("negative", label, "yuan", (cut,))


def floor(component: Floor, limit: Node, counted: Sequence[Node]) -> Node:
    """Yuan, at least 0: what the total falls short of the floor by, added."""
    label = component.title or component.name
    total = computed("sum", Text("保底前合计", "total before the floor"), "yuan", counted)
    short = computed("difference", Text("低于保底", "short of the floor"), "yuan", (limit, total))
    return computed("highest", label, "yuan", (short, _ZERO))


def lawful(limits: Limits, net: Decimal, taken: Sequence[Line]) -> bool:
    """Whether the deductions ``taken`` keep within the law; ``net`` is what all lines give, in yuan."""
    deducted = yuan_of(-sum(line.fen for line in taken))
    wage = add(net, deducted)
    share, least = limits.deductions, limits.minimum_wage
    within_share = share is None or deducted <= multiply(wage, share)
    return deducted == 0 or (within_share and (least is None or net >= least))


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
        share = leaf(_SHARE, Quantity(limits.deductions, "ratio"), "scheme:limits.deductions")
        bounds.append(computed("product", Text("按比例最多可扣", "allowed by share"), "yuan", (wage, share)))
    if limits.minimum_wage is not None:
        least = leaf(_LEAST, Quantity(limits.minimum_wage, "yuan"), "scheme:limits.minimum_wage")
        above = computed("difference", Text("高于最低工资", "above the minimum wage"), "yuan", (wage, least))
        bounds.append(
            computed("highest", Text("按最低工资最多可扣", "allowed by minimum wage"), "yuan", (above, _ZERO))
        )
    allowed = computed("lowest", Text("依法最多可扣", "allowed"), "yuan", bounds)
    return computed("difference", label, "yuan", (deducted, allowed))
