"""What the scoreboard shows: one standing per member, the shop's figures, and the month before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from twofour.events.roster import Member
from twofour.metrics import Measure, quantity_of
from twofour.money import divide, round_half_up, yuan_of
from twofour.pay import Payslip
from twofour.period import Period
from twofour.text import Lang, Text

Figures = Mapping[str, Measure]
"""Measures of one subject by metric."""

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's month; ``payslip`` is ``None`` for whom the scheme does not pay."""

    member: Member
    figures: Figures
    payslip: Payslip | None

    @property
    def sells(self) -> bool:
        """Whether there are enough inquiries to speak of a conversion."""
        return self.count("inquiries") >= 10

    def count(self, metric: str) -> int:
        """The numerator of a metric, 0 where nothing was counted."""
        found = self.figures.get(metric)
        return found.numerator if found else 0

    def quotient(self, metric: str) -> Decimal | None:
        """A metric's quotient; ``None`` where it has no value."""
        return quotient(self.figures.get(metric))


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the scoreboard. ``daily``: sales of each day in fen. ``before``: the month before."""

    shop: str
    period: Period
    paid: tuple[Standing, ...]
    others: tuple[Standing, ...]
    shop_figures: Figures
    daily: tuple[tuple[date, int], ...]
    before: Mapping[str, Figures] = field(default_factory=dict)

    @property
    def everybody(self) -> tuple[Standing, ...]:
        """Paid members by score, then the others."""
        return self.paid + self.others

    @property
    def payroll(self) -> int:
        """Fen that the run pays."""
        return sum(s.payslip.total for s in self.paid if s.payslip)

    def total(self, metric: str) -> int:
        """The sum of a metric's numerators over the paid members."""
        return sum(standing.count(metric) for standing in self.paid)

    def ratio(self, metric: str) -> Decimal | None:
        """A ratio of the paid members together, from their sums."""
        found = [s.figures[metric] for s in self.paid if metric in s.figures]
        over = sum(m.denominator for m in found)
        return divide(sum(m.numerator for m in found), over) if over else None


def board(
    shop: str,
    period: Period,
    members: Iterable[Member],
    payslips: Iterable[Payslip],
    by_member: Sequence[Measure],
    by_shop: Sequence[Measure],
    by_day: Sequence[Measure],
    before: Sequence[Measure] = (),
) -> Board:
    """Put payslips and measures together: paid members by score, the others by receptions.

    ``by_member``, ``by_shop`` and ``before`` are totals of the period and of the month before,
    ``by_day`` the shop's daily figures.
    """
    slips = {slip.member.member_id: slip for slip in payslips}
    figures = by_subject(by_member)
    standings = [
        Standing(member, figures.get(member.member_id, {}), slips.get(member.member_id)) for member in members
    ]
    sold = {m.day: m.numerator for m in by_day if m.metric == "sales"}
    return Board(
        shop,
        period,
        tuple(sorted((s for s in standings if s.payslip), key=_rank)),
        tuple(sorted((s for s in standings if not s.payslip), key=lambda s: -s.count("received"))),
        by_subject(by_shop).get(shop, {}),
        tuple((day, sold.get(day, 0)) for day in period.days),
        by_subject(before),
    )


def _rank(standing: Standing) -> tuple[Decimal, int, str]:
    score = standing.payslip.scorecard.score if standing.payslip else Decimal(0)
    return -score, -standing.count("effective_sales"), standing.member.member_id


def by_subject(measures: Iterable[Measure]) -> dict[str, dict[str, Measure]]:
    """Measures by subject and metric."""
    found: dict[str, dict[str, Measure]] = {}
    for measure in measures:
        found.setdefault(measure.subject_id, {})[measure.metric] = measure
    return found


def quotient(measure: Measure | None) -> Decimal | None:
    """A measure's quotient; ``None`` where there is none."""
    amount = quantity_of(measure).amount if measure else None
    return None if amount is None else Decimal(amount)


def percent(share: Decimal | None) -> str:
    """A share as ``37.2%``."""
    return NOTHING if share is None else f"{round_half_up(share * 100, 1)}%"


def seconds(amount: Decimal | None, lang: Lang) -> str:
    """A time as ``23秒``."""
    return (
        NOTHING
        if amount is None
        else Text(f"{round_half_up(amount, 0)}秒", f"{round_half_up(amount, 0)}s").say(lang)
    )


def whole_yuan(fen: Decimal | int) -> str:
    """Money in whole yuan, for reading at a glance."""
    return f"{round_half_up(yuan_of(int(fen)), 0):,}"
