"""A period's people as the pages list them: score, money, questions; totals by team; what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cachetools import LRUCache

from twofour.text import Text
from twofour.web.bridge import periods
from twofour.web.bridge.kept import Same, kept
from twofour.web.bridge.pay_words import points
from twofour.web.bridge.periods import Balance, PeriodBook
from twofour.web.models import LineQuestion
from twofour.web.permissions import Act, Actor


@dataclass(frozen=True)
class Row:
    """A member's period. Amounts are signed fen; ``change``: against the period before, if there is one."""

    balance: Balance
    score: Decimal | None
    full: Decimal | None
    change: int | None
    questions: int

    @property
    def member(self) -> str:
        """The member's id."""
        return self.balance.member

    @property
    def score_said(self) -> str:
        """The score for people."""
        return points(self.score)

    @property
    def held(self) -> int:
        """Fen that are not paid yet."""
        return self.balance.settlement.held

    @property
    def sums(self) -> dict[str, int]:
        """The amounts of the table by the name of their column."""
        parts = self.balance.settlement
        return {
            "earned": parts.earned,
            "adjusted": parts.adjusted,
            "held": parts.held,
            "payable": parts.payable,
            "paid": self.balance.paid,
        }


@dataclass(frozen=True)
class TeamTotal:
    """A team's period: how many people, and the sums of their money."""

    team: str
    people: int
    earned: int
    payable: int
    before: int | None


@dataclass(frozen=True)
class Moved:
    """Whose pay differs most from the period before, and which line moved it most."""

    row: Row
    line: Text | None
    fen: int


SORTS = ("name", "score", "earned", "adjusted", "held", "payable", "change", "questions")


def before(shop_id: str, period: PeriodBook) -> PeriodBook | None:
    """The period whose days end where this one's begin, if the ledger has it."""
    known = periods.book(shop_id).in_order
    return next((one for one in known if one.period.stop == period.period.start), None)


def money(actor: Actor, period: PeriodBook) -> list[Balance]:
    """The money of everybody of the period whose pay the actor may see, by team and id."""
    found = periods.rows(actor.shop_id, period.key)
    return [one for one in found if actor.can(Act.SEE_PAY, team=one.team, member=one.member)]


def rows(actor: Actor, period: PeriodBook) -> Sequence[Row]:
    """The same with score, change and open questions; the same object as long as nothing of it changes."""
    open_questions = Counter(
        LineQuestion.objects.filter(shop_id=actor.shop_id, period=period.key, answered_at=None).values_list(
            "member_id", flat=True
        )
    )
    last = before(actor.shop_id, period)
    seen = tuple(Same(one) for one in money(actor, period))
    return _rows(Same(period), Same(last), seen, tuple(sorted(open_questions.items())))


def ordered(found: Sequence[Row], sort: str) -> Sequence[Row]:
    """Rows by a column; ``-`` before its name turns the order round. An unknown name keeps the order."""
    name = sort.removeprefix("-")
    return _ordered(Same(found), name, sort.startswith("-")) if name in SORTS else found


def teams(found: Iterable[Row], period: PeriodBook, last: PeriodBook | None) -> list[TeamTotal]:
    """Sums by team, teams by name; ``before`` is what the same people's team earned the period before."""
    by_team: dict[str, list[Row]] = {}
    for row in found:
        by_team.setdefault(row.balance.team or "", []).append(row)
    return [
        TeamTotal(
            team,
            len(rows),
            sum(row.balance.settlement.earned for row in rows),
            sum(row.balance.settlement.payable for row in rows),
            None if last is None else _earned_before(team, last),
        )
        for team, rows in sorted(by_team.items())
    ]


def moved(found: Iterable[Row], period: PeriodBook, last: PeriodBook | None, most: int = 5) -> list[Moved]:
    """The biggest changes against the period before, the largest first."""
    if last is None:
        return []
    changed = [row for row in found if row.change]
    changed.sort(key=lambda row: abs(row.change or 0), reverse=True)
    return [_moved(row, period, last) for row in changed[:most]]


@kept(LRUCache(32))
def _rows(
    period: Same, last: Same, seen: tuple[Same, ...], open_questions: tuple[tuple[str, int], ...]
) -> Sequence[Row]:
    asked = dict(open_questions)
    members = (one.held for one in seen)
    return tuple(_row(one, period.held, last.held, asked.get(one.member, 0)) for one in members)


@kept(LRUCache(32))
def _ordered(found: Same, name: str, falling: bool) -> Sequence[Row]:
    return tuple(sorted(found.held, key=lambda row: _key(row, name), reverse=falling))


def _row(one: Balance, period: PeriodBook, last: PeriodBook | None, questions: int) -> Row:
    slip = periods.slip(period, one.member)
    card = slip.payslip.scorecard if slip else None
    scored = card is not None and bool(card.items)
    paid_before = last is not None and bool(last.earned(one.member))
    change = None
    if last is not None and paid_before:
        change = one.settlement.earned - sum(line.fen for line in last.earned(one.member))
    score, full = (card.score, card.full) if card and scored else (None, None)
    return Row(one, score, full, change, questions)


def _key(row: Row, name: str) -> tuple[bool, int | Decimal | str]:
    """What a column sorts by; nothing comes first."""
    if name == "name":
        return True, row.balance.name
    if name == "questions":
        return True, row.questions
    amount = {"score": row.score, "change": row.change}.get(name, row.sums.get(name))
    return amount is not None, 0 if amount is None else amount


def _earned_before(team: str, last: PeriodBook) -> int:
    mine = (one for one in last.people if (one.team or "") == team)
    return sum(line.fen for one in mine for line in one.lines)


def _moved(row: Row, period: PeriodBook, last: PeriodBook) -> Moved:
    now = {line.line: line for line in period.earned(row.member)}
    then = {line.line: line for line in last.earned(row.member)}
    differs = {
        id: (now[id].fen if id in now else 0) - (then[id].fen if id in then else 0) for id in {**then, **now}
    }
    most = max(differs, key=lambda id: abs(differs[id]), default=None)
    if most is None:
        return Moved(row, None, 0)
    return Moved(row, (now.get(most) or then[most]).title, differs[most])
