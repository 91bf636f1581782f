"""A number with its unit, and the one way each unit is shown to people."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from twofour.money import format_fen, round_fen, round_half_up
from twofour.text import Lang, Text

Unit = Literal[
    "fen",
    "yuan",
    "ratio",
    "count",
    "second",
    "day",
    "point",
    "number",
    "customer",
    "order",
    "item",
    "message",
    "truth",
]

_SUFFIX: dict[str, Text] = {
    "fen": Text(" 元", " yuan"),
    "yuan": Text(" 元", " yuan"),
    "second": Text(" 秒", " s"),
    "day": Text(" 天", " d"),
    "point": Text(" 分", " points"),
    "customer": Text(" 人", ""),
    "order": Text(" 单", ""),
    "item": Text(" 件", ""),
    "message": Text(" 条", ""),
}


class Quantity(NamedTuple):
    """An exact value and its unit. ``amount`` is ``None`` where there is no value (never a silent 0).

    A ``truth`` is 1 or 0: whether the condition that its node names is met.
    """

    amount: Decimal | int | None
    unit: Unit

    def show(self, lang: Lang) -> str:
        """For people: ``1,234.50 元``, ``34.26%``, ``12.4 秒``, ``无值`` / ``no value``."""
        if self.amount is None:
            return Text("无值", "no value").say(lang)
        if self.unit == "truth":
            return (Text("是", "yes") if self.amount else Text("否", "no")).say(lang)
        return _digits(Decimal(self.amount), self.unit) + _suffix(self.unit, lang)


def _suffix(unit: Unit, lang: Lang) -> str:
    return _SUFFIX[unit].say(lang) if unit in _SUFFIX else ""


def _digits(amount: Decimal, unit: Unit) -> str:
    if unit == "fen":
        return format_fen(int(round_half_up(amount, 0)))
    if unit == "yuan":
        return format_fen(round_fen(amount)) if _places(amount) <= 2 else f"{_trim(amount, 6):,}"
    if unit == "ratio":
        return f"{_trim(amount * 100, 4):,}%"
    return f"{_trim(amount, 4):,}"


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _trim(amount: Decimal, places: int) -> Decimal:
    shown = round_half_up(amount, places).normalize()
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
