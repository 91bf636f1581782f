"""The ledger behind the pages: its book, the runs that it keeps, and the files made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache

from twofour.ledger import Balance, Book, Ledger, balances
from twofour.ledger.book import Attached, Hold, PeriodBook
from twofour.ledger.export import payroll as payroll_of
from twofour.ledger.facts import CAUSES, State
from twofour.ledger.runs import read_kept
from twofour.ledger.states import STATES, Meaning, check_draft
from twofour.pay import Payslip
from twofour.period import Period, month_of
from twofour.statements import Run
from twofour.statements.names import file_stem
from twofour.statements.render_html import statement_html
from twofour.statements.render_xlsx import statement_xlsx
from twofour.statements.seal import Seal
from twofour.text import Text
from twofour.web.bridge import figures, lake
from twofour.web.bridge.kept import kept

__all__ = [
    "CAUSES",
    "Attached",
    "Balance",
    "Book",
    "Hold",
    "Meaning",
    "PeriodBook",
    "Run",
    "Slip",
    "State",
    "book",
    "check_draft",
    "file_stem",
    "ledger",
    "meaning",
    "next_period",
    "payroll",
    "rows",
    "run_named",
    "run_of",
    "slip",
    "statement",
]

# On a page one sees what may be done; the ledger's own words name the acts of its commands.
_DRAFT = Text("内容还能改，核算可以重做", "still open to changes; it can be run again")


@dataclass(frozen=True)
class Slip:
    """What a run pays a member, with the run and how the ledger knows it."""

    attached: Attached
    run: Run
    payslip: Payslip


def ledger(shop_id: str) -> Ledger:
    """The ledger of a shop."""
    return Ledger(lake.data(), shop_id)


def book(shop_id: str) -> Book:
    """What the ledger of a shop says now; not to be changed. Raises ``Refused`` if it was tampered with."""
    return _book(str(lake.data()), shop_id, _stamp(ledger(shop_id).journal.path))


def rows(shop_id: str, key: str) -> list[Balance]:
    """Every member's money of a period, by team and id; the team is the one of the period, not today's."""
    return _rows(str(lake.data()), shop_id, _stamp(ledger(shop_id).journal.path), key)


def meaning(state: State) -> Meaning:
    """A period's state for people who look at its page."""
    return STATES[state]._replace(means=_DRAFT) if state == "draft" else STATES[state]


def next_period(shop_id: str) -> Period | None:
    """The month to open next: the one after the last, at first the data's latest; ``None`` without data."""
    known = book(shop_id).in_order
    if known:
        return month_of(known[-1].period.stop)
    day = figures.latest_day(shop_id)
    return None if day is None else month_of(day)


def run_of(attached: Attached) -> Run:
    """The run that gives a period its lines. Raises ``Refused`` if it is gone or not what it was."""
    return _run(str(lake.data() / "ledger"), attached.run, attached.digest)


def run_named(shop_id: str, id: str) -> Run | None:
    """The run of that name on which the ledger of a shop rests, also one that only showed differences;
    ``None`` for a name that it does not know.
    """
    for one in book(shop_id).periods.values():
        for attached in one.runs.values():
            if attached.run == id:
                return run_of(attached)
        if any(posted.origin == id for posted in one.posted):
            return _run(str(lake.data() / "ledger"), id, None)
    return None


def slip(period: PeriodBook, member: str) -> Slip | None:
    """What the runs of a period pay a member; ``None`` for somebody whom none of them pays."""
    attached = next((run for run in period.runs.values() if member in run.earned), None)
    if attached is None:
        return None
    found = run_of(attached)
    return Slip(attached, found, _slips(str(lake.data()), attached.run, attached.digest)[member])


def statement(found: Slip, form: str) -> bytes:
    """A statement as ``html`` or ``xlsx``: the very bytes that were frozen with the run."""
    seal = Seal(found.attached.run, found.attached.digest)
    if form == "xlsx":
        return statement_xlsx(found.run, found.payslip, seal)
    return statement_html(found.run, found.payslip, seal).encode()


def payroll(shop_id: str, key: str, form: str) -> bytes:
    """A period's payroll as ``csv`` or ``xlsx``."""
    return payroll_of(book(shop_id), key, form)


def _stamp(path: Path) -> tuple[int, int]:
    """When a file that only grows was last written, and how long it is."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@kept(LRUCache(16))
def _book(folder: str, shop_id: str, stamp: tuple[int, int]) -> Book:
    return Ledger(Path(folder), shop_id).book()


@kept(LRUCache(64))
def _rows(folder: str, shop_id: str, stamp: tuple[int, int], key: str) -> list[Balance]:
    found = _book(folder, shop_id, stamp)
    teams = {one.member: one.team for one in found.period(key).people}
    there = (row._replace(team=teams.get(row.member, row.team)) for row in balances(found, period=key))
    return sorted(there, key=lambda row: (row.team or "", row.member))


@kept(LRUCache(8))
def _run(folder: str, id: str, digest: str | None) -> Run:
    return read_kept(Path(folder), id, digest)


@kept(LRUCache(8))
def _slips(folder: str, id: str, digest: str) -> dict[str, Payslip]:
    found = _run(str(Path(folder) / "ledger"), id, digest)
    return {one.member.member_id: one for one in found.payslips}
