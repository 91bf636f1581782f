"""Past months as advice looks at them: figures of the people concerned, by person and month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.metrics import Measure, quantity_of, summed
from twofour.metrics.own import MetricBook, MetricEntry, leaves
from twofour.metrics.own.composing import compose
from twofour.money import add, divide
from twofour.period import Period
from twofour.scheme.base import Of
from twofour.scheme.scheme import AppliesTo
from twofour.scorecard import Inputs
from twofour.text import Text

FEWEST_ROWS = 10
"""A rate or a mean out of fewer rows is chance (1 order of 1 inquiry is 100 %), and no figure to go by."""


class Point(NamedTuple):
    """One subject's figure of one month, in the unit people write (yuan, seconds, a fraction of 1)."""

    subject: str
    name: str
    month: Period
    amount: Decimal
    measure: Measure


class PastMonths:
    """Months of one shop, latest first, and those of its people whom ``who`` names.

    ``of`` says whose figures are meant where nothing else is said: theirs or their teams'. Who did nothing
    at all in a month (on leave, not yet there) has no figures of it, nor have rates of a handful of rows.
    """

    def __init__(
        self, months: Sequence[Inputs], book: MetricBook, who: AppliesTo | None = None, of: Of = "member"
    ) -> None:
        self.months = tuple(months)
        self.book = book
        self.of = of
        self._who = who or AppliesTo()
        self._points: dict[tuple[str, Of], list[Point]] = {}

    @cached_property
    def people(self) -> tuple[tuple[Member, ...], ...]:
        """Those who worked, by month."""
        found = []
        for inputs in self.months:
            busy = {key[1] for key, one in inputs.measures.items() if key[0] == "member" and one.numerator}
            members = [m for m in inputs.members if m in self._who and m.member_id in busy]
            found.append(tuple(sorted(members, key=lambda member: member.member_id)))
        return tuple(found)

    @property
    def span(self) -> Text:
        """The months in words: ``2026-05 至 2026-06``."""
        first, last = self.months[-1].period, self.months[0].period
        if first == last:
            return Text(f"{last}", f"{last}")
        return Text(f"{first} 至 {last}", f"{first} to {last}")

    def points(self, metric: str, of: Of | None = None) -> list[Point]:
        """Every figure of ``metric`` that there is, latest month first; what has no value is left out."""
        of = of or self.of
        if (metric, of) not in self._points:
            self._points[metric, of] = [
                point
                for at, inputs in enumerate(self.months)
                for subject, name in self._subjects(at, of)
                if (point := self._point(inputs, metric, of, subject, name)) is not None
            ]
        return self._points[metric, of]

    def figures(self, metric: str, of: Of | None = None) -> list[Decimal]:
        """The amounts alone."""
        return [point.amount for point in self.points(metric, of)]

    def pooled(self, metric: str, month: int = 0) -> Decimal | None:
        """The figure of all these people together: divided anew from their sums; counts and money a head."""
        entry, points = self.book[metric], self.of_month(metric, month)
        if not points:
            return None
        if entry.combine == "pool" and entry.composition is None:
            top, bottom, _ = summed(point.measure for point in points)
            return None if bottom == 0 else in_yuan(entry, divide(top, bottom))
        return divide(add(*(point.amount for point in points)), len(points))

    def of_month(self, metric: str, month: int) -> list[Point]:
        """The points of one month, 0 being the latest."""
        if month >= len(self.months):
            return []
        period = self.months[month].period
        return [point for point in self.points(metric) if point.month == period]

    def _subjects(self, at: int, of: Of) -> list[tuple[str, str]]:
        people = self.people[at]
        if of == "shop":
            return [(self.months[at].shop_id, self.months[at].shop_id)]
        if of == "team":
            return [(team, team) for team in dict.fromkeys(m.team for m in people if m.team)]
        return [(member.member_id, member.name) for member in people]

    def _point(self, inputs: Inputs, metric: str, of: Of, subject: str, name: str) -> Point | None:
        entry, measure = self.book[metric], measure_of(inputs, self.book, metric, of, subject)
        amount = None if measure is None else quantity_of(measure).amount
        if measure is None or amount is None:
            return None
        if entry.combine == "pool" and not entry.own and measure.denominator < FEWEST_ROWS * entry.scale:
            return None
        return Point(subject, name, inputs.period, Decimal(amount), measure)


def measure_of(inputs: Inputs, book: MetricBook, metric: str, of: Of, subject: str) -> Measure | None:
    """The measure of one subject, composed of its parts where the metric is."""
    found = inputs.measures.get((of, subject, metric))
    if found is not None or not book[metric].parts:
        return found
    measured = {leaf: inputs.measures.get((of, subject, leaf)) for leaf in leaves(book, metric)}
    composed = compose(book, metric, {leaf: one for leaf, one in measured.items() if one is not None})
    if composed is None:
        return None
    return Measure(of, subject, metric, composed.numerator, composed.denominator, 0, book[metric].unit)


def in_yuan(entry: MetricEntry, amount: Decimal) -> Decimal:
    """An amount of fen as yuan; everything else as it is."""
    return amount.scaleb(-2) if entry.money else amount
