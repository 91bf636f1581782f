"""The days that a report is about, as a cell, a banner line or a file name says them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

_DATE = re.compile(
    r"(?<![\d.])(?P<y>20\d\d)(?:"
    r"(?P<sign>[-/.年])(?P<m>1[0-2]|0?[1-9])(?:(?:(?P=sign)|月)(?P<d>3[01]|[12]\d|0?[1-9])日?|(?:月|(?![-/.\d])))"
    r"|(?P<m2>1[0-2]|0[1-9])(?P<d2>3[01]|[12]\d|0[1-9])?(?!\d))"
    r"(?P<clock>[T ]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_JOINED = re.compile(r"\s*(?:~|-{1,3}|—+|–|_|至|到|to|〜|_至_)\s*", re.IGNORECASE)
_SERIAL = re.compile(r"[45]\d{4}(?:\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)
# The moment of the export says nothing about what it counts.
_MADE_AT = re.compile(rf"(?:导出|生成|下载|更新|打印|制表|创建)[^\d\s]{{0,8}}\s*{_DATE.pattern}")


class Days(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


def days_in(text: str) -> Days | None:
    """The day, month or range that ``text`` names; ``None`` if there is none, or several and no range."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(plain):
        day = _SERIAL_ZERO + timedelta(days=int(plain[:5]))
        return Days(day, day)
    found = [(match, days) for match in _DATE.finditer(plain) if (days := _days(match)) is not None]
    for (one, begins), (other, ends) in pairwise(found):
        if _JOINED.fullmatch(plain[one.end() : other.start()]) and begins.first <= ends.last:
            return Days(begins.first, ends.last)
    distinct = {days for _, days in found}
    return distinct.pop() if len(distinct) == 1 else None


def days_of_file(banner: Iterable[str], name: str, sheet: str | None = None) -> Days | None:
    """The days of a report without a column for them: those of a line above its header, else of its sheet's
    name, else of the file's.
    """
    for line in banner:
        for part in re.split(r"[;；,，|]", line):
            if (days := days_in(_MADE_AT.sub("", unicodedata.normalize("NFKC", part)))) is not None:
                return days
    return days_in(sheet or "") or days_in(PurePath(name).stem)


def _days(match: re.Match[str]) -> Days | None:
    year, month = int(match["y"]), int(match["m"] or match["m2"])
    day = match["d"] or match["d2"]
    try:
        if day is not None:
            return Days(date(year, month, int(day)), date(year, month, int(day)))
        return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    except ValueError:
        return None
