"""The live preview: everybody's score and pay of the latest whole month under a draft, beside today's."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from cachetools import LRUCache

from twofour.money import round_half_up
from twofour.pay import Payslip, pay, payslip_of
from twofour.period import Period
from twofour.problems import DataMissing, TwoFourError
from twofour.scheme import Scheme
from twofour.scorecard import Inputs, Scorecard, Scorecards, score, scorecards
from twofour.scorecard.collector import without_collecting
from twofour.text import Text
from twofour.web.bridge import lake, schemes
from twofour.web.bridge.kept import kept
from twofour.web.bridge.schemes_months import past


class Paid(NamedTuple):
    """What a scheme gives one member: the score (``None`` for a scheme without one) and integer fen."""

    name: str
    score: Decimal | None
    fen: int


class Row(NamedTuple):
    """One member under both schemes; ``None`` where a scheme does not pay them."""

    member_id: str
    name: str
    now: Paid | None
    then: Paid | None

    @property
    def difference(self) -> int | None:
        """What the draft gives more, in fen, where both pay."""
        return None if self.now is None or self.then is None else self.now.fen - self.then.fen


class Preview(NamedTuple):
    """``rows`` by name of member id; totals in fen. ``current`` is the version that the draft would replace,
    ``missing`` why that one cannot be paid.
    """

    period: Period
    rows: list[Row]
    total: int
    before: int | None
    full: Decimal
    current: schemes.Version | None
    missing: Text | None

    @property
    def difference(self) -> int | None:
        """What everybody together gets more, in fen."""
        return None if self.before is None else self.total - self.before


@dataclass(frozen=True, slots=True)
class _Digested:
    """A scheme as a key: the same as another with its digest."""

    digest: str
    scheme: Scheme = field(compare=False)


def preview(shop_id: str, scheme: Scheme) -> Preview:
    """Score and pay of everybody for the latest whole month. Raises ``DataMissing`` where there is none, or
    where a figure, grade or wage that the draft needs is missing.
    """
    (month, *_) = past(shop_id, [scheme], 1)
    now = _kept(str(lake.data()), lake.newest(), shop_id, _Digested(scheme.digest, scheme))
    if not now:
        raise _nobody(month)
    current = schemes.before(scheme, shop_id)
    then, missing = _current(shop_id, current)
    return beside(scheme, month.period, now, current, then, missing)


def beside(
    scheme: Scheme,
    period: Period,
    now: Mapping[str, Paid],
    current: schemes.Version | None,
    then: Mapping[str, Paid] | None,
    missing: Text | None,
) -> Preview:
    """What a draft gives (``now``) beside what today's version gives (``then``), by member id."""
    rows = [_row(id, now.get(id), (then or {}).get(id)) for id in sorted({*now, *(then or {})})]
    before = None if then is None else sum(one.fen for one in then.values())
    total = sum(one.fen for one in now.values())
    return Preview(period, rows, total, before, scheme.full, current, missing)


def cost(shop_id: str, scheme: Scheme) -> tuple[Period, int, int]:
    """The latest whole month, how many people the scheme would pay for it, and what it would cost in fen."""
    (month, *_) = past(shop_id, [scheme], 1)
    paid = _kept(str(lake.data()), lake.newest(), shop_id, _Digested(scheme.digest, scheme))
    return month.period, len(paid), sum(one.fen for one in paid.values())


def payslip(shop_id: str, scheme: Scheme, member_id: str) -> tuple[Period, Payslip] | None:
    """What one member would get for the latest whole month, with every reason; ``None`` for whom the scheme
    does not pay. Missing figures count as 0.
    """
    (month, *_) = past(shop_id, [scheme], 1)
    cards = scorecards(scheme, month)
    member = cards.people.get(member_id)
    return None if member is None else (month.period, payslip_of(cards, member))


def _row(id: str, now: Paid | None, then: Paid | None) -> Row:
    known = now or then
    assert known is not None
    return Row(id, known.name, now, then)


def _current(shop_id: str, current: schemes.Version | None) -> tuple[Mapping[str, Paid] | None, Text | None]:
    """What the version of today gives, or why that cannot be said."""
    if current is None:
        return None, None
    try:
        scheme = schemes.read(current.said.source)
        return _kept(str(lake.data()), lake.newest(), shop_id, _Digested(scheme.digest, scheme)), None
    except TwoFourError as error:
        return None, error.message


@kept(LRUCache(32))
def _kept(folder: str, number: int, shop_id: str, scheme: _Digested) -> Mapping[str, Paid]:
    (month, *_) = past(shop_id, [scheme.scheme], 1)
    return paid_in(scheme.scheme, month)


def paid_in(scheme: Scheme, month: Inputs) -> dict[str, Paid]:
    """What a scheme gives everybody for one month, by member id. Raises what ``score`` and ``pay`` do."""
    # The trees are let go before anything collects, so nothing looks through them in vain.
    with without_collecting():
        return {
            slip.member.member_id: Paid(
                slip.member.name, slip.scorecard.score if scheme.items else None, slip.total
            )
            for slip in pay(scheme, month, _scored_in(scheme, month))
        }


class _Scored(NamedTuple):
    """Everybody's scorecard of a month under a scheme."""

    scheme: Scheme
    month: Inputs
    cards: dict[str, Scorecard]


_SCORES = ("applies_to", "counting", "metrics", "missing", "incentive", "duties")
"""The parts of a scheme that decide the score."""
_scored: deque[_Scored] = deque(maxlen=4)


def _scored_in(scheme: Scheme, month: Inputs) -> Scorecards:
    """The scorecards; those of a scheme that scores alike, as while somebody writes on its pay."""
    for known in tuple(_scored):
        alike = all(getattr(known.scheme, part) == getattr(scheme, part) for part in _SCORES)
        if known.month is month and alike:
            cards = scorecards(scheme, month)
            cards.update(known.cards)
            return cards
    cards = score(scheme, month)
    _scored.append(_Scored(scheme, month, dict(cards)))
    return cards


def _nobody(month: Inputs) -> DataMissing:
    return DataMissing(
        Text(
            f"{month.period} 没有方案适用的人；请核对 applies_to 和人员表",
            f"the scheme pays nobody in {month.period}; check applies_to and the staff table",
        )
    )


def points(score: Decimal) -> str:
    """A score to one decimal."""
    return f"{round_half_up(score, 1):f}"
