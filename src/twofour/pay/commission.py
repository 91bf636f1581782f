"""Commission (提成): a share of a money figure in one of four shapes, times margin and KPI coefficient."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Node, Quantity, leaf
from twofour.explain.working import computed
from twofour.money import subtract
from twofour.pay.payee import RATE, Payee
from twofour.pay.shapes import Each, linear, not_negative, tiered
from twofour.scheme.metric_book import SCORE
from twofour.scheme.scaled import Coefficient, Commission
from twofour.scheme.tiers import Rate, RateTier
from twofour.text import Text

_EACH = Each(RATE, "ratio", first=Decimal(0))


def commission(component: Commission, payee: Payee, where: str) -> Node:
    """Yuan, unrounded.

    ``linear``: (figure − baseline) × rate, not below 0 unless ``signed``. ``cliff``: figure × the rate of the
    tier that ``by`` picks. ``interpolated``: the rate in proportion between two tiers. ``marginal``: each
    slice × its rate. Then × margin, then × coefficient, where they are written.
    """

    def gives(tier: RateTier, at: str) -> Node:
        return payee.rate(tier.rate, f"{at}.rate")

    label = component.title or component.name
    on = payee.figure(component.on, component.of)
    if on.amount is None:
        return payee.nothing(label, on, component.on)
    if component.rate is not None:
        earned = _linear(component, component.rate, payee, on, where)
    else:
        earned = tiered(component, payee, on, component.tiers or (), gives, _EACH, f"{where}.tiers")
    factors = [earned]
    if component.margin is not None:
        margin = Quantity(component.margin, "ratio")
        factors.append(leaf(Text("毛利率", "gross margin"), margin, f"{where}.margin"))
    if component.coefficient is not None:
        factors.append(coefficient(component.coefficient, payee, f"{where}.coefficient"))
    return earned if len(factors) == 1 else computed("product", label, "yuan", factors)


def coefficient(written: Coefficient, payee: Payee, where: str) -> Node:
    """``floor + (1 − floor) × score ÷ full`` (G10): at a score of 0 only the floor is paid."""
    floor = leaf(Text("保底比例", "floor"), Quantity(written.floor, "ratio"), f"{where}.floor")
    rest = leaf(
        Text("浮动比例", "variable part"), Quantity(subtract(1, written.floor), "ratio"), f"{where}.floor"
    )
    full = leaf(Text("满分", "full score"), Quantity(payee.card.full, "point"), "scheme:incentive")
    reached = computed(
        "quotient", Text("得分率", "share of full score"), "ratio", (payee.figure(SCORE), full)
    )
    moved = computed("product", Text("浮动部分", "variable share"), "ratio", (rest, reached))
    return computed("sum", Text("绩效系数", "KPI coefficient"), "ratio", (floor, moved))


def _linear(component: Commission, rate: Rate, payee: Payee, on: Node, where: str) -> Node:
    if component.baseline:
        baseline = leaf(Text("基数", "baseline"), Quantity(component.baseline, "yuan"), f"{where}.baseline")
        on = computed("difference", Text("超出基数", "above the baseline"), "yuan", (on, baseline))
    paid_on = on if component.signed else not_negative(on)
    return linear(paid_on, payee.rate(rate, f"{where}.rate"), component.title or component.name)
