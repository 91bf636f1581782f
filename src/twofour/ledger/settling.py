"""Settling: what a member's period comes to, from lines to what can be paid; money is conserved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from twofour.ledger.book import Book, PeriodBook
from twofour.ledger.facts import Recovery, Settlement
from twofour.period import parse_period

Settlements = dict[str, Settlement]
_NOTHING = Settlement()


def settlements(book: Book) -> dict[str, Settlements]:
    """Every period's settlements by member, periods in order of their days.

    A locked period's are those that were recorded when it was locked. An open one's are worked out from what
    it holds now: earned + adjustments + what an earlier period carried over + released holds − holds. Of
    what is then positive, instalments of advances are taken back; the rest is payable. What is negative is
    not taken from anybody: it is carried into the next period.
    """
    found: dict[str, Settlements] = {}
    carried: dict[str, int] = {}
    recovered: dict[str, int] = defaultdict(int)
    for period in book.in_order:
        now = period.settled if period.settled is not None else _settle(book, period, carried, recovered)
        found[period.key] = now
        carried = {member: one.carried_out for member, one in now.items() if one.carried_out}
        for one in now.values():
            for recovery in one.recoveries:
                recovered[recovery.advance] += recovery.fen
    return found


def outstanding(book: Book, settled: Mapping[str, Settlements]) -> dict[str, int]:
    """Fen of each advance that locked periods have not taken back yet."""
    left = {name: advance.said.fen for name, advance in book.advances.items()}
    for key, members in settled.items():
        if book.periods[key].settled is not None:
            for one in members.values():
                for recovery in one.recoveries:
                    left[recovery.advance] -= recovery.fen
    return left


def _settle(
    book: Book, period: PeriodBook, carried: Mapping[str, int], recovered: Mapping[str, int]
) -> Settlements:
    earned: dict[str, int] = {one.member: sum(line.fen for line in one.lines) for one in period.people}
    adjusted: dict[str, int] = defaultdict(int)
    for posted in period.posted:
        adjusted[posted.adjustment.member] += posted.adjustment.fen
    held: dict[str, int] = defaultdict(int)
    for hold in book.holds_in(period.key):
        held[hold.member] += hold.fen
    released: dict[str, int] = defaultdict(int)
    for hold in book.released_into(period.key):
        released[hold.member] += hold.fen
    members = sorted({*earned, *adjusted, *held, *released, *carried})
    found = {}
    for member in members:
        parts = Settlement(
            earned=earned.get(member, 0),
            adjusted=adjusted.get(member, 0),
            carried_in=carried.get(member, 0),
            released=released.get(member, 0),
            held=held.get(member, 0),
        )
        net = parts.earned + parts.adjusted + parts.carried_in + parts.released - parts.held
        recoveries = _recoveries(book, period, member, max(net, 0), recovered)
        rest = net - sum(recovery.fen for recovery in recoveries)
        found[member] = parts.model_copy(
            update={"recoveries": recoveries, "payable": max(rest, 0), "carried_out": min(rest, 0)}
        )
    return found


def _recoveries(
    book: Book, period: PeriodBook, member: str, available: int, recovered: Mapping[str, int]
) -> tuple[Recovery, ...]:
    """Instalments of the member's advances, oldest first, as far as the pay goes."""
    taken = []
    for name, advance in book.advances.items():
        said = advance.said
        if said.member != member or period.period.start < parse_period(said.since).start:
            continue
        fen = min(said.instalment, said.fen - recovered.get(name, 0), available)
        if fen > 0:
            taken.append(Recovery(advance=name, fen=fen))
            available -= fen
    return tuple(taken)


def settlement_of(found: Mapping[str, Settlements], key: str, member: str) -> Settlement:
    """A member's settlement of a period; nothing at all for somebody who has none."""
    return found.get(key, {}).get(member, _NOTHING)
