"""Pay a scheme: every component of every member in the fixed order of work, each rounded once, as lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import yuan_of
from twofour.pay.base import allowance, base, grade_bonus
from twofour.pay.commission import commission
from twofour.pay.limits import cap, cap_of, floor, floor_of, lawful, legal_limit
from twofour.pay.line import Payslip
from twofour.pay.payee import Boards, Payee
from twofour.pay.penalties import deduction, duty_deduction, forfeit
from twofour.pay.per_unit import per_unit
from twofour.pay.prize import prize
from twofour.pay.score_pay import score_pay
from twofour.pay.sheet import Sheet, line_node
from twofour.pay.target_bonus import target_bonus
from twofour.scheme.component import Component, Stage
from twofour.scheme.components import AwardLine, Cap, Floor, Forfeit, Prize, TargetBonus
from twofour.scheme.scheme import CARRIED, LEGAL_LIMIT, Scheme, award_line, duty_line
from twofour.scorecard import Inputs, Scorecard, Scorecards
from twofour.scorecard.collector import without_collecting
from twofour.scorecard.readings import Readings
from twofour.scorecard.score import missing_data
from twofour.text import Text

# The order of work. Gates and coefficients act inside the scales; the legal limit comes last.
STAGES: tuple[Stage, ...] = ("base", "scale", "bonus", "penalty", "cap", "floor")
_CARRIED_TITLE = Text("往期结转", "carried over")
_LEGAL_TITLE = Text("超出法定扣款上限，返还", "deductions above the legal limit, given back")
_CALCULATORS: dict[str, Callable[[Any, Payee, str], Node]] = {
    "base": base,
    "grade_bonus": grade_bonus,
    "allowance": allowance,
    "commission": commission,
    "per_unit": per_unit,
    "score_pay": score_pay,
    "target_bonus": target_bonus,
    "deduction": deduction,
}


def pay(scheme: Scheme, inputs: Inputs, scorecards: Mapping[str, Scorecard]) -> list[Payslip]:
    """Payslips of all members whom the scheme pays, by member id. ``scorecards`` are ``score``'s.

    Every component gives a line, even of 0; caps, floors, awards, the legal limit and what is carried over
    give one only where they act. Pure: the same arguments give the same payslips. Raises ``DataMissing``
    where a grade, a base wage or, under ``missing: block``, a figure is missing.
    """
    readings = _readings(scheme, inputs, scorecards)
    boards: Boards = {}
    with without_collecting():
        payees = [Payee(member, scorecards[member.member_id], readings, boards) for member in readings.people]
        payslips = [_payslip(payee) for payee in payees]
    lacking = [name for payee in payees for name in payee.lacking]
    if lacking and scheme.missing == "block":
        raise missing_data(list(dict.fromkeys(lacking)))
    return payslips


def payslip_of(cards: Scorecards, member: Member) -> Payslip:
    """One member's payslip as ``pay`` would give it, reading of the others only what it refers to.

    Figures that are missing count as 0: it is for asking what would be, not for paying.
    """
    return _payslip(Payee(member, cards[member.member_id], cards.readings))


def _readings(scheme: Scheme, inputs: Inputs, scorecards: Mapping[str, Scorecard]) -> Readings:
    """Those that scored, where they are of the same scheme and inputs, so that nothing is read twice."""
    if isinstance(scorecards, Scorecards):
        readings = scorecards.readings
        if readings.scheme is scheme and readings.inputs is inputs:
            return readings
    return Readings(scheme, inputs, scorecards)


def _payslip(payee: Payee) -> Payslip:
    sheet = Sheet()
    for stage in STAGES:
        for id, component, where in payee.readings.lines.get(stage, ()):
            _ADDING.get(component.kind, _add_earned)(sheet, payee, id, component, where)
        if stage == "penalty":
            _duties(sheet, payee)
    _legal(sheet, payee)
    _carried(sheet, payee)
    return Payslip(payee.member, payee.card, tuple(sheet.lines))


def _add_earned(sheet: Sheet, payee: Payee, id: str, component: Component, where: str) -> None:
    node = _gated(_earned(component, payee, where), id, payee)
    sheet.add(id, component.kind, component.title or component.name, node)


def _add_forfeit(sheet: Sheet, payee: Payee, id: str, component: Forfeit, where: str) -> None:
    node = forfeit(component, payee, sheet.remaining(component.lines), where)
    sheet.add(id, component.kind, component.title or component.name, node)
    if node.children[0].children[0].amount == 1:
        sheet.lose(component.lines)


def _add_cap(sheet: Sheet, payee: Payee, id: str, component: Cap, where: str) -> None:
    limit = cap_of(component, payee, where)
    if sheet.total(component.lines) > (limit.amount or 0):
        counted = sheet.remaining(component.lines) if component.lines else sheet.given()
        sheet.add(id, component.kind, component.title or component.name, cap(component, limit, counted))


def _add_floor(sheet: Sheet, payee: Payee, id: str, component: Floor, where: str) -> None:
    limit = floor_of(component, payee, where)
    if sheet.total() < (limit.amount or 0):
        node = floor(component, limit, sheet.given())
        sheet.add(id, component.kind, component.title or component.name, node)


def _add_award(sheet: Sheet, payee: Payee, id: str, component: AwardLine, where: str) -> None:
    holds = payee.judge(component.when, f"{where}.when")
    if holds.amount == 1:
        named = component.title or _award_title(component)
        sheet.award(id, component.kind, named, holds, component.leave_days, where)


def _add_prize(sheet: Sheet, payee: Payee, id: str, component: Prize, where: str) -> None:
    """The prize's money as a line, and what it gives beside money as another if it was won."""
    found = prize(component, payee, where)
    amount = _gated(found.amount, id, payee)
    sheet.add(id, component.kind, component.title or component.name, amount)
    beside = component.award is not None or component.leave_days is not None
    if beside and _gated(found.won, id, payee).amount == 1:
        title = _award_title(component)
        sheet.award(award_line(id), "award", title, found.won, component.leave_days, where)


_ADDING: dict[str, Callable[[Sheet, Payee, str, Any, str], None]] = {
    "forfeit": _add_forfeit,
    "cap": _add_cap,
    "floor": _add_floor,
    "prize": _add_prize,
    "award": _add_award,
}


def _award_title(component: Prize | AwardLine) -> Text:
    if component.award is not None:
        return component.award
    if component.leave_days is None:
        return component.name
    days = f"{component.leave_days.normalize():f}"
    return Text(f"带薪假 {days} 天", f"{days} days of paid leave")


def _earned(component: Component, payee: Payee, where: str) -> Node:
    """What a component gives, or 0 for those who may not get it; what they lack then stops nobody."""
    lacking = len(payee.lacking)
    node = _CALCULATORS[component.kind](component, payee, where)
    eligibility = vars(component).get("eligibility")
    if eligibility is None or isinstance(component, TargetBonus):
        return node
    eligible = payee.judge(eligibility, f"{where}.eligibility")
    if eligible.amount != 1:
        del payee.lacking[lacking:]
    return computed("when", node.naming, "yuan", (eligible, node))


def _gated(node: Node, id: str, payee: Payee) -> Node:
    """``node``, or 0 where a duty that gates this line was broken."""
    for at in payee.readings.gates.get(id, ()):
        outcome = payee.card.duties[at]
        label = Text(f"任务「{outcome.title.zh}」门槛", f"gate: {outcome.title.en}")
        node = computed("gate", label, "yuan", (outcome.node, node))
    return node


def _duties(sheet: Sheet, payee: Payee) -> None:
    for at, (duty, outcome) in enumerate(zip(payee.readings.scheme.duties, payee.card.duties, strict=True)):
        if duty.breach.deduct_amount is not None:
            node = duty_deduction(duty, outcome.title, outcome.node, payee, f"scheme:duties[{at}]")
            sheet.add(duty_line(duty), "duty", outcome.title, node)


def _legal(sheet: Sheet, payee: Payee) -> None:
    limits, taken = payee.readings.scheme.limits, sheet.taken()
    if not lawful(limits, sheet.total(), taken):
        node = legal_limit(limits, _LEGAL_TITLE, sheet.given(), [line_node(line) for line in taken])
        sheet.add(LEGAL_LIMIT, LEGAL_LIMIT, _LEGAL_TITLE, node)


def _carried(sheet: Sheet, payee: Payee) -> None:
    """What comes over from an earlier period, with its reason."""
    carried = payee.readings.inputs.carried.get(payee.member.member_id)
    if carried is not None and carried.fen:
        source = f"ledger:carried@{payee.member.member_id}"
        node = leaf(carried.reason, Quantity(yuan_of(carried.fen), "yuan"), source)
        sheet.add(CARRIED, CARRIED, _CARRIED_TITLE, node)
