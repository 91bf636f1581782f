"""What every check looks at: the scheme, the past months of the people whom it would pay, the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.money import yuan_of
from twofour.pay import payslip_of
from twofour.plan.lint.scales import Scale, scales
from twofour.plan.past import PastMonths
from twofour.problems import TwoFourError
from twofour.scheme import Scheme
from twofour.scheme.base import TENURE, Of
from twofour.scheme.metric_book import SCORE
from twofour.scorecard import Inputs, Scorecard, Scorecards, scorecards
from twofour.scorecard.inputs import Key

FEW = 3
"""Fewer figures than this say nothing about a threshold."""


class Template(NamedTuple):
    """A scheme that came with the product, by the name people know it by."""

    name: str
    scheme: Scheme


@dataclass(slots=True)
class Ground:
    """``months``: latest first. Replays that the data cannot pay (no grade, no wage) are left out."""

    scheme: Scheme
    months: Sequence[Inputs]
    templates: Sequence[Template] = ()
    past: PastMonths = field(init=False)
    scales: list[Scale] = field(init=False)
    _cards: dict[int, Scorecards] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        who = self.scheme.applies_to
        # Leads are looked at by what their teams do.
        of: Of = "team" if who.role == ("lead",) else "member"
        self.past = PastMonths(self.months, self.scheme.book, who, of)
        self.scales = scales(self.scheme)

    def cards(self, month: int) -> Scorecards:
        """The scorecards of one month, worked out when asked for."""
        if month not in self._cards:
            self._cards[month] = scorecards(self.scheme, self.months[month])
        return self._cards[month]

    def figures(self, metric: str, of: Of = "member") -> list[Decimal]:
        """Every figure of the past months, of scores too."""
        if metric == TENURE:
            return []
        if metric != SCORE:
            return self.past.figures(metric, of)
        found = []
        for month, people in enumerate(self.past.people):
            found += [
                card.score
                for member in people
                if (card := self._card(month, member)) is not None
                and all(item.score is not None for item in card.items)
            ]
        return found

    def item_scores(self, position: int) -> list[Decimal]:
        """What the item at ``position`` scored, on its own scale."""
        found = []
        for month, people in enumerate(self.past.people):
            for member in people:
                card = self._card(month, member)
                score = None if card is None else card.items[position].score
                if score is not None:
                    found.append(score)
        return found

    def totals(self) -> list[tuple[Member, Decimal]]:
        """What the scheme would have paid in the latest month, in yuan, smallest first."""
        found = []
        for member in self.past.people[0]:
            total = pay_of(self.cards(0), member)
            if total is not None:
                found.append((member, yuan_of(total)))
        return sorted(found, key=lambda one: (one[1], one[0].member_id))

    def _card(self, month: int, member: Member) -> Scorecard | None:
        try:
            return self.cards(month)[member.member_id]
        except TwoFourError:
            return None


def pay_of(cards: Scorecards, member: Member) -> int | None:
    """What a member would be paid, in fen; ``None`` where the staff table lacks what pay needs."""
    try:
        return payslip_of(cards, member).total
    except TwoFourError:
        return None


def pay_if(ground: Ground, member: Member, metric: str, of: Of, numerator: int) -> int | None:
    """What a member would have been paid in the latest month, had this measure had another numerator."""
    inputs, cards = ground.months[0], ground.cards(0)
    subject = cards.readings.subject(member, of)
    key: Key = (of, subject, metric)
    moved = {**inputs.measures, key: replace(inputs.measures[key], numerator=numerator)}
    changed = replace(inputs, measures=moved)
    if of == "member":
        return pay_of(cards.changed(changed, member.member_id, (metric,)), member)
    return pay_of(scorecards(ground.scheme, changed), member)
