"""How a metric is made of the figures that a platform's report gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from twofour.explain import Unit
from twofour.money import multiply, round_half_up
from twofour.text import Text

How = Literal["sum", "ratio", "mean", "last"]
"""Figures add up; one count is divided by another; a mean is weighted by a count; the last one stands."""

_NOTHING = Text("", "")
_FINEST = 1_000_000
"""Weighted means are kept in millionths, so that those of days, months and people add up to one another."""


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure of a report, as the indicators table names it (``chitu.received``). A ``fen`` figure is
    entered in yuan.
    """

    name: str
    title: Text
    unit: Unit


@dataclass(frozen=True, slots=True)
class Recipe:
    """A metric from a report. ``figures``: the one that is added up or stands; numerator and denominator of
    a ratio; the mean and its weight. Without ``how`` the report has nothing to make it of.

    ``differs`` says why the platform's figure may not be ours. ``settles``: numerators come late (延迟统计),
    and until then all of a row's denominator is pending.
    """

    source: str
    title: Text
    unit: Unit
    how: How | None = None
    figures: tuple[ReportFigure, ...] = ()
    differs: Text = _NOTHING
    settles: bool = False

    @property
    def report(self) -> Text:
        """What the report is called: ``赤兔报表``."""
        return Text(f"{self.title.zh}报表", f"the {self.title.en} report")

    @property
    def divided(self) -> bool:
        """Whether rows make up a denominator."""
        return self.how in ("ratio", "mean")

    @property
    def scale(self) -> int:
        """By how much the integers are finer than what they count: the same on every day, so that they add
        up.
        """
        coarse = self.how == "ratio" or (self.how == "sum" and self.unit in ("count", "second", "fen"))
        return 1 if coarse else _FINEST

    def sides(self) -> tuple[tuple[Text, Unit], tuple[Text, Unit]]:
        """What numerator and denominator are called, and their units. The denominator of a sum or a last
        figure is not made of rows.
        """
        first, second = self.figures[0], self.figures[-1]
        if self.how != "mean":
            return (first.title, first.unit), (second.title, second.unit)
        both = Text(f"{first.title.zh}×{second.title.zh}", f"{first.title.en} × {second.title.en}")
        return (both, "number" if first.unit == "ratio" else first.unit), (second.title, "count")

    def adds(self, amounts: tuple[Decimal, ...]) -> tuple[int, int]:
        """What one row, ``amounts`` of ``figures`` as entered, adds to numerator and denominator; that of a
        sum or a last figure is not made of rows.

        What is finer than the integers (a fen, a millionth) is rounded HALF_UP, row by row.
        """
        if self.how == "ratio":
            upper, lower = (_whole(*one) for one in zip(amounts, (f.unit for f in self.figures), strict=True))
            return upper, lower
        if self.how == "mean":
            mean, weight = amounts
            return _whole(multiply(mean, weight), self.unit, self.scale), _whole(weight, "count", self.scale)
        return _whole(amounts[0], self.unit, self.scale), 0


def _whole(amount: Decimal, unit: Unit, scale: int = 1) -> int:
    """An amount as entered in integers; yuan become fen."""
    return int(round_half_up(multiply(amount, scale * (100 if unit == "fen" else 1)), 0))
