"""Penalties: deductions (扣款), duties that cost money, and forfeited lines (取消). All are signed lines."""

from __future__ import annotations

from collections.abc import Sequence

from twofour.explain import Node
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.components import DeductionLine, Forfeit
from twofour.scheme.items import Duty
from twofour.text import Text

_AMOUNT = Text("扣款金额", "amount")


def deduction(component: DeductionLine, payee: Payee, where: str) -> Node:
    """Yuan, at most 0: the amount if the condition holds, or the amount for each unit of a count."""
    label = component.title or component.name
    amount = payee.amount(component.amount, _AMOUNT, f"{where}.amount")
    if component.when is not None:
        holds = payee.judge(component.when, f"{where}.when")
        taken = computed("when", label, "yuan", (holds, amount))
    else:
        count = payee.figure(component.per or "")
        if count.amount is None:
            return payee.nothing(label, count, component.per or "")
        taken = computed("product", label, "yuan", (count, amount))
    return computed("negative", label, "yuan", (taken,))


def duty_deduction(duty: Duty, title: Text, kept: Node, payee: Payee, where: str) -> Node:
    """Yuan, at most 0: the duty's ``deduct_amount`` if it was broken."""
    place, off = f"{where}.breach.deduct_amount", duty.breach.deduct_amount or 0
    amount = payee.readings.literal(_AMOUNT, off, "yuan", place)
    taken = computed("unless", title, "yuan", (kept, amount))
    return computed("negative", title, "yuan", (taken,))


def forfeit(component: Forfeit, payee: Payee, lost: Sequence[Node], where: str) -> Node:
    """Yuan: minus everything that the named lines gave, if the condition holds."""
    label = component.title or component.name
    holds = payee.judge(component.when, f"{where}.when")
    total = computed("sum", Text("被取消的薪资项", "forfeited lines"), "yuan", lost)
    taken = computed("when", label, "yuan", (holds, total))
    return computed("negative", label, "yuan", (taken,))
