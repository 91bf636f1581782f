"""Figures as reports write them: percentages, durations, money in words, blanks that are no zeros."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twofour.money import MisplacedComma, round_half_up
from twofour.sources.exports.document import ReportFigure
from twofour.sources.exports.names import UNIT_WORDS
from twofour.sources.generic.kinds import EXACT, number_of
from twofour.sources.generic.reasons import MISPLACED_COMMA, Reason
from twofour.text import Text

PLACES = 9
"""Decimals that are kept, half up: a spreadsheet writes a third as 0.333333333333333."""

_PENDING = re.compile(r"延迟统计|待统计|统计中|计算中|未出数")
_DAY_BEFORE = date(1899, 12, 31)
_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60}
_HEADER_UNITS = {"wan": Decimal(10_000), **{unit: Decimal(length) for unit, length in _SECONDS.items()}}
_IN_WORDS = re.compile(
    r"(?:(?P<days>\d+)(?:天|days?|d))?(?:(?P<hours>\d+)(?:小时|时|hours?|h))?"
    r"(?:(?P<minutes>\d+)(?:分钟|分|minutes?|min|m))?(?:(?P<seconds>\d+(?:\.\d+)?)(?:秒钟|秒|seconds?|s))?",
    re.IGNORECASE,
)
# A spreadsheet counts hours from the day before its first, and shows a day and more as its first days.
_ON_A_CLOCK = re.compile(
    r"(?:(?P<date>1899-12-3[01]|1900-0[12]-\d\d)[T ])?(?:(?P<hours>\d{1,4}):)?"
    r"(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d(?:\.\d+)?)"
)
_UNITS_BEHIND = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, UNIT_WORDS), key=len, reverse=True))})$", re.IGNORECASE
)


@dataclass(frozen=True)
class Figures:
    """One column of a report. ``cells``: the figure, why it cannot be read, or ``None`` where there is none.

    ``pending`` counts cells that the platform has not settled yet; ``percent`` says that plain numbers were
    taken for percentages.
    """

    cells: tuple[Decimal | Reason | None, ...]
    pending: int
    percent: bool


@dataclass(frozen=True)
class _Cell:
    number: Decimal
    percent: bool


def read_figures(
    cells: Sequence[str | None],
    figure: ReportFigure,
    header_unit: str | None = None,
    *,
    others_percent: bool = False,
) -> Figures:
    """``cells`` (blank ones ``None``) as ``figure`` says: fractions, seconds, yuan or plain numbers.

    ``header_unit`` is the unit that the column's header names. A ratio above 1 without a percent sign makes
    all plain numbers of its column percentages; where ratios may exceed 1 it must be above 5, or
    ``others_percent`` says that other columns of the file are written so. A number with more decimals than
    any of these percentages may be a fraction among them, 0.9971 beside 99.71: nobody can tell.
    """
    plain = [None if cell is None else unicodedata.normalize("NFKC", cell).strip() for cell in cells]
    pending = [text is not None and bool(_PENDING.search(text)) for text in plain]
    read = [
        None if text is None or waits else _read(text, figure.unit)
        for text, waits in zip(plain, pending, strict=True)
    ]
    most = 5 if figure.may_exceed_one else 1
    seen = any(isinstance(cell, _Cell) and not cell.percent and cell.number > most for cell in read)
    follows = figure.may_exceed_one and others_percent
    percent = figure.unit == "ratio" and (header_unit == "percent" or seen or follows)
    factor = EXACT.multiply(figure.times, _HEADER_UNITS.get(header_unit or "", Decimal(1)))
    large = [cell.number for cell in read if isinstance(cell, _Cell) and not cell.percent and cell.number > 1]
    finest = max(2, *map(_decimals, large)) if seen and header_unit != "percent" else PLACES
    settled: list[Decimal | Reason | None] = []
    for cell in read:
        if not isinstance(cell, _Cell):
            settled.append(cell)
            continue
        if percent and not cell.percent and 0 < cell.number < 1 and _decimals(cell.number) > finest:
            settled.append(_FRACTION_OR_PERCENT)
            continue
        scale = -2 if cell.percent or percent or (header_unit == "percent" and figure.unit == "number") else 0
        number = EXACT.multiply(EXACT.scaleb(cell.number, scale), factor)
        settled.append(_checked(round_half_up(number, PLACES), figure))
    return Figures(tuple(settled), sum(pending), percent and header_unit != "percent")


def _decimals(number: Decimal) -> int:
    exponent = number.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _read(text: str, unit: str) -> _Cell | Reason:
    if unit == "seconds" and (seconds := _duration(text)) is not None:
        return _Cell(seconds, percent=False)
    bare = text.lstrip("¥￥").strip()
    percent = bare.endswith("%")
    times = Decimal(1)
    if percent:
        bare = bare[:-1]
    elif found := _UNITS_BEHIND.search(bare):
        bare, times = bare[: found.start()], _HEADER_UNITS.get(UNIT_WORDS[found.group().lower()], times)
    elif bare.endswith("万"):
        bare, times = bare[:-1], _HEADER_UNITS["wan"]
    try:
        return _Cell(EXACT.multiply(number_of(bare.strip()), times), percent)
    except MisplacedComma:
        return MISPLACED_COMMA
    except ValueError:
        return _NOT_READ[unit]


def _duration(text: str) -> Decimal | None:
    """Seconds of ``2分30秒``, ``1小时2分``, ``00:02:30``, ``02:30``; ``None`` for anything else."""
    bare = text.replace(" ", "") if "-" not in text else text
    found = _IN_WORDS.fullmatch(bare) if bare else None
    found = found or _ON_A_CLOCK.fullmatch(bare)
    if not found or not bare:
        return None
    parts = found.groupdict()
    first = parts.get("date") or ""
    days = (date.fromisoformat(first) - _DAY_BEFORE).days if first.startswith("1900") else 0
    whole = days * _SECONDS["days"] + sum(
        int(parts.get(unit) or 0) * length for unit, length in _SECONDS.items()
    )
    return Decimal(whole) + Decimal(parts["seconds"] or 0)


def _checked(number: Decimal, figure: ReportFigure) -> Decimal | Reason:
    if figure.unit == "ratio" and number > 1 and not figure.may_exceed_one:
        return (
            Text("比率超过 100%", "a ratio above 100%"),
            Text("请核对；是不是错列了？", "Check it; is it in the wrong column?"),
        )
    if figure.unit in ("count", "ratio", "seconds") and number < 0:
        return Text("数字为负", "a negative number"), Text("请核对", "Check it")
    if figure.unit == "count" and number != number.to_integral_value():
        return _NOT_READ["count"]
    return number


_FRACTION_OR_PERCENT = (
    Text("分不清是小数还是百分数", "a fraction or a percentage: nobody can tell"),
    Text(
        "同一列还有大于 1 的数；请写作 99.71% 这样带百分号的数",
        "The column holds numbers above 1 as well; write it with a percent sign, as in 99.71%",
    ),
)
_NOT_READ: dict[str, Reason] = {
    "count": (
        Text("不是整数", "not a whole number"),
        Text("请只写整数，如 3；没有数据请留空", "Write a whole number such as 3, or nothing"),
    ),
    "ratio": (
        Text("比率无法识别", "not a ratio that can be read"),
        Text("请写作 99.71% 或 0.9971；没有数据请留空", "Write it as 99.71% or 0.9971, or nothing"),
    ),
    "seconds": (
        Text("时长无法识别", "not a duration that can be read"),
        Text(
            "请写作 150、2分30秒 或 00:02:30；没有数据请留空",
            "Write it as 150, 2分30秒 or 00:02:30, or nothing",
        ),
    ),
    "yuan": (
        Text("金额无法识别", "not an amount of money"),
        Text("请只写数字，单位为元；没有数据请留空", "Write the number alone, in yuan, or nothing"),
    ),
    "number": (
        Text("数字无法识别", "not a number that can be read"),
        Text("请只写数字；没有数据请留空", "Write the number alone, or nothing"),
    ),
}
