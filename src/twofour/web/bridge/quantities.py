"""Measures as charts and short cells show them; only for looking at, never to compute with."""

from __future__ import annotations

from decimal import Decimal

from twofour.explain import Quantity
from twofour.metrics import Measure, quantity_of
from twofour.money import round_half_up


def number(measure: Measure | None) -> float | None:
    """A measure as a chart's number: ratios in percent with two decimals, money in yuan."""
    if measure is None:
        return None
    quantity = quantity_of(measure)
    if quantity.amount is None:
        return None
    amount = Decimal(quantity.amount) * (100 if quantity.unit == "ratio" else 1)
    return float(round_half_up(amount, 2))


def unsettled(measure: Measure | None) -> bool:
    """Whether all that a figure counts may still turn (延迟统计): its 0 says nothing yet."""
    return measure is not None and not measure.numerator and 0 < measure.denominator <= measure.pending


def brief(measure: Measure | None) -> Quantity | None:
    """A measure with the digits that a table needs: percent and seconds to one decimal, money to the yuan's
    cents; ``None`` where there is no figure.
    """
    if measure is None:
        return None
    quantity = quantity_of(measure)
    if quantity.amount is None:
        return None
    places = {"ratio": 3, "second": 1, "point": 2, "number": 2, "yuan": 2}.get(quantity.unit, 0)
    return Quantity(round_half_up(Decimal(quantity.amount), places), quantity.unit)


def quantity(measure: Measure | None) -> Quantity | None:
    """A measure as an exact quantity; ``None`` where there is none."""
    return None if measure is None else quantity_of(measure)
