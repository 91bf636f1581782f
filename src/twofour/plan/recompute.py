"""A closed period computed again from newer data: what each of its lines would be, and what to post."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from twofour.events.lake import Lake, Snapshot
from twofour.ledger import Book, Finding, Ledger, difference, findings
from twofour.ledger.book import Attached
from twofour.ledger.correcting import Place, adjust, posted
from twofour.ledger.facts import Adjustment
from twofour.ledger.runs import read_kept
from twofour.metrics import SubjectKind, ask, count_lake, measures
from twofour.metrics.question import Progress
from twofour.run import run
from twofour.scheme import Scheme, read_scheme
from twofour.statements import Run
from twofour.text import Text

_KINDS: tuple[SubjectKind, ...] = ("member", "team", "shop")


@dataclass(frozen=True)
class Recomputed:
    """A run of a closed period beside the same computed again, and what the differences come to."""

    attached: Attached
    original: Run
    again: Run
    findings: list[Finding]

    @property
    def adjustments(self) -> list[Adjustment]:
        """What is to be posted."""
        return [one.adjustment for one in self.findings if one.adjustment is not None]


def recompute(
    ledger: Ledger,
    lake: Lake,
    snapshot: Snapshot,
    book: Book,
    key: str,
    *,
    day: date,
    faults: Collection[str] = (),
    corrected: Scheme | None = None,
    progress: Progress | None = None,
) -> Iterator[Recomputed]:
    """Every run of the period ``key`` on ``snapshot``, one after the other; nothing is written.

    ``day`` is when this is asked, for schemes that look back only so long. ``faults`` are the members whose
    fault late refunds are. ``corrected`` takes the place of the scheme of its name, and leaves out others.
    """
    for attached in book.period(key).runs.values():
        if corrected is not None and corrected.scheme != attached.scheme.id:
            continue
        original = read_kept(ledger.folder, attached.run, attached.digest)
        scheme = corrected or read_scheme(original.scheme.source, attached.scheme.id)
        again = run(snapshot, scheme, original.period, ledger.shop_id, progress)
        found = findings(
            difference(original, again),
            scheme,
            original,
            day=day,
            refunds=_refunds(lake, snapshot, original, scheme, ledger.shop_id),
            faults=faults,
            before=_mine(posted(book, key), attached, book),
            cause="scheme_correction" if corrected else "corrected_data",
        )
        yield Recomputed(attached, original, again, found)


def check_adjustable(book: Book, key: str, into: str) -> None:
    """Raise, before a long computation, what posting its differences in ``into`` would raise."""
    trial = Adjustment(
        member="", line="", title=Text("", ""), fen=1, cause="corrected_data", why=Text("", "")
    )
    adjust(book, key, into, "", [trial])


def _mine(done: dict[Place, int], attached: Attached, book: Book) -> dict[Place, int]:
    """What was posted for people of one run; those of no run belong to the first."""
    others = {
        member
        for period in book.periods.values()
        for run in period.runs.values()
        if run.scheme.id != attached.scheme.id
        for member in run.earned
    }
    return {
        place: fen for place, fen in done.items() if place[0] in attached.earned or place[0] not in others
    }


def _refunds(lake: Lake, snapshot: Snapshot, original: Run, scheme: Scheme, shop_id: str) -> dict[str, int]:
    """Fen by which the refunds of each subject grew since the original run's snapshot."""
    then = _refunded(lake.snapshot(original.lake.snapshot), original, scheme, shop_id)
    now = _refunded(snapshot, original, scheme, shop_id)
    return {subject: now.get(subject, 0) - then.get(subject, 0) for subject in {**then, **now}}


def _refunded(snapshot: Snapshot, original: Run, scheme: Scheme, shop_id: str) -> dict[str, int]:
    counted = count_lake(ask(snapshot, [shop_id], scheme.rules, original.period))
    staff = snapshot.scan("staff", shop_ids=[shop_id]).collect()
    return {
        f"{kind}:{one.subject_id}": one.numerator
        for kind in _KINDS
        for one in measures(counted, staff, original.period, kind)
        if one.metric == "refunds_credited"
    }
