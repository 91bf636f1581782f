"""Backtest: what a draft would have paid in past months, beside what the scheme of today would have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.metrics.own import MetricBook
from twofour.metrics.question import Progress
from twofour.period import Period
from twofour.plan.cliffs import Cliff, cliffs
from twofour.plan.replay import Sensitivity, replayed, sensitivity
from twofour.problems import DataMissing, SchemeError
from twofour.scheme import Scheme
from twofour.scorecard import Inputs
from twofour.text import Text


class MonthCost(NamedTuple):
    """What a month costs under each scheme, in fen; ``people`` are those whom either of them pays."""

    period: Period
    people: int
    draft: int
    current: int | None

    @property
    def difference(self) -> int | None:
        """What the draft costs more, in fen."""
        return None if self.current is None else self.draft - self.current


class MemberMonth(NamedTuple):
    """One member's pay of a month under each scheme, in fen; ``None`` where it does not pay them."""

    period: Period
    draft: int | None
    current: int | None

    @property
    def difference(self) -> int | None:
        """What the draft gives more, in fen; ``None`` unless both schemes pay the member."""
        return None if self.draft is None or self.current is None else self.draft - self.current


@dataclass(frozen=True, slots=True)
class MemberPast:
    """A member as of the latest of their ``months`` (earliest first)."""

    member: Member
    months: tuple[MemberMonth, ...]

    @property
    def draft(self) -> int | None:
        """All months under the draft, in fen."""
        return _sum(month.draft for month in self.months)

    @property
    def current(self) -> int | None:
        """All months under the scheme of today, in fen."""
        return _sum(month.current for month in self.months)

    @property
    def difference(self) -> int | None:
        """What the draft gives more in the months that both schemes pay, in fen."""
        return _sum(month.difference for month in self.months)


class LeftOut(NamedTuple):
    """A month that one of the schemes cannot pay, and why."""

    period: Period
    scheme: Scheme
    reason: Text


@dataclass(frozen=True, slots=True)
class Backtest:
    """``costs`` are earliest first, ``people`` by member id. ``cliffs`` and ``sensitivity`` are of the draft
    in the latest month (``looked_at``). ``short``: in some month there was less history than the schemes
    look back to.
    """

    draft: Scheme
    current: Scheme | None
    shop_id: str
    costs: tuple[MonthCost, ...]
    people: tuple[MemberPast, ...]
    left_out: tuple[LeftOut, ...]
    cliffs: tuple[Cliff, ...]
    sensitivity: tuple[Sensitivity, ...]
    short: bool

    @property
    def looked_at(self) -> Period:
        """The month of the cliffs and the sensitivity."""
        return self.costs[-1].period

    @property
    def winners(self) -> tuple[MemberPast, ...]:
        """Those who get more under the draft, in all months together."""
        return tuple(one for one in self.people if (one.difference or 0) > 0)

    @property
    def losers(self) -> tuple[MemberPast, ...]:
        """Those who get less."""
        return tuple(one for one in self.people if (one.difference or 0) < 0)

    @property
    def unchanged(self) -> tuple[MemberPast, ...]:
        """Those whom both schemes pay the same."""
        return tuple(one for one in self.people if one.difference == 0)

    @property
    def apart(self) -> tuple[MemberPast, ...]:
        """Those whom only one of two schemes pays."""
        return tuple(one for one in self.people if self.current is not None and one.difference is None)


def backtest(
    draft: Scheme, months: Sequence[Inputs], current: Scheme | None = None, progress: Progress | None = None
) -> Backtest:
    """Replay ``draft`` (and ``current``) over ``months`` (latest first, at least one): pure.

    Both schemes read the same inputs. A month that a scheme cannot pay (a figure, grade or wage is missing)
    is left out for both. Raises ``DataMissing`` if that is so in every month, or nobody is paid at all.
    """
    schemes = [draft, *([current] if current is not None else [])]
    steps = len(months) + 1 + len(draft.metrics_used)

    def report(done: int) -> None:
        if progress is not None:
            progress(done, steps)

    paid: list[tuple[Inputs, list[dict[str, int]]]] = []
    left_out = []
    for at, inputs in enumerate(months):
        found = _replay(schemes, inputs)
        if isinstance(found, LeftOut):
            left_out.append(found)
        elif any(found):
            paid.append((inputs, found))
        report(at + 1)
    if not paid:
        raise DataMissing(left_out[0].reason) if left_out else _nobody(months)
    latest, (under_draft, *_) = paid[0]
    jumps = tuple(cliffs(draft, latest))
    moves = []
    for at, move in enumerate(sensitivity(draft, latest, sum(under_draft.values()))):
        report(len(months) + 1 + at)
        moves.append(move)
    report(steps)
    paid.reverse()
    back = max(scheme.needs().history_months for scheme in schemes)
    return Backtest(
        draft=draft,
        current=current,
        shop_id=latest.shop_id,
        costs=tuple(_cost(inputs, found) for inputs, found in paid),
        people=tuple(_people(paid)),
        left_out=tuple(reversed(left_out)),
        cliffs=jumps,
        sensitivity=tuple(moves),
        short=any(len(inputs.history) < back for inputs, _ in paid),
    )


def shared_book(draft: Scheme, current: Scheme | None) -> MetricBook:
    """The metrics of both schemes, to be measured at once.

    Raises ``SchemeError`` if they define one metric in two ways: counted once, it cannot be both; or if they
    take their figures from different reports, or one from a report and one from counting.
    """
    if current is not None and draft.measures_from != current.measures_from:
        raise SchemeError(
            Text(
                "两份方案的指标来源不同（counting 里的 measures_from），无法用同一份数据对比；请写成一样的",
                "the two schemes take their figures from different sources (measures_from under counting);"
                " they cannot be compared on the same figures; let both say the same",
            )
        )
    book = dict(draft.book)
    for name, entry in (current.book if current is not None else {}).items():
        known = book.setdefault(name, entry)
        if (known.indicator, known.composition, known.parts, known.unit) != (
            entry.indicator,
            entry.composition,
            entry.parts,
            entry.unit,
        ):
            raise SchemeError(
                Text(
                    f"两份方案对指标 {name} 的定义不同，无法用同一份数据对比；请在其中一份里改个名字",
                    f"the two schemes define the metric {name} in different ways, so they cannot be compared "
                    "on the same figures; give it another name in one of them",
                )
            )
    return book


def _replay(schemes: Sequence[Scheme], inputs: Inputs) -> list[dict[str, int]] | LeftOut:
    found = []
    for scheme in schemes:
        try:
            found.append(replayed(scheme, inputs))
        except DataMissing as error:
            return LeftOut(inputs.period, scheme, error.message)
    return found


def _cost(inputs: Inputs, found: Sequence[Mapping[str, int]]) -> MonthCost:
    draft, *others = found
    people = len({member for one in found for member in one})
    return MonthCost(inputs.period, people, sum(draft.values()), sum(others[0].values()) if others else None)


def _people(paid: Sequence[tuple[Inputs, list[dict[str, int]]]]) -> list[MemberPast]:
    members: dict[str, Member] = {}
    months: dict[str, list[MemberMonth]] = {}
    for inputs, found in paid:
        draft, current = found[0], found[1] if len(found) > 1 else {}
        for member in inputs.members:
            id = member.member_id
            if id in draft or id in current:
                members[id] = member
                months.setdefault(id, []).append(MemberMonth(inputs.period, draft.get(id), current.get(id)))
    return [MemberPast(members[id], tuple(months[id])) for id in sorted(members)]


def _nobody(months: Sequence[Inputs]) -> DataMissing:
    span = f"{months[-1].period} – {months[0].period}"
    shop_id = months[0].shop_id
    return DataMissing(
        Text(
            f"{shop_id} 在 {span} 没有方案适用的人；请核对 applies_to 和人员表",
            f"the scheme pays nobody of {shop_id} in {span}; check applies_to and the staff table",
        )
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum(known) if known else None
