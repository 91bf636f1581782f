"""Times and hours of the day as people write them in counting rules: ``06:00``, ``08:00-23:00``, ``none``."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from twofour.documents import mistake
from twofour.text import Text

OFF = "none"
"""The word for a setting that is off: a document holds no empty entries."""

_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"


def _time_of_day(written: str) -> str:
    if not re.fullmatch(_TIME, written):
        raise mistake(
            Text(f"{written} 不是一天中的时刻", f"{written} is no time of day"),
            Text("写作 06:00 这样的时:分", "Write hours and minutes, such as 06:00"),
        )
    return written


def _hours_of_day(written: str | None) -> str | None:
    """Midnight at the end is written 24:00 or 00:00 and means one thing, so it is kept as one."""
    if written is None:
        return None
    if not re.fullmatch(f"{_TIME}-(?:{_TIME}|24:00)", written):
        raise mistake(
            Text(f"{written} 不是一天中的时段", f"{written} are no hours of the day"),
            Text(
                "写作 08:00-23:00（可跨午夜，如 09:00-02:00），不启用写 none",
                "Write 08:00-23:00 (09:00-02:00 runs past midnight), or none",
            ),
        )
    first, last = written.split("-")
    last = "00:00" if last == "24:00" else last
    if first == last:
        raise mistake(
            Text(f"{written} 起止相同，是全天还是没有？", f"{written}: all day, or nothing?"),
            Text(
                "写起止不同的时段，如 08:00-23:00；不启用写 none", "Write hours such as 08:00-23:00, or none"
            ),
        )
    return f"{first}-{last}"


def _off(written: Any) -> Any:
    return None if written == OFF else written


Off = BeforeValidator(_off)
"""Reads the word ``none`` as nothing."""

TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]
"""``06:00``."""

HoursOfDay = Annotated[str | None, Off, AfterValidator(_hours_of_day)]
"""``08:00-23:00``, the end not included; past midnight where it ends before it starts; ``none``: off."""


def seconds_of_day(time: str) -> int:
    """A ``TimeOfDay`` as seconds after midnight."""
    hours, minutes = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def bounds_of_day(hours: str) -> tuple[int, int]:
    """``HoursOfDay`` as seconds after one midnight; the end may lie on the day after."""
    first, last = (seconds_of_day(time) for time in hours.split("-"))
    return first, last if first < last else last + 86_400
