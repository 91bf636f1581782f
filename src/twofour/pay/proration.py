"""Proration (折算): the part of a full month's amount for those who joined, left or changed grade in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twofour.events.roster import Member, Spell
from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.pay.payee import Payee
from twofour.scheme.prorating import DUTY_DAYS, Prorate
from twofour.text import Text

_DAYS = Text("本期天数", "days of the period")
_SHARE = Text("在岗占比", "share of the period")


def prorated(
    rule: Prorate | None, payee: Payee, label: Text, full: Callable[[Member], Node], where: str
) -> Node:
    """Yuan, unrounded: ``full`` (a month's amount, given the member as they then were) for the part served.

    ``calendar_days``: Σ over grades of amount × days ÷ days of the period. ``duty_days``: that of a whole
    month, each grade weighed by its share of the days in service, × days on duty ÷ a full month's, at most 1.
    Without a rule, the full amount of the grade at the end.
    """
    period = payee.readings.inputs.period
    if rule is None:
        node = full(payee.member)
        return _unprorated(node, label) if payee.member.spells else node
    spells = payee.member.service(period)
    if rule.by == DUTY_DAYS:
        served = sum(spell.days for spell in spells)
        return _on_duty(rule, payee, label, _parts(spells, served, payee, full, where), where)
    whole = (period.stop - period.start).days
    parts = _parts(spells, whole, payee, full, where)
    return parts[0] if len(parts) == 1 else computed("sum", label, "yuan", parts)


def _parts(
    spells: tuple[Spell, ...], whole: int, payee: Payee, full: Callable[[Member], Node], where: str
) -> list[Node]:
    """Each spell's amount × its days ÷ ``whole``; where one spell is the whole, its amount as it is."""
    if len(spells) == 1 and spells[0].days == whole:
        return [full(_then(payee.member, spells[0]))]
    return [_part(spell, whole, full(_then(payee.member, spell)), payee, where) for spell in spells]


def _part(spell: Spell, whole: int, amount: Node, payee: Payee, where: str) -> Node:
    first, last = spell.start, spell.stop.toordinal() - 1
    upto = type(first).fromordinal(last)
    span = Text(f"{first.month}月{first.day}日至{upto.month}月{upto.day}日", f"{first:%m-%d} to {upto:%m-%d}")
    source = f"roster:service@{payee.member.member_id}"
    served = leaf(
        Text(f"在岗天数（{span.zh}）", f"days in service ({span.en})"), Quantity(spell.days, "day"), source
    )
    days = payee.readings.literal(_DAYS, whole, "day", f"{where}.prorate/{whole}")
    share = computed("quotient", _SHARE, "ratio", (served, days))
    return computed("product", Text(f"{span.zh}折算", f"for {span.en}"), "yuan", (amount, share))


def _on_duty(rule: Prorate, payee: Payee, label: Text, parts: list[Node], where: str) -> Node:
    worked = payee.figure(DUTY_DAYS)
    if worked.amount is None:
        return payee.nothing(label, worked, DUTY_DAYS)
    needed = payee.readings.literal(
        Text("满勤天数", "full duty days"), rule.full or 0, "day", f"{where}.prorate.full"
    )
    share = computed("quotient", Text("出勤占比", "share on duty"), "ratio", (worked, needed))
    one = payee.readings.literal(Text("最多", "at most"), 1, "ratio", f"{where}.prorate.by")
    held = computed("lowest", Text("出勤折算", "share paid"), "ratio", (share, one))
    month = (
        parts[0] if len(parts) == 1 else computed("sum", Text("整月金额", "a whole month's"), "yuan", parts)
    )
    return computed("product", label, "yuan", (month, held))


def _unprorated(node: Node, label: Text) -> Node:
    """The full amount of somebody who did not serve the whole period as they ended it, and that it is so."""
    formula = Text(
        "期间入离职或调级，方案没写折算（prorate），按期末等级计整月",
        "joined, left or changed grade in the period; no prorate is written, so a whole month as it ended",
    )
    return computed("pick", label, "yuan", (node,), formula)


def _then(member: Member, spell: Spell) -> Member:
    if (spell.grade, spell.base_wage) == (member.grade, member.base_wage):
        return member
    return replace(member, grade=spell.grade, base_wage=spell.base_wage)
