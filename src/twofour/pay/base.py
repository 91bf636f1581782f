"""Base wage (底薪), grade bonus (等级奖金) and allowances (补贴): amounts that no scale moves."""

from __future__ import annotations

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import yuan_of
from twofour.pay.payee import Payee
from twofour.pay.proration import prorated
from twofour.problems import DataMissing
from twofour.scheme.components import Allowance, Base, GradeBonus
from twofour.text import Text


def base(component: Base, payee: Payee, where: str) -> Node:
    """Yuan: fixed, by grade, or from the staff table. Raises ``DataMissing`` where the table has none."""
    label = component.title or component.name

    def full(member: Member) -> Node:
        if component.fixed is not None:
            return payee.readings.literal(label, component.fixed, "yuan", f"{where}.fixed")
        if component.by_grade is not None:
            return payee.by_grade(component.by_grade, label, "yuan", where, member)
        return _from_staff(member, label, where)

    return prorated(component.prorate, payee, label, full, where)


def grade_bonus(component: GradeBonus, payee: Payee, where: str) -> Node:
    """Yuan: what the member's grade gets."""
    label = component.title or component.name

    def full(member: Member) -> Node:
        return payee.by_grade(component.by_grade, label, "yuan", where, member)

    return prorated(component.prorate, payee, label, full, where)


def allowance(component: Allowance, payee: Payee, where: str) -> Node:
    """Yuan: the amount, if the condition holds."""
    label = component.title or component.name

    def full(member: Member) -> Node:
        return payee.amount(component.amount, label, f"{where}.amount", member)

    amount = prorated(component.prorate, payee, label, full, where)
    if component.when is None:
        return amount
    return computed("when", label, "yuan", (payee.judge(component.when, f"{where}.when"), amount))


def _from_staff(member: Member, label: Text, where: str) -> Node:
    if member.base_wage is None:
        raise DataMissing(
            Text(
                f"人员表里没有 {member.name} 的底薪 base_wage（{where}）。"
                "请补上，或在方案里写 fixed / by_grade",
                f"the staff table has no base_wage for {member.name} ({where})."
                " Add it, or write fixed or by_grade",
            )
        )
    return leaf(label, Quantity(yuan_of(member.base_wage), "yuan"), f"roster:base_wage@{member.member_id}")
