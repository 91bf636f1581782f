"""A shop whose ledger tests write into: one verb an act, amounts in yuan as people write them.

财务 writes, 店长 approves. ``earn`` attaches a run that gives these lines: ``earn("2026-06",
m01={"base": "3000.00"})``. ``row`` is what a member's period comes to, only the parts that are not 0.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from twofour.events.roster import Member
from twofour.explain import Quantity, leaf
from twofour.ledger import Book, Ledger, balances, closing, correcting, holding, standing, untrue
from twofour.ledger.facts import Adjustment, Cause
from twofour.money import format_fen, parse_fen
from twofour.pay import Line, Payslip
from twofour.period import parse_day, parse_period
from twofour.scorecard import Scorecard
from twofour.statements import CountingRecord, LakeRecord, Run, SchemeRecord
from twofour.statements.run_json import content_digest
from twofour.text import Text, same

WRITER, CHECKER = "财务", "店长"
NAMES = {"m01": "林小雨", "m02": "陈晓东"}
Lines = dict[str, str]


def run_of(period: str, scheme: str = "presales", shop_id: str = "s1", **members: Lines) -> Run:
    """A run of lines that were not computed, so that a test can say any amount."""
    payslips = []
    for id, lines in members.items():
        card = Scorecard(
            id, (), (), Decimal(0), Decimal(0), leaf(same("score"), Quantity(Decimal(0), "point"))
        )
        written = [
            Line(line, line.partition("-")[0], same(line), fen, leaf(same(line), Quantity(fen, "fen")))
            for line, fen in ((line, parse_fen(yuan)) for line, yuan in lines.items())
        ]
        payslips.append(Payslip(Member(id, NAMES.get(id, id), "一组"), card, tuple(written)))
    return Run(
        period=parse_period(period),
        shops=(shop_id,),
        scheme=SchemeRecord(scheme, Text("方案", "scheme"), date(2026, 6, 1), f"{scheme}-digest", ""),
        counting=CountingRecord({}, ""),
        lake=LakeRecord(1, {}),
        as_of={shop_id: None},
        payslips=tuple(payslips),
        measures=(),
        software="0",
    )


class Shop:
    """One shop's ledger in a folder."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder, "s1")

    @property
    def book(self) -> Book:
        """The book, read again from its file; whatever was done, it must add up."""
        book = self.ledger.book()
        assert untrue(book) == []
        return book

    def open(self, period: str, by: str = WRITER) -> None:
        self.ledger.write(by, lambda book: closing.open_period(book, parse_period(period)))

    def attach(self, key: str, run: Run, by: str = WRITER) -> None:
        digest = content_digest(run)
        self.ledger.write(by, lambda book: closing.attach(book, key, run, f"{key}-{digest[:8]}", digest))

    def earn(self, period: str, scheme: str = "presales", by: str = WRITER, **members: Lines) -> None:
        self.attach(period, run_of(period, scheme, **members), by)

    def to(self, key: str, state: str, by: str = CHECKER, approved: tuple[str, ...] | None = None) -> None:
        digests = ("presales-digest", "aftersales-digest") if approved is None else approved
        self.ledger.write(by, lambda book: closing.move(book, key, state, by, digests))  # type: ignore[arg-type]

    def back(self, key: str, reason: str = "数据有误", by: str = CHECKER) -> None:
        self.ledger.write(by, lambda book: closing.step_back(book, key, reason))

    def lock(self, key: str) -> None:
        for state in ("reviewed", "approved", "locked"):
            self.to(key, state)

    def pay(self, key: str, *members: str, reference: str = "招行 0705") -> None:
        self.ledger.write(WRITER, lambda book: closing.pay_out(book, key, reference, members))

    def month(self, period: str, **members: Lines) -> None:
        """A month from opening to lock, nothing special in it."""
        self.open(period)
        self.earn(period, **members)
        self.lock(period)

    def hold(self, key: str, line: str, until: str, *members: str, yuan: str = "", share: str = "") -> None:
        fen = parse_fen(yuan) if yuan else None
        part = Decimal(share.rstrip("%")) / 100 if share else None
        self.ledger.write(
            WRITER,
            lambda book: holding.hold(
                book, key, line, parse_day(until), "退货期", fen=fen, share=part, members=members
            ),
        )

    def release(self, into: str, *holds: str, reason: str | None = None) -> None:
        self.ledger.write(WRITER, lambda book: holding.release(book, into, holds, reason))

    def adjust(
        self, of: str, into: str, member: str, line: str, yuan: str, cause: Cause = "late_refund"
    ) -> None:
        said = Adjustment(
            member=member, line=line, title=same(line), fen=parse_fen(yuan), cause=cause, why=same("退款")
        )
        self.ledger.write(WRITER, lambda book: correcting.adjust(book, of, into, "run", [said]))

    def appeal(self, key: str, member: str, line: str, yuan: str, by: str = WRITER) -> None:
        self.ledger.write(
            by,
            lambda book: correcting.appeal(
                book,
                key,
                member,
                line,
                parse_fen(yuan),
                "6月3日 10:12 的会话",
                parse_day("2026-07-20"),
                "o-17",
            ),
        )

    def approve_appeal(self, name: str, into: str, by: str = CHECKER, yuan: str | None = None) -> None:
        fen = None if yuan is None else parse_fen(yuan)
        self.ledger.write(by, lambda book: correcting.approve_appeal(book, name, into, "证据属实", by, fen))

    def reject_appeal(self, name: str, by: str = CHECKER) -> None:
        self.ledger.write(by, lambda book: correcting.reject_appeal(book, name, "会话在下单之后", by))

    def advance(
        self, member: str, yuan: str, instalment: str, since: str, approved_by: str = CHECKER
    ) -> None:
        self.ledger.write(
            WRITER,
            lambda book: holding.advance(
                book,
                member,
                parse_fen(yuan),
                parse_fen(instalment),
                parse_period(since),
                "家中急用",
                by=WRITER,
                approved_by=approved_by,
                name=NAMES.get(member),
            ),
        )

    def row(self, period: str, member: str = "m01") -> dict[str, str]:
        """What a member's period comes to, in yuan; parts of 0 are left out."""
        (found,) = balances(self.book, period=period, member=member)
        parts = found.settlement
        shown = {
            "earned": parts.earned,
            "adjusted": parts.adjusted,
            "carried_in": parts.carried_in,
            "released": parts.released,
            "recovered": parts.recovered,
            "held": parts.held,
            "carried_out": parts.carried_out,
            "paid": found.paid,
            "payable": found.payable,
        }
        return {name: format_fen(fen) for name, fen in shown.items() if fen}

    def stands(self, member: str | None = None) -> dict[str, str]:
        """Where everything ever earned is now, in yuan; parts of 0 are left out."""
        return {name: format_fen(fen) for name, fen in standing(self.book, member)._asdict().items() if fen}
