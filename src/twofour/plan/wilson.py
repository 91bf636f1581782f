"""How exactly a share is known: the Wilson interval of a binomial share, in Decimal."""

from __future__ import annotations

from decimal import ROUND_CEILING, Context, Decimal
from typing import NamedTuple

from twofour.money import add, divide, multiply, subtract

Z = Decimal("1.96")
"""95 of 100 such intervals hold the true share."""
_EXACT = Context(prec=40)


class Interval(NamedTuple):
    """From where to where the true share lies."""

    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """Its length."""
        return subtract(self.high, self.low)

    def overlaps(self, other: Interval) -> bool:
        """Whether chance alone could tell the two shares apart."""
        return self.low <= other.high and other.low <= self.high


def wilson(successes: int, rows: int) -> Interval:
    """The 95 % Wilson score interval of ``successes`` out of ``rows`` (> 0), inside 0 to 1.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n); Wilson 1927.
    """
    share, square = divide(successes, rows), multiply(Z, Z)
    spread = divide(multiply(share, subtract(1, share)), rows)
    inside = add(spread, divide(square, 4 * rows * rows))
    half = multiply(Z, _EXACT.sqrt(inside))
    middle, whole = add(share, divide(square, 2 * rows)), add(1, divide(square, rows))
    low, high = divide(subtract(middle, half), whole), divide(add(middle, half), whole)
    return Interval(max(low, Decimal(0)), min(high, Decimal(1)))


def rows_needed(share: Decimal, width: Decimal) -> int:
    """About how many rows narrow the interval around ``share`` to ``width`` (> 0): z² p(1−p) ÷ (w/2)²."""
    half = divide(width, 2)
    needed = divide(multiply(multiply(Z, Z), multiply(share, subtract(1, share))), multiply(half, half))
    return int(needed.to_integral_value(ROUND_CEILING))
