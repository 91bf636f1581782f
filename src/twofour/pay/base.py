"""Base wage (底薪) and grade bonus (等级奖金): amounts that no figure moves."""

from __future__ import annotations

from twofour.explain import Node, Quantity, leaf
from twofour.money import yuan_of
from twofour.pay.payee import Payee
from twofour.problems import DataMissing
from twofour.scheme.components import Base, GradeBonus
from twofour.text import Text


def base(component: Base, payee: Payee, where: str) -> Node:
    """Yuan: fixed, by grade, or from the staff table. Raises ``DataMissing`` where the table has none."""
    label = component.title or component.name
    if component.fixed is not None:
        return leaf(label, Quantity(component.fixed, "yuan"), f"{where}.fixed")
    if component.by_grade is not None:
        return payee.by_grade(component.by_grade, label, "yuan", where)
    wage = payee.member.base_wage
    if wage is None:
        name = payee.member.name
        raise DataMissing(
            Text(
                f"人员表里没有 {name} 的底薪 base_wage（{where}）。请补上，或在方案里写 fixed / by_grade",
                f"the staff table has no base_wage for {name} ({where}). Add it, or write fixed or by_grade",
            )
        )
    return leaf(label, Quantity(yuan_of(wage), "yuan"), f"roster:base_wage@{payee.member.member_id}")


def grade_bonus(component: GradeBonus, payee: Payee, where: str) -> Node:
    """Yuan: what the member's grade gets."""
    return payee.by_grade(component.by_grade, component.title or component.name, "yuan", where)
