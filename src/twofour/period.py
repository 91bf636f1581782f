"""Half-open runs of business days, and the business day of an instant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twofour.problems import UsageError
from twofour.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Business days from ``start`` up to, and without, ``stop``."""

    start: date
    stop: date

    def __post_init__(self) -> None:
        if self.stop <= self.start:
            raise UsageError(
                Text(
                    f"期间为空: {self.start} 至 {self.stop}；结束日须不早于开始日",
                    f"empty period: {self.start} to {self.stop}; the last day must not lie before the first",
                )
            )

    @property
    def last(self) -> date:
        """The last business day inside."""
        return self.stop - timedelta(days=1)

    @property
    def days(self) -> Iterator[date]:
        """Every business day inside, in order."""
        return (self.start + timedelta(days=i) for i in range((self.stop - self.start).days))

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.stop

    def __str__(self) -> str:
        if self == month_of(self.start):
            return f"{self.start:%Y-%m}"
        return f"{self.start.isoformat()}..{self.last.isoformat()}"


def month_of(day: date) -> Period:
    """The calendar month that holds ``day``."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1))


def month_before(period: Period) -> Period:
    """The calendar month before the one in which ``period`` starts."""
    return month_of(period.start.replace(day=1) - timedelta(days=1))


def last_whole_month(day: date) -> Period:
    """The latest calendar month that is over once ``day`` is."""
    month = month_of(day)
    return month if day == month.last else month_before(month)


def parse_day(text: str) -> date:
    """``2026-06-01`` as a date; anything else is a usage error that says what would be right."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            Text(f"日期 {text!r} 无法识别；应写作 2026-06-01", f"{text!r} is no day; write it as 2026-06-01")
        ) from None


def parse_period(text: str) -> Period:
    """``2026-06`` (a month), ``2026-06-01`` (a day) or ``2026-06-01..2026-06-15`` (both days included)."""
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return month_of(parse_day(f"{text}-01"))
    first, dots, last = text.partition("..")
    return Period(parse_day(first), parse_day(last if dots else first) + timedelta(days=1))


def day_start(day: date, timezone: str, day_cut_seconds: int) -> int:
    """The UTC second at which business day ``day`` begins: its local midnight plus the day cut."""
    midnight = datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)
    return int(midnight.timestamp()) + day_cut_seconds


def business_day(instant: datetime, timezone: str, day_cut_seconds: int) -> date:
    """The date in ``timezone`` of ``instant`` minus the day cut (``metrics.md`` §2)."""
    return (instant - timedelta(seconds=day_cut_seconds)).astimezone(ZoneInfo(timezone)).date()
