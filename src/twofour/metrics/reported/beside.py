"""Our figures beside a platform's: the same metric, subject and period, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from twofour.metrics.measure import Measure, SubjectKind, quantity_of
from twofour.metrics.own.entry import CATALOGUE, MetricEntry
from twofour.metrics.reported.sources import report_source
from twofour.money import divide, subtract
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure twice: ``ours`` counted, ``theirs`` from the report; ``None`` where one side has none.

    ``entry`` is the metric as we count it, ``why`` the sentence on why the two may differ.
    """

    subject_kind: SubjectKind
    subject_id: str
    entry: MetricEntry
    ours: Measure | None
    theirs: Measure | None
    why: Text

    @property
    def our_amount(self) -> Decimal | None:
        """Our figure in the unit people read (yuan, seconds, a fraction of 1)."""
        return _amount(self.ours)

    @property
    def their_amount(self) -> Decimal | None:
        """The report's, in the same unit."""
        return _amount(self.theirs)

    @property
    def difference(self) -> Decimal | None:
        """Ours less theirs."""
        ours, theirs = self.our_amount, self.their_amount
        return None if ours is None or theirs is None else subtract(ours, theirs)

    @property
    def relative(self) -> Decimal | None:
        """The difference as a share of their figure; ``None`` where theirs is 0."""
        theirs = self.their_amount
        if self.difference is None or not theirs:
            return None
        return divide(self.difference, abs(theirs))

    @property
    def apart(self) -> Decimal:
        """How far they lie apart, for the order: the relative difference without its sign, without end where
        theirs is 0 and ours is not, and below all others where one side has no figure.
        """
        if self.difference is None:
            return Decimal(-1)
        if self.relative is None:
            return Decimal("Infinity") if self.difference else Decimal(0)
        return abs(self.relative)


def beside(ours: Iterable[Measure], theirs: Iterable[Measure], source: str) -> list[Beside]:
    """Measures of a period as a whole, ``ours`` counted and ``theirs`` from the reports of ``source``, pair
    by pair: every metric that the report gives anybody, of every subject that either side has a figure of;
    the furthest apart first, then in the order of the catalogue and the subjects.
    """
    report = report_source(source)
    counted = {(m.subject_kind, m.subject_id, m.metric): m for m in ours}
    reported = {(m.subject_kind, m.subject_id, m.metric): m for m in theirs}
    whys = {metric: report.recipe(metric).differs for _, _, metric in reported}
    found = []
    for key in {**reported, **counted}:
        kind, subject, metric = key
        if metric in whys:
            one = Beside(kind, subject, CATALOGUE[metric], counted.get(key), reported.get(key), whys[metric])
            if one.our_amount is not None or one.their_amount is not None:
                found.append(one)
    rank = {metric: position for position, metric in enumerate(CATALOGUE)}
    return sorted(found, key=lambda one: (-one.apart, rank[one.entry.id], one.subject_id))


def _amount(measure: Measure | None) -> Decimal | None:
    amount = None if measure is None else quantity_of(measure).amount
    return None if amount is None else Decimal(amount)
