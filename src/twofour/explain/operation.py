"""The operations of an explanation: how a computed node's number follows from its children's numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Literal, cast

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
        return _LOGIC[operation](amounts)
    for amount in amounts:
        if amount is None:
            return None
    return work(cast(Sequence[Number], amounts))


def _product(numbers: Sequence[Number]) -> Amount:
    product: Number = 1
    for number in numbers:
        product = multiply(product, number)
    return product


def _quotient(numbers: Sequence[Number]) -> Amount:
    return None if numbers[1] == 0 else divide(numbers[0], numbers[1])


def _steps(numbers: Sequence[Number]) -> Amount:
    whole = divide(numbers[0], numbers[1]).to_integral_value(ROUND_FLOOR)
    return max(whole, Decimal(0))


def _interpolation(numbers: Sequence[Number]) -> Amount:
    x, x0, y0, x1, y1 = numbers
    rise = multiply(subtract(x, x0), subtract(y1, y0))
    return add(y0, divide(rise, subtract(x1, x0)))


def _all(amounts: Sequence[Amount]) -> Amount:
    if any(amount == 0 for amount in amounts):
        return 0
    return None if any(amount is None for amount in amounts) else 1


def _any(amounts: Sequence[Amount]) -> Amount:
    if any(amount == 1 for amount in amounts):
        return 1
    return None if any(amount is None for amount in amounts) else 0


_ARITHMETIC: dict[Operation, Callable[[Sequence[Number]], Amount]] = {
    "sum": lambda n: add(*n),
    "difference": lambda n: subtract(n[0], n[1]),
    "product": _product,
    "quotient": _quotient,
    "negative": lambda n: subtract(0, n[0]),
    "highest": max,
    "lowest": min,
    "steps": _steps,
    "interpolation": _interpolation,
    "pick": lambda n: n[-1],
    "round": lambda n: round_fen(Decimal(n[0])),
    "to_fen": lambda n: yuan_of(round_fen(Decimal(n[0]))),
    "at_least": lambda n: int(n[0] >= n[1]),
    "at_most": lambda n: int(n[0] <= n[1]),
    "above": lambda n: int(n[0] > n[1]),
    "below": lambda n: int(n[0] < n[1]),
}
_LOGIC: dict[Operation, Callable[[Sequence[Amount]], Amount]] = {
    "all": _all,
    "any": _any,
    "when": lambda a: a[1] if a[0] == 1 else 0,
    "unless": lambda a: a[1] if a[0] == 0 else 0,
    "gate": lambda a: 0 if a[0] == 0 else a[1],
    "veto": lambda a: 0 if a[0] == 1 else a[1],
}
