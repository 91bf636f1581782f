"""Commission (提成): a share of a money figure in one of four shapes, times margin and KPI coefficient."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node
from twofour.explain.working import computed
from twofour.money import subtract
from twofour.pay.events import by_order
from twofour.pay.payee import RATE, Payee
from twofour.pay.scaling import Reads, base_of, by_scale, by_table, over_window
from twofour.pay.shapes import Each, linear
from twofour.scheme.metric_book import SCORE
from twofour.scheme.scaled import Coefficient, Commission
from twofour.scheme.tiers import Amount, Rate, RateTier
from twofour.text import Text

_EACH = Each(RATE, "ratio", first=Decimal(0))
_MARGIN = Text("毛利率", "gross margin")
_FLOOR, _REST = Text("保底比例", "floor"), Text("浮动比例", "variable part")
_FULL, _REACHED = Text("满分", "full score"), Text("得分率", "share of full score")
_MOVED, _COEFFICIENT = Text("浮动部分", "variable share"), Text("绩效系数", "KPI coefficient")


def commission(component: Commission, payee: Payee, where: str) -> Node:
    """Yuan, unrounded.

    ``linear``: (figure − baseline) × rate, not below 0 unless ``signed``. ``cliff``: figure × the rate of the
    tier that ``by`` picks, or of a ``table``'s cell. ``interpolated``: the rate in proportion between two
    tiers. ``marginal``: each slice × its rate. All over the month, the quarter or year so far less what the
    earlier months counted, or order by order. Then × margin, then × coefficient, where they are written.
    """

    def gives(tier: RateTier, at: str) -> Node:
        return payee.rate(tier.rate, f"{at}.rate")

    def cell(rate: Rate | Amount, at: str) -> Node:
        assert isinstance(rate, Rate)
        return payee.rate(rate, at)

    def earns(read: Reads) -> Node:
        on = read(component.on)
        if on.amount is None:
            return payee.nothing(label, on, component.on)
        if component.rate is not None:
            return _linear(component, component.rate, payee, on, where)
        if component.table is not None:
            return by_table(component, component.table, payee, read, cell, _EACH, f"{where}.table")
        return by_scale(component, payee, read, component.tiers or (), gives, _EACH, f"{where}.tiers")

    label = component.title or component.name
    if component.accumulate == "event":
        flat = None if component.rate is None else payee.rate(component.rate, f"{where}.rate")
        earned = by_order(component, payee, gives, flat, _EACH, f"{where}.tiers")
    else:
        earned = over_window(component, payee, earns)
    factors = [earned]
    if component.margin is not None:
        factors.append(payee.readings.literal(_MARGIN, component.margin, "ratio", f"{where}.margin"))
    if component.coefficient is not None:
        factors.append(coefficient(component.coefficient, payee, f"{where}.coefficient"))
    return earned if len(factors) == 1 else computed("product", label, "yuan", factors)


def coefficient(written: Coefficient, payee: Payee, where: str) -> Node:
    """``floor + (1 − floor) × score ÷ full`` (G10): at a score of 0 only the floor is paid."""
    literal, at = payee.readings.literal, f"{where}.floor"
    floor = literal(_FLOOR, written.floor, "ratio", at)
    rest = literal(_REST, subtract(1, written.floor), "ratio", at)
    reached = share_of_full(payee)
    moved = computed("product", _MOVED, "ratio", (rest, reached))
    return computed("sum", _COEFFICIENT, "ratio", (floor, moved))


def share_of_full(payee: Payee) -> Node:
    """The member's score ÷ the full score."""
    full = payee.readings.literal(_FULL, payee.card.full, "point", "scheme:incentive")
    return computed("quotient", _REACHED, "ratio", (payee.figure(SCORE), full))


def _linear(component: Commission, rate: Rate, payee: Payee, on: Node, where: str) -> Node:
    if component.baseline:
        baseline = payee.readings.literal(
            Text("基数", "baseline"), component.baseline, "yuan", f"{where}.baseline"
        )
        on = computed("difference", Text("超出基数", "above the baseline"), "yuan", (on, baseline))
    return linear(component, base_of(component, on), payee.rate(rate, f"{where}.rate"))
