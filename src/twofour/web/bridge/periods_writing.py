"""What the pages write into a shop's ledger; what the ledger refuses is not written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from twofour.ledger import Book, Registry, closing, correcting, holding
from twofour.ledger.facts import Adjustment, State
from twofour.ledger.people import same_person
from twofour.ledger.runs import Kept, keep_run
from twofour.period import Period
from twofour.problems import Refused
from twofour.run import run
from twofour.statements import freeze
from twofour.text import Text
from twofour.web.bridge import lake
from twofour.web.bridge.periods import ledger
from twofour.web.bridge.periods_schemes import Version, scheme_of

Tell = Callable[[int, int], None]
RUNS = "runs"
"""Where in the data folder frozen runs lie with all their files."""


def open_period(shop_id: str, by: str, period: Period) -> Book:
    """Begin a period as a draft."""
    return ledger(shop_id).write(by, lambda book: closing.open_period(book, period))


def compute(shop_id: str, version: Version, period: Period, tell: Tell) -> Kept:
    """Score and pay a period under an approved scheme on the newest data, freeze it, keep its record."""
    found = run(lake.snapshot(), scheme_of(version), period, shop_id, tell)
    return keep_run(ledger(shop_id).folder, freeze(found, lake.data() / RUNS))


def attach(shop_id: str, by: str, key: str, run: Kept) -> Book:
    """Give a draft period the lines of a run that ``compute`` kept."""
    return ledger(shop_id).write(by, lambda book: closing.attach(book, key, run.run, run.id, run.digest))


def move(shop_id: str, by: str, key: str, to: State, seen: str) -> Book:
    """One step on; ``seen`` is the head of the book that the person looked at."""
    approved = Registry(lake.data()).digests() if to == "approved" else set()
    return ledger(shop_id).write(by, lambda book: closing.move(_only(book, seen), key, to, by, approved))


def step_back(shop_id: str, by: str, key: str, reason: str) -> Book:
    """One step back, before the lock."""
    return ledger(shop_id).write(by, lambda book: closing.step_back(book, key, reason))


def pay_out(shop_id: str, by: str, key: str, reference: str, members: list[str]) -> Book:
    """Record that a locked period was paid, to everybody or to some."""
    return ledger(shop_id).write(by, lambda book: closing.pay_out(book, key, reference, members))


def hold(
    shop_id: str, by: str, key: str, line: str, until: date, reason: str, *,
    fen: int | None, share: Decimal | None, members: list[str],
) -> Book:  # fmt: skip
    """Hold a part of a line of a draft period until a day, of some or of everybody."""
    return ledger(shop_id).write(
        by,
        lambda book: holding.hold(book, key, line, until, reason, fen=fen, share=share, members=members),
    )


def release(shop_id: str, by: str, into: str, name: str, reason: str) -> Book:
    """Pay a hold out in a draft period."""
    return ledger(shop_id).write(by, lambda book: holding.release(book, into, [name], reason))


def adjust(
    shop_id: str, by: str, key: str, into: str, run: str, adjustments: list[Adjustment], seen: str
) -> Book:
    """Post the differences of a closed period in a draft one."""
    return ledger(shop_id).write(
        by, lambda book: correcting.adjust(_only(book, seen), key, into, run, adjustments)
    )


def appeal(
    shop_id: str, by: str, key: str, member: str, line: str, fen: int, evidence: str, due: date,
    order: str | None,
) -> Book:  # fmt: skip
    """File an objection to a line."""
    return ledger(shop_id).write(
        by, lambda book: correcting.appeal(book, key, member, line, fen, evidence, due, order)
    )


def approve_appeal(shop_id: str, by: str, name: str, into: str, reason: str, fen: int) -> Book:
    """Approve an objection: an adjustment in a draft period."""
    return ledger(shop_id).write(
        by, lambda book: correcting.approve_appeal(book, name, into, reason, by, fen)
    )


def reject_appeal(shop_id: str, by: str, name: str, reason: str) -> Book:
    """Reject an objection."""
    return ledger(shop_id).write(by, lambda book: correcting.reject_appeal(book, name, reason, by))


def wrote(authors: list[str], *names: str) -> bool:
    """Whether somebody of ``names`` is among the authors."""
    return any(same_person(one, author) for one in names for author in authors)


def _only(book: Book, seen: str) -> Book:
    if book.head != seen:
        raise Refused(
            Text(
                "你打开这一页之后，账本里又有了新的记录；请刷新页面，再看一遍",
                "somebody has written into the ledger since you opened the page; reload it and look again",
            )
        )
    return book
