"""Figures as people write them in a scheme: percent, yuan, seconds, points, references to others."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, PlainValidator

from twofour.documents import mistake, unknown
from twofour.money import fen_of
from twofour.text import Text, same

ReferenceName = Literal["team_mean", "team_best", "last_month", "last_month_best", "history_best"]
REFERENCES: tuple[ReferenceName, ...] = get_args(ReferenceName)
_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,15})?%?"
_REFERENCE = re.compile(rf"(?P<name>[A-Za-z_]+)\s*(?:(?P<sign>[+\-−*×])\s*(?P<figure>{_NUMBER}))?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A literal number. ``amount`` of ``30%`` is 0.3; ``percent`` remembers how it was written."""

    amount: Decimal
    percent: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A number that is only known when scoring, moved by an offset or a factor: ``team_mean - 10``."""

    name: ReferenceName
    sign: Literal["+", "-", "*"] | None = None
    by: Figure | None = None
    written: str = ""


Threshold = Figure | Reference


def figure(written: Any) -> Figure:
    """``3%``, ``60000.00``, ``15``. Raises a mistake for anything else."""
    text = _word(written)
    if not re.fullmatch(_NUMBER, text):
        raise mistake(
            Text(f"{text} 不是数字", f"{text} is not a number"),
            Text("请写成 60000.00、15 或 30%", "Write it like 60000.00, 15 or 30%"),
        )
    percent = text.endswith("%")
    number = Decimal(text.rstrip("%").replace(",", ""))
    return Figure(number.scaleb(-2) if percent else number, percent, text)


def threshold(written: Any) -> Threshold:
    """A figure, or a reference such as ``team_best + 5%``."""
    text = _word(written)
    if re.match(r"[+-]?[0-9]", text):
        return figure(text)
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise mistake(
            Text(f"看不懂 {text}", f"cannot read {text}"),
            Text("请写数字，或如 team_mean - 10、team_best + 5%", "Write a number, or like team_mean - 10"),
        )
    name = match["name"]
    if name not in REFERENCES:
        raise mistake(*unknown(Text("参照", "reference"), name, REFERENCES))
    sign = {"−": "-", "×": "*"}.get(match["sign"], match["sign"])
    by = figure(match["figure"]) if match["figure"] else None
    return Reference(name, sign, by, text)  # type: ignore[arg-type]


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
    text = _word(written)
    return -yuan(text[1:]) if text.startswith("-") else yuan(text)


def upper_bound(written: Any) -> Figure:
    """The upper bound of a tier: a figure, or ``any`` for the last tier."""
    return Figure(Decimal("Infinity"), written="any") if written == "any" else figure(written)


def day(written: Any) -> date:
    """A calendar day, ``2026-06-01``."""
    text = _word(written)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise mistake(
        Text(f"没有 {text} 这一天", f"there is no day {text}"),
        Text("日期写成 2026-06-01", "Write a day like 2026-06-01"),
    )


def words(written: Any) -> Text:
    """A phrase for people: one string for both languages, or ``{zh: …, en: …}``."""
    if isinstance(written, dict) and set(written) == {"zh", "en"}:
        return Text(_said(written["zh"]), _said(written["en"]))
    return same(_said(written))


def identifier(written: Any) -> str:
    """A short name: letters (Chinese ones too), digits, ``-`` and ``_``."""
    text = _word(written)
    if not re.fullmatch(r"\w[\w-]{0,63}", text):
        raise mistake(
            Text(
                f"名字 {text[:40]} 只能用字母、汉字、数字、- 和 _，最长 64 个字",
                f"{text[:40]} is no short name",
            ),
            Text("例如 presales-two-four", "Letters, digits, - and _, at most 64, like presales-two-four"),
        )
    return text


def _word(written: Any) -> str:
    # Full-width digits and signs (３％) come from Chinese keyboards and mean the same.
    return unicodedata.normalize("NFKC", _said(written))


def _said(written: Any) -> str:
    if not isinstance(written, str):
        raise mistake(
            Text(
                "这里只要一个词或一个数，不能是列表或一组设置", "one word or number belongs here, not a group"
            ),
            Text("请写成一个值", "Write a single one"),
        )
    return written.strip()


FigureField = Annotated[Figure, PlainValidator(figure)]
UpperBoundField = Annotated[Figure, PlainValidator(upper_bound)]
ThresholdField = Annotated[Threshold, PlainValidator(threshold)]
Points = Annotated[Decimal, PlainValidator(number)]
Positive = Annotated[Decimal, PlainValidator(positive)]
Weight = Annotated[Decimal, PlainValidator(weight)]
Percent = Annotated[Decimal, PlainValidator(percent)]
Yuan = Annotated[Decimal, PlainValidator(yuan)]
SignedYuan = Annotated[Decimal, PlainValidator(signed_yuan)]
Day = Annotated[date, PlainValidator(day)]
Words = Annotated[Text, PlainValidator(words)]
Id = Annotated[str, BeforeValidator(identifier)]
