"""The operations of an explanation: how a computed node's number follows from its children's numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from twofour.money import add, divide, multiply, round_fen, subtract, yuan_of

Operation = Literal[
    "sum",
    "difference",
    "product",
    "quotient",
    "negative",
    "highest",
    "lowest",
    "steps",
    "interpolation",
    "pick",
    "round",
    "to_fen",
    "at_least",
    "at_most",
    "above",
    "below",
    "all",
    "any",
    "when",
    "unless",
    "gate",
    "veto",
]
Number = Decimal | int
Amount = Number | None


def carry_out(operation: Operation, amounts: Sequence[Amount]) -> Amount:
    """The number that ``operation`` makes of ``amounts``; ``None`` where there is no value.

    A truth is 1 or 0. ``sum``, ``product``, ``highest``, ``lowest`` take any number of amounts,
    ``difference`` and ``quotient`` two (a quotient by 0 has no value). ``steps`` counts whole steps of the
    second in the first, at least 0. ``interpolation`` takes x, x0, y0, x1, y1. ``pick`` is its last amount:
    the others say why it was picked. ``round`` turns yuan into whole fen, ``to_fen`` into yuan of whole fen.
    ``when`` gives its second amount if the first is 1, ``unless`` if it is 0, else 0; ``gate`` gives 0 if the
    first is 0, ``veto`` if it is 1, else the second.
    """
    work = _ARITHMETIC.get(operation)
    if work is None:
        return _LOGIC[operation](*amounts)
    for amount in amounts:
        if amount is None:
            return None
    return work(*amounts)


def _product(*numbers: Number) -> Amount:
    product: Number = 1
    for number in numbers:
        product = multiply(product, number)
    return product


def _quotient(numerator: Number, denominator: Number) -> Amount:
    return None if denominator == 0 else divide(numerator, denominator)


def _steps(number: Number, step: Number) -> Amount:
    whole = divide(number, step).to_integral_value(ROUND_FLOOR)
    return max(whole, Decimal(0))


def _interpolation(x: Number, x0: Number, y0: Number, x1: Number, y1: Number) -> Amount:
    rise = multiply(subtract(x, x0), subtract(y1, y0))
    return add(y0, divide(rise, subtract(x1, x0)))


def _all(*amounts: Amount) -> Amount:
    if any(amount == 0 for amount in amounts):
        return 0
    return None if any(amount is None for amount in amounts) else 1


def _any(*amounts: Amount) -> Amount:
    if any(amount == 1 for amount in amounts):
        return 1
    return None if any(amount is None for amount in amounts) else 0


# Given numbers only: ``carry_out`` sees to it.
_ARITHMETIC: dict[Operation, Callable[..., Amount]] = {
    "sum": add,
    "difference": subtract,
    "product": _product,
    "quotient": _quotient,
    "negative": lambda number: subtract(0, number),
    "highest": lambda *numbers: max(numbers),
    "lowest": lambda *numbers: min(numbers),
    "steps": _steps,
    "interpolation": _interpolation,
    "pick": lambda *numbers: numbers[-1],
    "round": lambda yuan: round_fen(Decimal(yuan)),
    "to_fen": lambda yuan: yuan_of(round_fen(Decimal(yuan))),
    "at_least": lambda own, limit: int(own >= limit),
    "at_most": lambda own, limit: int(own <= limit),
    "above": lambda own, limit: int(own > limit),
    "below": lambda own, limit: int(own < limit),
}
_LOGIC: dict[Operation, Callable[..., Amount]] = {
    "all": _all,
    "any": _any,
    "when": lambda truth, amount: amount if truth == 1 else 0,
    "unless": lambda truth, amount: amount if truth == 0 else 0,
    "gate": lambda truth, amount: 0 if truth == 0 else amount,
    "veto": lambda truth, amount: 0 if truth == 1 else amount,
}
