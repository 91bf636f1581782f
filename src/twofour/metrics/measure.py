"""A measure: the integers behind one metric for one subject and period; all that crosses to pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from twofour.explain import Quantity, Unit
from twofour.money import divide

SubjectKind = Literal["agent", "member", "team", "shop"]


@dataclass(frozen=True, slots=True)
class Measure:
    """Numerator, denominator (1 for a plain count) and how many denominator rows may still turn.

    ``unit`` is that of the quotient; a money numerator is integer fen, a time integer seconds. ``day`` is
    set only when the measure covers one business day of a series. ``places`` are the files and rows of a
    platform's report that say it (``客服绩效.xlsx:4–33``); nothing is in them where we counted. ``scale``:
    what decimals that somebody entered were multiplied by, in both integers; measures of different scales
    add up through ``summed``.
    """

    subject_kind: SubjectKind
    subject_id: str
    metric: str
    numerator: int
    denominator: int
    pending: int
    unit: Unit
    day: date | None = None
    places: tuple[str, ...] = ()
    scale: int = 1

    def at_scale(self, scale: int) -> Measure:
        """The same figure in integers of a finer ``scale``."""
        times = scale // self.scale
        return replace(
            self, numerator=self.numerator * times, denominator=self.denominator * times, scale=scale
        )


def summed(measures: Iterable[Measure]) -> tuple[int, int, int]:
    """Σ numerators, Σ denominators and the scale of both sums: the finest of all (powers of ten)."""
    measures = list(measures)
    finest = max([one.scale for one in measures], default=1)
    alike = measures if finest == 1 else [one.at_scale(finest) for one in measures]
    return sum([one.numerator for one in alike]), sum([one.denominator for one in alike]), finest


def quantity_of(measure: Measure) -> Quantity:
    """Numerator ÷ denominator as people read it; no value where the denominator is 0."""
    if measure.denominator == 0:
        return Quantity(None, measure.unit)
    quotient = divide(measure.numerator, measure.denominator)
    if measure.unit == "fen":
        return Quantity(quotient.scaleb(-2), "yuan")
    return Quantity(quotient, measure.unit)
