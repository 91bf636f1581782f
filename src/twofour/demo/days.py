"""The calendar: how busy each day and hour is, which campaign runs, and who is on duty when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from twofour.demo.people import PEOPLE, Person
from twofour.demo.rows import DAY, HOUR, MINUTE, MONTH_START, MONTH_STOP, OPENING_DAY, Shift, clock

# Relative arrivals by hour; evenings are the trade's peak, a few customers never sleep.
HOURS = (9, 5, 3, 2, 1, 1, 3, 8, 24, 44, 52, 48, 40, 46, 52, 50, 48, 42, 40, 54, 66, 70, 50, 22)

_SPREE = {1: 1.5, 2: 1.3, 3: 1.2, 15: 1.2, 16: 1.5, 17: 1.9, 18: 2.6, 19: 1.1, 20: 1.25, 21: 0.75, 22: 0.7}


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the shop advertises on a day and how it makes customers buy."""

    name: str
    offer: str
    pull: float  # factor on the share of customers who order


def campaign(day: date) -> Campaign:
    """The campaign of ``day``."""
    if day.month == 6 and (day.day <= 3 or 15 <= day.day <= 20):
        return Campaign("618大促", "满300减50，前1小时第二件半价", 1.06)
    if day.month == 6:
        return Campaign("夏凉节", "满199减20，关注店铺再领10元券", 0.98)
    return Campaign("五月焕新季", "满299减30，收藏加购送洗衣袋", 0.93)


def busyness(day: date) -> float:
    """Relative number of arrivals on ``day``; an ordinary June weekday is 1."""
    weekend = 1.15 if day.weekday() >= 5 else 1.0
    return weekend * (_SPREE.get(day.day, 1.0) if day.month == 6 else 1.0)


def spread(total: float, month: date, rng: Random) -> Iterator[tuple[date, int]]:
    """About ``total`` arrivals over the month that begins on ``month``, by busyness with some noise."""
    stop = MONTH_STOP if month == MONTH_START else MONTH_START
    days = [month + timedelta(days=i) for i in range((stop - month).days)]
    weights = [busyness(day) * rng.uniform(0.93, 1.07) for day in days]
    for day, weight in zip(days, weights, strict=True):
        yield day, round(total * weight / sum(weights))


def arrival(day: date, rng: Random) -> int:
    """A shop second of ``day`` at which a customer may write."""
    hour = rng.choices(range(24), HOURS)[0]
    return clock(day, hour) + rng.randrange(HOUR)


class Rota:
    """Who is on duty: one shift a day each, one day off a week, nobody off around 18 June."""

    def __init__(self, rng: Random) -> None:
        self._on: dict[date, list[tuple[Person, int, int]]] = {}
        self._shifts: list[Shift] = []
        days = [OPENING_DAY + timedelta(days=i) for i in range(-1, (MONTH_STOP - OPENING_DAY).days + 9)]
        for day in days:
            duty = self._on.setdefault(day, [])
            for number, person in enumerate(PEOPLE):
                if day < person.hired:
                    continue
                spree = day.month == 6 and day.day in (17, 18)
                if not spree and day.weekday() == (number * 2 + day.isocalendar().week) % 7:
                    continue
                start, end = _span(person, number, day)
                late = (
                    rng.choice((2, 5, 8, 15))
                    if rng.random() < (0.06 if person.words == "terse" else 0.02)
                    else 0
                )
                duty.append((person, clock(day) + start + late * MINUTE, clock(day) + end))
                if MONTH_START <= day < MONTH_STOP:
                    self._shifts.append(Shift(person.member_id, day, _hhmm(start), _hhmm(end), late))

    def at(self, second: int, roles: tuple[str, ...]) -> list[Person]:
        """Everybody of ``roles`` who is on duty at a shop second."""
        day = OPENING_DAY + timedelta(days=second // DAY)
        return [
            person
            for when in (day - timedelta(days=1), day)
            for person, start, end in self._on.get(when, ())
            if start <= second < end and person.hours in roles
        ]

    @property
    def shifts(self) -> list[Shift]:
        """The shifts of June."""
        return self._shifts


def _span(person: Person, number: int, day: date) -> tuple[int, int]:
    """Start and end of a shift in seconds after midnight; early and late weeks alternate."""
    if person.hours == "night":
        return 17 * HOUR, 26 * HOUR
    early = (number + day.isocalendar().week) % 2 == 0
    if person.hours == "after":
        return (8 * HOUR + 1800, 17 * HOUR + 1800) if early else (13 * HOUR, 22 * HOUR)
    return (8 * HOUR + 1800, 17 * HOUR + 1800) if early else (14 * HOUR, 23 * HOUR)


def _hhmm(seconds: int) -> str:
    return f"{seconds // HOUR % 24:02d}:{seconds % HOUR // MINUTE:02d}"
