"""The one door for money: exact parsing, one rounding (HALF_UP to fen), one way to print."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

FEN_PER_YUAN = 100
_LARGEST_EXPONENT = 15
_LONGEST = 1_000
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DIGITS = re.compile(r"[+-]?\d*(?:\.\d*)?")
# 40 digits: sums of 18-digit fen times 10-digit rates stay exact; only divisions are ever rounded.
_EXACT = Context(prec=40)
_ZERO = Decimal(0)


class MisplacedComma(ValueError):
    """A number with a comma that does not part thousands: ``1,20`` may mean 1.20, or 120, or a lost digit."""


def without_commas(text: str) -> str:
    """``text`` without the commas that part a number's thousands (``1,234.50``).

    Raises ``MisplacedComma`` for a number whose commas stand elsewhere, ``ValueError`` for what is no number.
    """
    plain = text.strip().replace("，", ",")
    bare = plain.replace(",", "")
    if bare != plain and not _GROUPED.fullmatch(plain):
        if _DIGITS.fullmatch(bare):
            raise MisplacedComma(f"{text!r} has a comma that does not part thousands")
        raise ValueError(f"{text!r} is no number")
    return bare


def parse_fen(text: str) -> int:
    """Yuan as written (``"1,234.50"``, ``"¥12"``) to integer fen.

    Raises ``ValueError`` with a plain reason when ``text`` is no amount, has more than two decimals or a
    comma that does not part thousands; nothing is ever rounded on the way in.
    """
    amount = without_commas(text.strip().removeprefix("¥").removeprefix("￥"))
    try:
        yuan = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount of money") from None
    return fen_of(yuan)


def fen_of(yuan: Decimal) -> int:
    """An amount that is already whole fen, as an integer. Raises ``ValueError`` if it is not, or if it is
    larger than any amount of money (a thousand million million yuan, what a lake column holds).
    """
    if not yuan.is_finite():
        raise ValueError(f"{yuan} is not an amount of money")
    if yuan.adjusted() > _LARGEST_EXPONENT:
        raise ValueError(f"{yuan} is too large for an amount of money")
    exponent = yuan.as_tuple().exponent
    # As a fraction, because a decimal context would round an overlong amount to one that looks whole.
    overlong = isinstance(exponent, int) and exponent < -_LONGEST
    if yuan and (overlong or (Fraction(yuan) * FEN_PER_YUAN).denominator != 1):
        raise ValueError(f"{yuan} has more than two decimals")
    return int(Fraction(yuan) * FEN_PER_YUAN) if yuan else 0


def round_half_up(amount: Decimal, places: int) -> Decimal:
    """``amount`` to ``places`` decimals, halves away from zero: the only rounding function in TwoFour."""
    return amount.quantize(_step(places), ROUND_HALF_UP, _EXACT)


@cache
def _step(places: int) -> Decimal:
    """The smallest amount with so many decimals."""
    return Decimal(1).scaleb(-places)


def round_fen(yuan: Decimal) -> int:
    """Yuan to integer fen: where money is rounded, once per statement line."""
    return int(round_half_up(yuan, 2).scaleb(2))


def yuan_of(fen: int) -> Decimal:
    """Integer fen as an exact amount of yuan with two decimals."""
    return Decimal(fen).scaleb(-2)


def divide(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """The one division of the scorecard, to 40 significant digits. ``denominator`` must not be 0."""
    return _EXACT.divide(numerator, denominator)


def multiply(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Product at 40 significant digits, whatever the caller's decimal context."""
    return _EXACT.multiply(left, right)


def add(*terms: Decimal | int) -> Decimal:
    """Sum at 40 significant digits, whatever the caller's decimal context."""
    total = _ZERO
    for term in terms:
        total = _EXACT.add(total, term)
    return total


def subtract(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Difference at 40 significant digits, whatever the caller's decimal context."""
    return _EXACT.subtract(Decimal(left), right)


def format_fen(fen: int) -> str:
    """Fen for people: ``-1,234.50`` (yuan, thousands separated, no currency sign)."""
    return f"{yuan_of(fen):,.2f}"
