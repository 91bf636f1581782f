"""Pay a scheme: every component of every member in the fixed order of work, each rounded once, as lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twofour.explain import Node
from twofour.explain.working import computed
from twofour.pay.base import base, grade_bonus
from twofour.pay.commission import commission
from twofour.pay.limits import cap, floor, legal_limit
from twofour.pay.line import Payslip
from twofour.pay.payee import Payee
from twofour.pay.penalties import deduction, duty_deduction, forfeit
from twofour.pay.per_unit import per_unit
from twofour.pay.prize import prize
from twofour.pay.score_pay import score_pay
from twofour.pay.sheet import Sheet
from twofour.pay.target_bonus import target_bonus
from twofour.scheme.component import Component, Stage
from twofour.scheme.components import Cap, Floor, Forfeit
from twofour.scheme.scheme import LEGAL_LIMIT, Scheme, duty_line
from twofour.scorecard import Inputs, Scorecard
from twofour.scorecard.readings import Readings
from twofour.scorecard.score import missing_data
from twofour.text import Text

# The order of work. Gates and coefficients act inside the scales; the legal limit comes last.
STAGES: tuple[Stage, ...] = ("base", "scale", "bonus", "penalty", "cap", "floor")
_LEGAL_TITLE = Text("超出法定扣款上限，返还", "deductions above the legal limit, given back")
_CALCULATORS: dict[str, Callable[[Any, Payee, str], Node]] = {
    "base": base,
    "grade_bonus": grade_bonus,
    "commission": commission,
    "per_unit": per_unit,
    "score_pay": score_pay,
    "target_bonus": target_bonus,
    "prize": prize,
    "deduction": deduction,
}


def pay(scheme: Scheme, inputs: Inputs, scorecards: Mapping[str, Scorecard]) -> list[Payslip]:
    """Payslips of all members whom the scheme pays, by member id. ``scorecards`` are ``score``'s.

    Every component gives a line, even of 0; caps, floors and the legal limit give one only where they act.
    Pure: the same arguments give the same payslips. Raises ``DataMissing`` where a grade, a base wage or,
    under ``missing: block``, a figure is missing.
    """
    readings = Readings(scheme, inputs, scorecards)
    payees = [Payee(member, scorecards[member.member_id], readings) for member in readings.people]
    payslips = [_payslip(payee) for payee in payees]
    lacking = [name for payee in payees for name in payee.lacking]
    if lacking and scheme.missing == "block":
        raise missing_data(list(dict.fromkeys(lacking)))
    return payslips


def _payslip(payee: Payee) -> Payslip:
    scheme, sheet = payee.readings.scheme, Sheet()
    written = [(at, id, component) for at, (id, component) in enumerate(scheme.lines())]
    for stage in STAGES:
        for at, id, component in written:
            if component.stage == stage:
                _add(sheet, payee, id, component, f"scheme:pay[{at}].{component.kind}")
        if stage == "penalty":
            _duties(sheet, payee)
    _legal(sheet, payee)
    return Payslip(payee.member, payee.card, tuple(sheet.lines))


def _add(sheet: Sheet, payee: Payee, id: str, component: Component, where: str) -> None:
    title = component.title or component.name
    if isinstance(component, Forfeit):
        node = forfeit(component, payee, sheet.remaining(component.lines), where)
        sheet.add(id, component.kind, title, node)
        if node.children[0].children[0].amount == 1:
            sheet.lose(component.lines)
    elif isinstance(component, Cap):
        counted = sheet.remaining(component.lines) if component.lines else sheet.given()
        node = cap(component, payee, counted, where)
        if node.amount:
            sheet.add(id, component.kind, title, node)
    elif isinstance(component, Floor):
        node = floor(component, payee, sheet.given(), where)
        if node.amount:
            sheet.add(id, component.kind, title, node)
    else:
        node = _CALCULATORS[component.kind](component, payee, where)
        sheet.add(id, component.kind, title, _gated(node, id, payee))


def _gated(node: Node, id: str, payee: Payee) -> Node:
    """``node``, or 0 where a duty that gates this line was broken."""
    for duty, outcome in zip(payee.readings.scheme.duties, payee.card.duties, strict=True):
        gate = duty.breach.gate
        if gate is not None and id in gate.lines:
            label = Text(f"任务「{outcome.title.zh}」门槛", f"gate: {outcome.title.en}")
            node = computed("gate", label, "yuan", (outcome.node, node))
    return node


def _duties(sheet: Sheet, payee: Payee) -> None:
    for at, (duty, outcome) in enumerate(zip(payee.readings.scheme.duties, payee.card.duties, strict=True)):
        if duty.breach.deduct_amount is not None:
            node = duty_deduction(duty, outcome.title, outcome.node, f"scheme:duties[{at}]")
            sheet.add(duty_line(duty), "duty", outcome.title, node)


def _legal(sheet: Sheet, payee: Payee) -> None:
    limits, taken = payee.readings.scheme.limits, sheet.taken()
    if not taken or (limits.deductions is None and limits.minimum_wage is None):
        return
    node = legal_limit(limits, _LEGAL_TITLE, sheet.given(), taken)
    if node.amount:
        sheet.add(LEGAL_LIMIT, LEGAL_LIMIT, _LEGAL_TITLE, node)
