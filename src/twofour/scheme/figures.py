"""Figures as people write them in a scheme: percent, yuan, seconds, points, references to others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import PlainValidator

from twofour.documents import Figure, FigureField, Id, Words, figure, mistake, unknown
from twofour.documents.words import NUMBER, word
from twofour.money import fen_of
from twofour.text import Text

__all__ = [
    "REFERENCES",
    "Day",
    "Figure",
    "FigureField",
    "Id",
    "Percent",
    "Points",
    "Positive",
    "Reference",
    "ReferenceName",
    "SignedYuan",
    "Threshold",
    "UpperBoundField",
    "Weight",
    "Words",
    "Yuan",
    "figure",
    "threshold",
]

ReferenceName = Literal[
    "team_mean",
    "team_best",
    "team_percentile",
    "last_month",
    "last_month_mean",
    "last_month_best",
    "own_best",
    "history_best",
]
# What people write; any percentile from team_p1 to team_p99 is understood.
REFERENCES: tuple[str, ...] = (
    *(name for name in get_args(ReferenceName) if name != "team_percentile"),
    "team_p50",
    "team_p75",
    "team_p90",
)
_REFERENCE = re.compile(
    rf"(?P<name>[A-Za-z_]+(?P<percentile>[0-9]{{1,2}})?)\s*(?:(?P<sign>[+\-−*×])\s*(?P<figure>{NUMBER}))?"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A number that is only known when scoring, moved by an offset or a factor: ``team_mean - 10``.

    ``percentile`` goes with ``team_percentile``, which is written ``team_p75``.
    """

    name: ReferenceName
    sign: Literal["+", "-", "*"] | None = None
    by: Figure | None = None
    written: str = ""
    percentile: int = 0


Threshold = Figure | Reference


def threshold(written: Any) -> Threshold:
    """A figure, or a reference such as ``team_best + 5%``."""
    text = word(written)
    if re.match(r"[+-]?[0-9]", text):
        return figure(text)
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise mistake(
            Text(f"看不懂 {text}", f"cannot read {text}"),
            Text("请写数字，或如 team_mean - 10、team_best + 5%", "Write a number, or like team_mean - 10"),
        )
    name, percentile = match["name"], int(match["percentile"] or 0)
    if percentile and name == f"team_p{percentile}":
        name = "team_percentile"
    elif name not in REFERENCES:
        raise mistake(*unknown(Text("参照", "reference"), name, REFERENCES))
    sign = {"−": "-", "×": "*"}.get(match["sign"], match["sign"])
    by = figure(match["figure"]) if match["figure"] else None
    return Reference(name, sign, by, text, percentile)  # type: ignore[arg-type]


def number(written: Any) -> Decimal:
    """A plain number of points or counts, not below 0 and without a percent sign."""
    read = figure(written)
    if read.percent or read.amount < 0:
        raise mistake(
            Text(
                f"这里要写不小于 0 的普通数字，写成了 {read.written}",
                f"{read.written} is not a plain number ≥ 0",
            ),
            Text("例如 5", "For example 5"),
        )
    return read.amount


def positive(written: Any) -> Decimal:
    """A plain number above 0."""
    read = number(written)
    if read == 0:
        raise mistake(
            Text("这里不能是 0", "0 makes no sense here"), Text("请写大于 0 的数字", "Write a number above 0")
        )
    return read


def weight(written: Any) -> Decimal:
    """A weight in percent: ``60`` and ``60%`` are the same."""
    read = figure(written)
    amount = read.amount.scaleb(2) if read.percent else read.amount
    if not 0 < amount <= 100:
        raise mistake(
            Text(
                f"权重 {read.written} 不在 0 到 100 之间",
                f"a weight of {read.written} is not between 0 and 100",
            ),
            Text("例如 60", "For example 60"),
        )
    return amount


def percent(written: Any) -> Decimal:
    """A share as a fraction: ``3%`` is 0.03. It must carry its sign (or be 0) and may not exceed 100 %."""
    read = figure(written)
    if not read.percent and read.amount != 0:
        raise mistake(
            Text(f"{read.written} 没有写百分号", f"{read.written} lacks its percent sign"),
            Text(f"应写成 {read.written}%", f"Write {read.written}%"),
        )
    if not 0 <= read.amount <= 1:
        raise mistake(
            Text(f"{read.written} 不在 0% 到 100% 之间", f"{read.written} is not between 0% and 100%"),
            Text("例如 3%", "For example 3%"),
        )
    return read.amount


def yuan(written: Any) -> Decimal:
    """An amount of money in yuan, not below 0, with at most two decimals."""
    read = figure(written)
    if read.percent or read.amount < 0:
        raise mistake(
            Text(
                f"这里要写不小于 0 的金额（元），写成了 {read.written}",
                f"{read.written} is not an amount ≥ 0 in yuan",
            ),
            Text("例如 500.00", "For example 500.00"),
        )
    try:
        fen_of(read.amount)
    except ValueError:
        raise mistake(
            Text(f"金额 {read.written} 超过两位小数", f"{read.written} has more than two decimals"),
            Text("金额最小到分，例如 0.50", "Money goes down to fen, for example 0.50"),
        ) from None
    return read.amount


def signed_yuan(written: Any) -> Decimal:
    """An amount of money in yuan, of either sign, with at most two decimals."""
    text = word(written)
    return -yuan(text[1:]) if text.startswith("-") else yuan(text)


def upper_bound(written: Any) -> Figure:
    """The upper bound of a tier: a figure, or ``any`` for the last tier."""
    return Figure(Decimal("Infinity"), written="any") if written == "any" else figure(written)


def day(written: Any) -> date:
    """A calendar day, ``2026-06-01``."""
    text = word(written)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise mistake(
        Text(f"没有 {text} 这一天", f"there is no day {text}"),
        Text("日期写成 2026-06-01", "Write a day like 2026-06-01"),
    )


UpperBoundField = Annotated[Figure, PlainValidator(upper_bound)]
Points = Annotated[Decimal, PlainValidator(number)]
Positive = Annotated[Decimal, PlainValidator(positive)]
Weight = Annotated[Decimal, PlainValidator(weight)]
Percent = Annotated[Decimal, PlainValidator(percent)]
Yuan = Annotated[Decimal, PlainValidator(yuan)]
SignedYuan = Annotated[Decimal, PlainValidator(signed_yuan)]
Day = Annotated[date, PlainValidator(day)]
