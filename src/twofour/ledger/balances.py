"""Balances: earned, held, carried, payable and paid by member and period; and the sum that must hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from twofour.ledger.book import Book
from twofour.ledger.facts import Settlement
from twofour.ledger.settling import outstanding, settlements
from twofour.money import format_fen
from twofour.text import Text


class Balance(NamedTuple):
    """A member's period: how it settles, and how much of what is payable has been paid."""

    period: str
    member: str
    name: str
    team: str | None
    settlement: Settlement
    paid: int

    @property
    def payable(self) -> int:
        """Fen still to pay."""
        return self.settlement.payable - self.paid


class Standing(NamedTuple):
    """Everything of one member, or of all, over all periods, in fen: where every earned fen is now.

    ``earned + adjusted = paid + payable + held + carried − advances``: money is paid, to be paid, held,
    carried over as a debt (negative), or was paid ahead (``advances``, not taken back yet).
    """

    earned: int = 0
    adjusted: int = 0
    paid: int = 0
    payable: int = 0
    held: int = 0
    carried: int = 0
    advances: int = 0

    @property
    def true(self) -> bool:
        """Whether the sum over all states is what was earned."""
        states = self.paid + self.payable + self.held + self.carried - self.advances
        return self.earned + self.adjusted == states


def balances(book: Book, *, period: str | None = None, member: str | None = None) -> list[Balance]:
    """One row per period and member, periods by their days, members by team and id."""
    rows = [
        Balance(key, one, *book.names.get(one, (one, None)), settled, book.periods[key].paid.get(one, 0))
        for key, members in settlements(book).items()
        for one, settled in members.items()
        if period in (None, key) and member in (None, one)
    ]
    order = {one.key: at for at, one in enumerate(book.in_order)}
    return sorted(rows, key=lambda row: (order[row.period], row.team or "", row.member))


def standing(book: Book, member: str | None = None) -> Standing:
    """Where everything that a member (or everybody) ever earned is now."""
    rows = balances(book, member=member)
    owed = outstanding(book, settlements(book))
    mine = [one for one in book.advances.values() if member in (None, one.said.member)]
    # Of a period that is still open, instalments are only planned: what is planned is not taken back yet.
    planned = sum(row.settlement.recovered for row in rows if book.periods[row.period].settled is None)
    last = book.in_order[-1].key if book.periods else ""
    return Standing(
        earned=sum(row.settlement.earned for row in rows),
        adjusted=sum(row.settlement.adjusted for row in rows),
        paid=sum(row.paid for row in rows) + sum(one.said.fen for one in mine),
        payable=sum(row.payable for row in rows),
        held=sum(
            hold.fen
            for hold in book.holds.values()
            if hold.released_in is None and member in (None, hold.member)
        ),
        carried=sum(row.settlement.carried_out for row in rows if row.period == last),
        advances=sum(owed[one.said.advance] for one in mine) - planned,
    )


def untrue(book: Book) -> list[Text]:
    """Everything in the ledger that does not add up, or is negative where nothing may be; empty is good."""
    found = []
    for row in balances(book):
        who = Text(f"{row.period} {row.name}", f"{row.period} {row.name}")
        parts = row.settlement
        if not parts.balanced:
            found.append(Text(f"{who.zh}：各项合计不平", f"{who.en}: the parts do not add up"))
        if min(parts.payable, parts.held, parts.released, parts.recovered, row.paid, row.payable) < 0:
            found.append(Text(f"{who.zh}：出现负数", f"{who.en}: a part is negative"))
        if max(parts.carried_in, parts.carried_out) > 0:
            found.append(Text(f"{who.zh}：结转应为负数", f"{who.en}: what is carried must be negative"))
    for member in sorted(
        {row.member for row in balances(book)} | {a.said.member for a in book.advances.values()}
    ):
        if not (now := standing(book, member)).true:
            earned, states = now.earned + now.adjusted, sum(now[2:6]) - now.advances
            found.append(
                Text(
                    f"{book.name(member)}：应得 {format_fen(earned)} 元，各状态合计 {format_fen(states)} 元",
                    f"{book.name(member)}: earned {format_fen(earned)}, all states {format_fen(states)}",
                )
            )
    return found


def balances_to_json(rows: Iterable[Balance]) -> list[dict[str, Any]]:
    """Balances as plain JSON, amounts in integer fen; the same ledger gives the same bytes."""
    return [
        {
            "period": row.period,
            "member": row.member,
            "name": row.name,
            "team": row.team,
            "earned_fen": row.settlement.earned,
            "adjusted_fen": row.settlement.adjusted,
            "carried_in_fen": row.settlement.carried_in,
            "released_fen": row.settlement.released,
            "recovered_fen": row.settlement.recovered,
            "held_fen": row.settlement.held,
            "carried_out_fen": row.settlement.carried_out,
            "due_fen": row.settlement.payable,
            "paid_fen": row.paid,
            "payable_fen": row.payable,
        }
        for row in rows
    ]
