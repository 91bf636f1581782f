"""What tiers give (scores, amounts, rates), what that costs a month, and the YAML to paste into a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from twofour.money import add, divide, multiply, round_half_up
from twofour.period import Period
from twofour.plan.fit import Fitted, tier_lines, written
from twofour.plan.past import PastMonths
from twofour.problems import DataMissing
from twofour.text import Lang, Text

Kind = Literal["score", "amount", "rate"]
_CENT = Decimal("0.01")
_SMALLEST: dict[Kind, Decimal] = {
    "score": Decimal(1), "amount": Decimal(1), "rate": Decimal("0.0001")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What each band gives, worst first: points, yuan, or a rate as a fraction.

    With a ``base`` (a metric id) a rate is of its money and an amount for each of its units; without one an
    amount is for each member and month.
    """

    kind: Kind
    gives: tuple[Decimal, ...]
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What the months would have cost, in yuan, latest first."""

    months: tuple[tuple[Period, Decimal], ...]

    @property
    def mean(self) -> Decimal:
        """Of all months, in yuan."""
        return divide(add(*(amount for _, amount in self.months)), len(self.months))

    @property
    def most(self) -> Decimal:
        """The dearest month, in yuan."""
        return max(amount for _, amount in self.months)


def evenly(bands: int, kind: Kind) -> tuple[Decimal, ...]:
    """What to give where nobody said: full score for the best and 20 less a band, or 0, 1, 2 … shares."""
    if kind == "score":
        step = min(Decimal(20), Decimal(100 // bands))
        return tuple(100 - step * (bands - 1 - at) for at in range(bands))
    return tuple(Decimal(at) for at in range(bands))


def cost(fitted: Fitted, past: PastMonths, offer: Offer) -> Cost:
    """What ``offer`` would have cost in each month, by everybody's real figures."""
    base = {} if offer.base is None else {(p.subject, p.month): p.amount for p in past.points(offer.base)}
    months: dict[Period, Decimal] = {inputs.period: Decimal(0) for inputs in past.months}
    for point in past.points(fitted.entry.id):
        given = offer.gives[fitted.place(point.amount)]
        if offer.base is not None:
            given = multiply(given, max(base.get((point.subject, point.month), Decimal(0)), Decimal(0)))
        months[point.month] = add(months[point.month], given)
    return Cost(tuple(months.items()))


def within(fitted: Fitted, past: PastMonths, offer: Offer, budget: Decimal) -> Offer:
    """``offer`` in the same proportions, as large as the dearest month allows within ``budget`` (yuan).

    Amounts go down to whole yuan (to fen where they are for each unit), rates to 0.01 %. Raises
    ``DataMissing`` where it would have cost nothing.
    """
    dearest = cost(fitted, past, offer).most
    if dearest <= 0:
        raise DataMissing(
            Text(
                "按往月数据这些档一分钱也发不出去，无法按预算折算；请检查各档金额或比例、以及按什么计提",
                "in the past months these tiers would have paid nothing, so no budget can be shared out;"
                " check amounts or rates, and what they are paid on",
            )
        )
    smallest = _CENT if offer.kind == "amount" and offer.base is not None else _SMALLEST[offer.kind]
    factor = divide(budget, dearest)
    return replace(offer, gives=tuple(floored(multiply(give, factor), smallest) for give in offer.gives))


def paste(fitted: Fitted, offer: Offer, lang: Lang) -> str:
    """YAML for a scheme: tiers of an item, a commission, per-unit pay, or allowances that add up."""
    if offer.kind == "amount" and offer.base is None:
        return "\n".join(_allowances(fitted, offer)) + "\n"
    tiers = tier_lines(fitted, offer.kind, [_written(offer, give) for give in offer.gives], lang)
    if offer.kind == "score":
        return "\n".join(["tiers:", *(f"  {tier}" for tier in tiers)]) + "\n"
    kind = "commission" if offer.kind == "rate" else "per_unit"
    head = [f"- {kind}:", f"    on: {offer.base}", "    shape: cliff"]
    by = [] if offer.base == fitted.entry.id else [f"    by: {fitted.entry.id}"]
    return "\n".join([*head, *by, "    tiers:", *(f"      {tier}" for tier in tiers)]) + "\n"


def _allowances(fitted: Fitted, offer: Offer) -> Iterator[str]:
    """One allowance for each entrance: whoever is past it gets what this band gives more than the last."""
    relation = "at_most" if fitted.entry.direction == "lower" else "at_least"
    if offer.gives[0]:
        yield f"- allowance: {{amount: {_written(offer, offer.gives[0])}}}"
    for before, give, bound in zip(offer.gives, offer.gives[1:], fitted.bounds, strict=False):
        when = f"{{metric: {fitted.entry.id}, {relation}: {written(fitted.entry, bound)}}}"
        yield f"- allowance: {{amount: {_written(offer, give - before)}, when: {when}}}"


def _written(offer: Offer, give: Decimal) -> str:
    if offer.kind == "amount":
        return f"{round_half_up(give, 2)}"
    if offer.kind == "rate":
        return f"{give.scaleb(2).normalize():f}%"
    return f"{give.normalize():f}"


def floored(amount: Decimal, smallest: Decimal) -> Decimal:
    """The largest multiple of ``smallest`` that is not above ``amount``."""
    return multiply(divide(amount, smallest).to_integral_value(ROUND_FLOOR), smallest)
