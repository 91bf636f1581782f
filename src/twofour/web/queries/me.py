"""What a member has: statements and appeals."""

from __future__ import annotations

from dataclasses import dataclass

from twofour.text import Text
from twofour.web.bridge import periods
from twofour.web.bridge.pay_words import period_words
from twofour.web.queries import appeals


@dataclass(frozen=True)
class Statement:
    """A closed period of a member: what it came to, and whether it has been paid."""

    key: str
    title: Text
    state: Text
    payable: int
    paid: int


def statements(shop_id: str, member: str) -> list[Statement]:
    """The member's locked periods, latest first."""
    book = periods.book(shop_id)
    found = []
    for period in reversed(book.in_order):
        settled = (period.settled or {}).get(member)
        if settled is not None:
            found.append(
                Statement(
                    period.key,
                    period_words(period.period),
                    periods.meaning(period.state).title,
                    settled.payable,
                    period.paid.get(member, 0),
                )
            )
    return found


def own_appeals(shop_id: str, member: str) -> list[appeals.Row]:
    """The member's appeals, latest first."""
    known, day = periods.book(shop_id).appeals.values(), appeals.today(shop_id)
    return [appeals.row(shop_id, one, day) for one in reversed(known) if one.said.member == member]
