"""What stands behind a figure of a run: opened from the data that it read, beside what newer data say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache

from twofour.events.lake import Lake
from twofour.explain import Quantity
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.period import Period
from twofour.plan.proof import Subject, basis_of, data_of, erased, recorded, rows_behind
from twofour.problems import TwoFourError
from twofour.scheme import read_scheme
from twofour.statements import Run
from twofour.text import Text
from twofour.web.bridge import lake
from twofour.web.bridge import metric_table as table
from twofour.web.bridge.evidence import Found, as_found
from twofour.web.bridge.kept import kept
from twofour.web.bridge.periods import run_named

__all__ = ["MetricEntry", "OnData", "Opened", "Run", "book_of", "opened", "run_named", "subject_in"]


@dataclass(frozen=True, slots=True)
class OnData:
    """A figure and its rows on one state of the data (``number``), or in words why there are none."""

    number: int
    found: Found | None
    refused: Text | None

    @property
    def value(self) -> Quantity | None:
        """The figure; ``None`` where the rows cannot be opened or the subject has none."""
        return None if self.found is None else self.found.value


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure of a run: what the run says it is, its rows then, and on the newest data if that is newer.

    ``erased``: what was erased since of the rows, in words.
    """

    run: Run
    name: str
    said: Quantity | None
    then: OnData
    now: OnData | None
    erased: list[Text]

    @property
    def agrees(self) -> bool:
        """Whether the rows add up to what the run says."""
        return self.then.value == self.said

    @property
    def moved(self) -> bool:
        """Whether newer data give another figure."""
        return self.now is not None and self.now.refused is None and self.now.value != self.said


def opened(shop_id: str, name: str, run: Run, metric: str, subject: Subject, period: Period) -> Opened:
    """A figure of the run called ``name`` in ``period``: the run's own, or a month that it looks back to."""
    then, newest = run.lake.snapshot, lake.newest()
    place = (str(lake.data()), shop_id, name)
    return Opened(
        run,
        name,
        recorded(run, metric, subject, period),
        _on_data(*place, then, metric, subject, period),
        _on_data(*place, newest, metric, subject, period) if newest > then else None,
        erased(lake.data(), shop_id, period),
    )


def book_of(run: Run) -> MetricBook:
    """Every metric that a run can name. Raises ``SchemeError`` for a scheme of another TwoFour."""
    return _book(run.scheme.source, run.scheme.id)


def subject_in(run: Run, kind: str, id: str) -> table.Subject | None:
    """Somebody as a run knew them, with the team that they were in; ``None`` for nobody of the run."""
    if kind == "member":
        people = (slip.member for slip in run.payslips)
        found = next((one for one in people if one.member_id == id), None)
        return found and table.Subject("member", id, found.name, id, found.team)
    if kind == "team":
        known = {slip.member.team for slip in run.payslips}
        known |= {one.subject_id for one in run.measures if one.subject_kind == "team"}
        return table.Subject("team", id, id, team=id) if id in known else None
    return table.Subject("shop", id, id) if kind == "shop" and id in run.shops else None


@kept(LRUCache(64))
def _on_data(
    folder: str,
    shop_id: str,
    name: str,
    number: int,
    metric: str,
    subject: Subject,
    period: Period,
) -> OnData:
    run = run_named(shop_id, name)
    assert run is not None
    data = Lake.open(Path(folder))
    try:
        snapshot = data_of(run, data) if number == run.lake.snapshot else data.snapshot(number)
        basis = basis_of(run, snapshot)
        figure = rows_behind(basis.question(period), basis.book, metric, subject, basis.source)
    except TwoFourError as error:
        return OnData(number, None, error.message)
    return OnData(number, as_found(figure), None)


@kept(LRUCache(16))
def _book(source: str, name: str) -> MetricBook:
    return read_scheme(source, name).book
