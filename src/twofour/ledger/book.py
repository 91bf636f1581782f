"""The book: what the acts of a journal, replayed in order, say about every period and member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod
from typing import NamedTuple

from twofour.ledger.facts import (
    Adjusted,
    Adjustment,
    AdvancePaid,
    AnyFact,
    AppealDecided,
    Appealed,
    EarnedBy,
    EarnedLine,
    Held,
    Paid,
    PeriodOpened,
    Released,
    RunAttached,
    SchemeRef,
    Settlement,
    State,
    StateChanged,
    fact_from_json,
)
from twofour.ledger.journal import Written
from twofour.ledger.people import same_person
from twofour.period import Period
from twofour.problems import Refused, UsageError
from twofour.text import Text, same


class Step(NamedTuple):
    """One change of a period's state."""

    state: State
    at: datetime
    by: str
    reason: str | None


class Attached(NamedTuple):
    """A run that gives a period its lines."""

    run: str
    digest: str
    scheme: SchemeRef
    earned: dict[str, EarnedBy]


class Posted(NamedTuple):
    """An adjustment as it stands in the period in which it was posted; ``of`` is the one it corrects."""

    of: str
    adjustment: Adjustment
    origin: str


class Hold(NamedTuple):
    """A part of a member's line, not paid before ``until``; ``released_in`` names the period that pays it."""

    hold: str
    period: str
    member: str
    line: str
    fen: int
    until: date
    reason: str
    released_in: str | None = None


class Appeal(NamedTuple):
    """An objection and, once there is one, its decision."""

    said: Appealed
    at: datetime
    by: str
    decided: AppealDecided | None = None
    decided_by: str | None = None


class Advance(NamedTuple):
    """Money paid ahead of the work."""

    said: AdvancePaid
    at: datetime
    by: str


@dataclass(slots=True)
class PeriodBook:
    """One period: its days, its steps so far, and everything that was written into it."""

    key: str
    period: Period
    steps: list[Step]
    runs: dict[str, Attached] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    settled: dict[str, Settlement] | None = None
    paid: dict[str, int] = field(default_factory=dict)
    payments: list[tuple[datetime, str, Paid]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        """Where the period stands."""
        return self.steps[-1].state

    def earned(self, member: str) -> tuple[EarnedLine, ...]:
        """The lines that the attached runs give a member; nobody is in two runs."""
        return next((run.earned[member].lines for run in self.runs.values() if member in run.earned), ())

    def line(self, member: str, line: str) -> EarnedLine | None:
        """One line of a member, by its id."""
        return next((one for one in self.earned(member) if one.line == line), None)

    @property
    def people(self) -> Iterable[EarnedBy]:
        """Everybody whom an attached run pays."""
        return (earned for run in self.runs.values() for earned in run.earned.values())


class Book:
    """The state of one shop's ledger after some acts; nothing but ``apply`` changes it."""

    def __init__(self, shop_id: str, head: str = "", torn: bool = False) -> None:
        self.shop_id = shop_id
        self.head = head
        self.torn = torn
        self.periods: dict[str, PeriodBook] = {}
        self.holds: dict[str, Hold] = {}
        self.appeals: dict[str, Appeal] = {}
        self.advances: dict[str, Advance] = {}
        self.names: dict[str, tuple[str, str | None]] = {}

    def period(self, key: str) -> PeriodBook:
        """The period called ``key``. Raises ``UsageError`` if it was never opened."""
        if key not in self.periods:
            known = list(self.periods)
            raise UsageError(
                Text(
                    f"账本里没有 {key}；已开账：{'、'.join(known) or '无'}。请先开账",
                    f"the ledger has no period {key}; there are: {', '.join(known) or 'none'}. Open it first",
                ),
                same(f"twofour period open {key} --by …"),
            )
        return self.periods[key]

    @property
    def in_order(self) -> list[PeriodBook]:
        """All periods by their days."""
        return sorted(self.periods.values(), key=lambda one: one.period)

    def name(self, member: str) -> str:
        """What a member was last called; the id itself for somebody whom no run has named."""
        return self.names.get(member, (member, None))[0]

    def holds_in(self, key: str) -> list[Hold]:
        """Holds on lines of a period, released or not."""
        return [hold for hold in self.holds.values() if hold.period == key]

    def released_into(self, key: str) -> list[Hold]:
        """Holds that a period pays out."""
        return [hold for hold in self.holds.values() if hold.released_in == key]

    @singledispatchmethod
    def apply(self, fact: AnyFact, at: datetime, by: str) -> None:
        """Let one more fact be true. Whether it may is decided before it is written, in ``rules``."""
        raise TypeError(f"no fact: {fact!r}")

    @apply.register
    def _(self, fact: PeriodOpened, at: datetime, by: str) -> None:
        first = Step("draft", at, by, None)
        self.periods[fact.period] = PeriodBook(fact.period, Period(fact.start, fact.stop), [first])

    @apply.register
    def _(self, fact: RunAttached, at: datetime, by: str) -> None:
        earned = {one.member: one for one in fact.earned}
        period = self.periods[fact.period]
        period.runs[fact.scheme.id] = Attached(fact.run, fact.digest, fact.scheme, earned)
        _note(period.authors, by)
        for one in fact.earned:
            self.names[one.member] = (one.name, one.team)

    @apply.register
    def _(self, fact: StateChanged, at: datetime, by: str) -> None:
        period = self.periods[fact.period]
        period.steps.append(Step(fact.state, at, by, fact.reason))
        if fact.settled is not None:
            period.settled = fact.settled

    @apply.register
    def _(self, fact: Held, at: datetime, by: str) -> None:
        _note(self.periods[fact.period].authors, by)
        for one in fact.holds:
            self.holds[one.hold] = Hold(
                one.hold, fact.period, one.member, one.line, one.fen, fact.until, fact.reason
            )

    @apply.register
    def _(self, fact: Released, at: datetime, by: str) -> None:
        _note(self.periods[fact.into].authors, by)
        for one in fact.releases:
            self.holds[one.hold] = self.holds[one.hold]._replace(released_in=fact.into)

    @apply.register
    def _(self, fact: Adjusted, at: datetime, by: str) -> None:
        period = self.periods[fact.into]
        _note(period.authors, by)
        period.posted += [Posted(fact.period, one, fact.run) for one in fact.adjustments]

    @apply.register
    def _(self, fact: Appealed, at: datetime, by: str) -> None:
        self.appeals[fact.appeal] = Appeal(fact, at, by)

    @apply.register
    def _(self, fact: AppealDecided, at: datetime, by: str) -> None:
        appeal = self.appeals[fact.appeal]
        self.appeals[fact.appeal] = appeal._replace(decided=fact, decided_by=by)
        if fact.adjustment is not None and fact.into is not None:
            period = self.periods[fact.into]
            # Who decides has already checked somebody else's words; the author is who wrote them.
            _note(period.authors, appeal.by)
            period.posted.append(Posted(appeal.said.period, fact.adjustment, fact.appeal))

    @apply.register
    def _(self, fact: AdvancePaid, at: datetime, by: str) -> None:
        self.advances[fact.advance] = Advance(fact, at, by)
        self.names.setdefault(fact.member, (fact.name, None))

    @apply.register
    def _(self, fact: Paid, at: datetime, by: str) -> None:
        period = self.periods[fact.period]
        period.payments.append((at, by, fact))
        for one in fact.payments:
            period.paid[one.member] = period.paid.get(one.member, 0) + one.fen
        due = {member: one.payable for member, one in (period.settled or {}).items() if one.payable}
        if due == period.paid:
            period.steps.append(Step("paid", at, by, fact.reference))


def replay(shop_id: str, written: Written) -> Book:
    """The book that a journal's acts make. Raises ``Refused`` for an act that this version does not know."""
    book = Book(shop_id, written.head, written.torn)
    for entry in written.entries:
        try:
            book.apply(fact_from_json(entry.act), entry.at, entry.by)
        except (ValueError, KeyError) as error:
            raise Refused(
                Text(
                    f"账本第 {entry.number} 笔无法识别（{entry.act.get('act')}）；"
                    "请用写出它的版本打开，或升级 twofour",
                    f"act {entry.number} of the ledger is not known ({entry.act.get('act')}); "
                    "open it with the version that wrote it, or upgrade twofour",
                )
            ) from error
    return book


def _note(people: list[str], by: str) -> None:
    if not any(same_person(by, known) for known in people):
        people.append(by)
