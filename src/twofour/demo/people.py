"""The twelve people of the synthetic shop, what each is like at work, and their rows as staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from twofour.demo.phrases import load
from twofour.demo.rows import MONTH_START, OPENING_DAY, Indicator, Staff
from twofour.money import FEN_PER_YUAN

SHOP_ID = "四季家居"
MOVE_DAY = date(2026, 6, 16)  # the day on which one person changes teams


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Person:
    """A member and their habits, as ``data/people.toml`` explains them; ``wage`` in fen."""

    key: str
    nick: str
    team: str
    role: str
    grade: str
    wage: int
    hired: date
    take: float
    latency: float
    order: float
    pay_now: float
    remind: float
    hand_over: float = 0.06
    extra: float = 0.35
    upsell: float = 0.12
    invite: float = 0.35
    stars: float = 0.9
    praise: float = 0.12
    miss: float = 0.015
    fix: float = 0.9
    refund: float = 0.09
    hours: str = "day"
    words: str = "warm"
    calls: Sequence[str] = ("亲", "亲亲")
    typing: int = 75
    exam: int = 85
    second_id: bool = False
    moves_to: str | None = None

    @property
    def member_id(self) -> str:
        """The member id; ``syn-`` says that nobody stands behind it."""
        return f"syn-{self.key}"

    @property
    def agent_ids(self) -> tuple[str, ...]:
        """The agent ids that this person logs in with."""
        first = f"{SHOP_ID}:{self.nick}"
        return (first, f"{first}2") if self.second_id else (first,)


PEOPLE = tuple(
    Person(**{**entry, "wage": entry["wage"] * FEN_PER_YUAN}) for entry in load("people")["person"]
)
"""Everybody who works in the shop; the habits stand in ``data/people.toml``."""

_LEADS = {person.team: person.member_id for person in PEOPLE if person.role == "lead"}


def staff_rows() -> Iterator[Staff]:
    """One row per agent id and stay in a team."""
    for person in PEOPLE:
        start = max(person.hired, OPENING_DAY)
        stays: list[tuple[str, date, date | None]] = [(person.team, start, None)]
        if person.moves_to:
            before = MOVE_DAY.replace(day=MOVE_DAY.day - 1)
            stays = [(person.team, start, before), (person.moves_to, MOVE_DAY, None)]
        for agent_id in person.agent_ids:
            for team, valid_from, valid_to in stays:
                lead = None if person.role == "lead" else _LEADS[team]
                yield Staff(
                    agent_id, SHOP_ID, person.member_id, person.nick, team, person.role, person.grade,
                    person.hired, None, person.wage, lead, valid_from, valid_to,
                )  # fmt: skip


def indicator_rows(rng: Random) -> Iterator[Indicator]:
    """June's typing tests (two) and product exam (one) of everybody, as the leads entered them."""
    for person in PEOPLE:
        entered_by = _LEADS[person.team]
        for day, metric, value, evidence in (
            (12, "typing_speed", person.typing + rng.randint(-4, 4), "合成数据：打字测试，字/分"),
            (20, "exam_score", min(100, person.exam + rng.randint(-3, 3)), "合成数据：618 产品与活动考试"),
            (26, "typing_speed", person.typing + rng.randint(-3, 6), "合成数据：打字测试，字/分"),
        ):
            tested = MONTH_START.replace(day=day)
            yield Indicator(metric, value, "member", person.member_id, tested, evidence, entered_by)
