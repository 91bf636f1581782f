"""What people write in one place of a document: a name, a phrase, a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from twofour.documents.mistakes import mistake
from twofour.text import Text, same

NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,15})?%?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A literal number. ``amount`` of ``30%`` is 0.3; ``percent`` remembers how it was written."""

    amount: Decimal
    percent: bool = False
    written: str = ""


def figure(written: Any) -> Figure:
    """``3%``, ``60000.00``, ``15``. Raises a mistake for anything else."""
    text = word(written)
    if not re.fullmatch(NUMBER, text):
        raise mistake(
            Text(f"{text} 不是数字", f"{text} is not a number"),
            Text("请写成 60000.00、15 或 30%", "Write it like 60000.00, 15 or 30%"),
        )
    percent = text.endswith("%")
    number = Decimal(text.rstrip("%").replace(",", ""))
    return Figure(number.scaleb(-2) if percent else number, percent, text)


def words(written: Any) -> Text:
    """A phrase for people: one string for both languages, or ``{zh: …, en: …}``."""
    if isinstance(written, dict) and set(written) == {"zh", "en"}:
        return Text(said(written["zh"]), said(written["en"]))
    return same(said(written))


def identifier(written: Any) -> str:
    """A short name: letters (Chinese ones too), digits, ``-`` and ``_``."""
    text = word(written)
    if not re.fullmatch(r"\w[\w-]{0,63}", text):
        raise mistake(
            Text(
                f"名字 {text[:40]} 只能用字母、汉字、数字、- 和 _，最长 64 个字",
                f"{text[:40]} is no short name",
            ),
            Text("例如 presales-two-four", "Letters, digits, - and _, at most 64, like presales-two-four"),
        )
    return text


def word(written: Any) -> str:
    """One word, its full-width digits and signs (３％, from Chinese keyboards) made plain."""
    return unicodedata.normalize("NFKC", said(written))


def said(written: Any) -> str:
    """A string without blanks around it. Raises a mistake for a list or a group of keys."""
    if not isinstance(written, str):
        raise mistake(
            Text(
                "这里只要一个词或一个数，不能是列表或一组设置", "one word or number belongs here, not a group"
            ),
            Text("请写成一个值", "Write a single one"),
        )
    return written.strip()


FigureField = Annotated[Figure, PlainValidator(figure)]
Words = Annotated[Text, PlainValidator(words)]
Id = Annotated[str, BeforeValidator(identifier)]
