"""Whatever is done to a ledger: nothing is lost, nothing negative is paid, what is locked stays locked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "spec" / "ledger"))
from bookkeeping import run_of

from twofour.ledger import Book, balances, balances_to_json, closing, correcting, holding, standing, untrue
from twofour.ledger.book import replay
from twofour.ledger.facts import Adjustment, AnyFact, Settlement, fact_from_json, fact_to_json
from twofour.ledger.journal import Entry, Written
from twofour.ledger.states import ONWARD
from twofour.money import format_fen
from twofour.period import parse_period
from twofour.problems import TwoFourError
from twofour.text import same

PERIODS = ("2026-06", "2026-07", "2026-08")
MEMBERS = ("m01", "m02", "m03")
AT = datetime(2026, 7, 1, tzinfo=UTC)
WRITER, CHECKER = "财务", "店长"

Act = tuple[str, Callable[[Book], AnyFact]]
# Months that come first are written into first, so that much of what is drawn is allowed.
periods, later = st.sampled_from(("2026-06", *PERIODS)), st.sampled_from(("2026-07", "2026-07", *PERIODS))
members = st.sampled_from(MEMBERS)
fen = st.one_of(st.integers(-3_000, 6_000), st.sampled_from([0, 1, -1, 10**12]))
some = st.integers(-500, 5_000)
lines = st.sampled_from(("base", "commission"))


@st.composite
def acts(draw: st.DrawFn) -> list[Act]:
    """One act by somebody, or a month closed; whether the ledger allows it is the ledger's business."""
    period, into, member, line, by = (draw(one) for one in (periods, later, members, lines, people))
    kind = draw(st.sampled_from([*KINDS, "close"]))
    if kind == "close":
        steps = [moved(draw, period), moved(draw, period), moved(draw, period), paid_out(draw, period)]
        return [("周洁", step) for step in steps[: draw(st.integers(3, 4))]]
    return [(by, KINDS[kind](draw, period, into, member, line, by))]


people = st.sampled_from((WRITER, WRITER, CHECKER))


def opened(draw: Any, period: str, *_: str) -> Callable[[Book], AnyFact]:
    return lambda book: closing.open_period(book, parse_period(period))


def earned(draw: Any, period: str, *_: str) -> Callable[[Book], AnyFact]:
    amounts = {
        member: {"base": format_fen(draw(fen)), "commission": format_fen(draw(fen))}
        for member in draw(st.lists(members, min_size=1, unique=True))
    }
    return lambda book: closing.attach(book, period, run_of(period, **amounts), "run", "digest")


def moved(draw: Any, period: str, *_: str) -> Callable[[Book], AnyFact]:
    return lambda book: closing.move(
        book, period, ONWARD.get(book.period(period).state, "locked"), "周洁", {"presales-digest"}
    )


def stepped_back(draw: Any, period: str, *_: str) -> Callable[[Book], AnyFact]:
    return lambda book: closing.step_back(book, period, "有误")


def paid_out(
    draw: Any, period: str, into: str = "", member: str = "m01", *_: str
) -> Callable[[Book], AnyFact]:
    chosen = (member,) if draw(st.booleans()) else ()
    return lambda book: closing.pay_out(book, period, "招行", chosen)


def held(draw: Any, period: str, into: str, member: str, line: str, by: str) -> Callable[[Book], AnyFact]:
    amount, until = draw(some), date(2026, draw(st.integers(6, 9)), 15)
    chosen = (member,) if draw(st.booleans()) else ()
    return lambda book: holding.hold(book, period, line, until, "退货期", fen=amount, members=chosen)


def released(draw: Any, period: str, into: str, *_: str) -> Callable[[Book], AnyFact]:
    name = f"H{draw(st.integers(1, 2))}"
    chosen = (name,) if draw(st.booleans()) else ()
    return lambda book: holding.release(book, into, chosen, "提前")


def adjusted(draw: Any, period: str, into: str, member: str, line: str, by: str) -> Callable[[Book], AnyFact]:
    said = Adjustment(
        member=member, line=line, title=same(line), fen=draw(fen), cause="late_refund", why=same("退款")
    )
    return lambda book: correcting.adjust(book, period, into, "run", [said])


def appealed(draw: Any, period: str, into: str, member: str, line: str, by: str) -> Callable[[Book], AnyFact]:
    amount = draw(some)
    return lambda book: correcting.appeal(book, period, member, line, amount, "会话", date(2026, 8, 1))


def decided(draw: Any, period: str, into: str, member: str, line: str, by: str) -> Callable[[Book], AnyFact]:
    name, yes = f"A{draw(st.integers(1, 3))}", draw(st.booleans())
    if yes:
        return lambda book: correcting.approve_appeal(book, name, into, "属实", by)
    return lambda book: correcting.reject_appeal(book, name, "不符", by)


def advanced(draw: Any, period: str, into: str, member: str, line: str, by: str) -> Callable[[Book], AnyFact]:
    amount, each = draw(st.integers(1, 4_000)), draw(st.integers(1, 2_000))
    return lambda book: holding.advance(
        book, member, amount, each, parse_period(period), "急用", by=by, approved_by="赵磊", name=member
    )


KINDS: dict[str, Callable[..., Callable[[Book], AnyFact]]] = {
    "open": opened,
    "earn": earned,
    "earn again": earned,
    "move": moved,
    "move on": moved,
    "move further": moved,
    "back": stepped_back,
    "pay": paid_out,
    "hold": held,
    "release": released,
    "adjust": adjusted,
    "appeal": appealed,
    "decide": decided,
    "advance": advanced,
}


FIRST = {"m01": {"base": "30.00", "commission": "20.00"}, "m02": {"commission": "-5.00"}}
BEGINNING: list[Act] = [
    (WRITER, opened(None, "2026-06")),
    (WRITER, opened(None, "2026-07")),
    (WRITER, lambda book: closing.attach(book, "2026-06", run_of("2026-06", **FIRST), "run", "digest")),
    (WRITER, lambda book: holding.hold(book, "2026-06", "commission", date(2026, 7, 15), "退货期", fen=300)),
]


@st.composite
def books(draw: st.DrawFn) -> list[Act]:
    """A June that somebody opened and perhaps closed already, and then anything."""
    closed: list[Act] = [("周洁", moved(draw, "2026-06"))] * 3
    closed.append(("周洁", paid_out(draw, "2026-06")))
    steps = draw(st.lists(acts(), min_size=10, max_size=35))
    return [*BEGINNING, *closed[: draw(st.integers(0, 4))], *chain(*steps)]


@settings(max_examples=200)
@given(books())
def test_whatever_is_done_everything_earned_is_in_some_state(steps: list[Act]) -> None:
    book, entries = Book("s1"), []
    locked: dict[str, dict[str, Settlement]] = {}
    paid: dict[tuple[str, str], int] = {}
    for by, propose in steps:
        before = _said(book)
        try:
            fact = propose(book)
        except TwoFourError:
            assert _said(book) == before
            continue
        written = fact_to_json(fact)
        entries.append(Entry(len(entries) + 1, AT, by, written))
        book.apply(fact_from_json(json.loads(json.dumps(written))), AT, by)
        assert untrue(book) == []
        _check_sum(book)
        for key, settled in locked.items():
            assert book.period(key).settled == settled
        locked = {key: one.settled for key, one in book.periods.items() if one.settled is not None}
        for row in balances(book):
            assert row.paid >= paid.get((row.period, row.member), 0)
            assert 0 <= row.paid <= row.settlement.payable
            paid[row.period, row.member] = row.paid
    assert _said(replay("s1", Written(tuple(entries), "head"))) == _said(book)


def _check_sum(book: Book) -> None:
    """Σ earned + Σ adjustments, added up from the facts themselves, is what all states hold together."""
    facts = sum(line.fen for one in book.periods.values() for who in one.people for line in who.lines)
    facts += sum(posted.adjustment.fen for one in book.periods.values() for posted in one.posted)
    left = sum(fen for one in book.periods.values() for fen in one.paid.values())
    left += sum(one.said.fen for one in book.advances.values())
    now = standing(book)
    assert now.earned + now.adjusted == facts
    assert now.paid == left
    assert facts == now.paid + now.payable + now.held + now.carried - now.advances
    assert min(now.paid, now.payable, now.held, now.advances) >= 0
    assert now.carried <= 0


def _said(book: Book) -> str:
    return json.dumps(balances_to_json(balances(book)))


def test_random_acts_reach_every_state() -> None:
    """The test above proves little if its books never get anywhere."""
    reached: set[str] = set()
    kinds: set[str] = set()

    @settings(max_examples=200, derandomize=True)
    @given(books())
    def look(steps: list[Act]) -> None:
        book = Book("s1")
        for by, propose in steps:
            try:
                fact = propose(book)
            except TwoFourError:
                continue
            book.apply(fact, AT, by)
            kinds.add(fact.act)
        reached.update(one.state for one in book.periods.values())

    look()
    assert reached == {"draft", "reviewed", "approved", "locked", "paid"}
    assert kinds == {fact.model_fields["act"].default for fact in get_args(AnyFact)}
