"""Money: exact on the way in, rounded once on the way out, the same in any decimal context."""

from __future__ import annotations

import ast
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofour.money import (
    MisplacedComma,
    add,
    divide,
    fen_of,
    format_fen,
    multiply,
    parse_fen,
    round_fen,
    round_half_up,
    subtract,
    yuan_of,
)

SOURCE = Path(__file__).parents[2] / "src/twofour"


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("0", 0),
        ("12", 1200),
        ("12.3", 1230),
        ("1,234.50", 123450),
        ("-1,234,567", -123456700),
        ("¥1，234.5", 123450),
        ("¥12", 1200),
        ("￥0.01", 1),
        ("-5.00", -500),
    ],
)
def test_amounts_are_read_exactly(written: str, fen: int) -> None:
    assert parse_fen(written) == fen


@pytest.mark.parametrize(
    "written", ["1,20", "12,34.50", "1234,567", ",123", "1,234,5", "1,234.5,6", "¥1，20"]
)
def test_comma_that_does_not_part_thousands_is_refused(written: str) -> None:
    with pytest.raises(MisplacedComma, match="does not part thousands"):
        parse_fen(written)


@pytest.mark.parametrize("written", ["", "abc", "1.005", "NaN", "Infinity", "1e-3", "--1"])
def test_what_is_no_whole_amount_of_fen_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|two decimals"):
        parse_fen(written)


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("0.005", 1),
        ("0.0049", 0),
        ("-0.005", -1),
        ("218.975", 21898),
        ("2.675", 268),
        ("1.004999999999", 100),
    ],
)
def test_halves_are_rounded_away_from_zero(yuan: str, fen: int) -> None:
    assert round_fen(Decimal(yuan)) == fen


@given(st.integers(-(10**15), 10**15))
def test_fen_and_yuan_are_the_same_amount(fen: int) -> None:
    assert fen_of(yuan_of(fen)) == fen
    assert parse_fen(format_fen(fen)) == fen
    assert round_fen(yuan_of(fen)) == fen


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals(-(10**9), 10**9, places=6))
def test_arithmetic_ignores_the_callers_decimal_context(left: Decimal, right: Decimal) -> None:
    def all_of_it() -> list[Decimal]:
        quotient = divide(left, right) if right else Decimal(0)
        return [
            add(left, right),
            subtract(left, right),
            multiply(left, right),
            quotient,
            round_half_up(left, 2),
        ]

    here = all_of_it()
    with localcontext() as context:
        context.prec = 3
        assert all_of_it() == here
    assert add(left, right) == subtract(left, -right)


def test_sums_of_nothing_are_zero() -> None:
    assert add() == 0


def test_no_binary_fraction_stands_in_the_rooms_that_handle_money() -> None:
    found = []
    for room in ("money.py", "scheme", "scorecard", "pay", "plan", "explain", "statements"):
        path = SOURCE / room
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                name = isinstance(node, ast.Name) and node.id == "float"
                # Statements measure paper and columns; nothing else there computes.
                literal = (
                    isinstance(node, ast.Constant) and isinstance(node.value, float) and room != "statements"
                )
                if name or literal:
                    found.append(f"{file.relative_to(SOURCE)}:{node.lineno}")
    assert not found


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("1e999999999", "too large"),
        ("99999999999999999", "too large"),
        ("1e-999999999", "more than two decimals"),
        ("0.01" + "0" * 60 + "1", "more than two decimals"),
        ("NaN", "not an amount"),
    ],
)
def test_amounts_beyond_measure_are_refused_at_once(written, says):
    """Nothing is rounded on the way in, and no exponent is ever written out."""
    with pytest.raises(ValueError, match=says):
        parse_fen(written)
