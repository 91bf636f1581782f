"""Target bonus (指标奖金): so much for every target met (G14), for those who are eligible (G15)."""

from __future__ import annotations

from twofour.explain import Node
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.components import TargetBonus
from twofour.text import Text

_EACH = Text("每项", "each")


def target_bonus(component: TargetBonus, payee: Payee, where: str) -> Node:
    """Yuan: Σ ``each`` over the targets met; 0 without eligibility. A target without a figure is not met."""
    label = component.title or component.name
    each = payee.amount(component.each, _EACH, f"{where}.each")
    earned = []
    for at, target in enumerate(component.targets):
        met = payee.judge(target, f"{where}.targets[{at}]")
        earned.append(computed("when", met.naming, "yuan", (met, each)))
    if component.eligibility is None:
        return computed("sum", label, "yuan", earned)
    total = computed("sum", Text("达标奖合计", "for targets met"), "yuan", earned)
    eligible = payee.judge(component.eligibility, f"{where}.eligibility")
    return computed("when", label, "yuan", (eligible, total))
