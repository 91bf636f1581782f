"""One member as the pay components see them: figures, grade, amounts and rates as explained nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, Unit
from twofour.explain.working import computed
from twofour.scheme.base import Of, Window
from twofour.scheme.conditions import Condition
from twofour.scheme.metric_book import SCORE
from twofour.scheme.tiers import Amount, Rate
from twofour.scorecard import Scorecard
from twofour.scorecard.judge import judge
from twofour.scorecard.readings import Readings
from twofour.scorecard.references import grade_words, named_grade
from twofour.text import Text

RATE = Text("提成比例", "commission rate")
_MARGIN, _SHARE = Text("毛利率", "gross margin"), Text("毛利中的占比", "share of the margin")


class Place(NamedTuple):
    """A member's place from 1; equals share the first of the places that they stand on."""

    number: int
    member_id: str
    amount: Decimal
    second: Decimal | None


class Board:
    """The places of a prize, from the first on, and where each member stands on them."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        self.number = {place.member_id: place.number for place in places}
        self.sharing = Counter(place.number for place in places)
        self.leaders = {place.member_id for place in places if place.number == 1}
        # How many have the best figure, before a second one parts them.
        self.level = sum(place.amount == places[0].amount for place in places)


Boards = dict[tuple[object, ...], Board]


class Payee:
    """A member with their scorecard; ``lacking`` collects the figures that pay needed and did not find.

    ``boards`` are the places of prizes, shared by everybody who is paid together.
    """

    def __init__(
        self, member: Member, card: Scorecard, readings: Readings, boards: Boards | None = None
    ) -> None:
        self.member = member
        self.card = card
        self.readings = readings
        self.boards: Boards = {} if boards is None else boards
        self.lacking: list[str] = []

    def figure(self, metric: str, of: Of = "member", window: Window = "month") -> Node:
        """The figure of the member (or their team, or the shop); its amount is ``None`` without one."""
        return self.readings.figure(self.member, metric, "member" if metric == SCORE else of, window)

    def judge(self, condition: Condition, where: str) -> Node:
        """Whether the member meets ``condition``."""
        return judge(condition, self.member, self.readings, where)

    def nothing(self, label: Text, figure: Node, metric: str) -> Node:
        """An amount of 0 because ``figure`` has no value; under ``missing: block`` the run will stop."""
        self.lacking.append(f"{self.member.name} {metric}")
        formula = Text(f"{figure.label.zh}没有值，计 0", f"{figure.label.en} has no value: 0")
        return Node(label, Quantity(Decimal(0), "yuan"), formula, (figure,), "scheme:missing")

    def amount(self, amount: Amount, label: Text, where: str, member: Member | None = None) -> Node:
        """An amount of yuan, by the grade (see ``by_grade``) where it depends on it."""
        if amount.fixed is not None:
            return self.readings.literal(label, amount.fixed, "yuan", where)
        return self.by_grade(amount.by_grade or {}, label, "yuan", where, member)

    def rate(self, rate: Rate, where: str) -> Node:
        """A commission rate as a fraction; from the gross margin it is margin × share (G09)."""
        if rate.fixed is not None:
            return self.readings.literal(RATE, rate.fixed, "ratio", where)
        if rate.by_grade is not None:
            return self.by_grade(rate.by_grade, RATE, "ratio", where)
        margin = self.readings.literal(_MARGIN, rate.margin or 0, "ratio", f"{where}.margin")
        share = self.readings.literal(_SHARE, rate.share or 0, "ratio", f"{where}.share")
        return computed("product", RATE, "ratio", (margin, share))

    def by_grade(
        self,
        amounts: Mapping[str, Decimal],
        label: Text,
        unit: Unit,
        where: str,
        member: Member | None = None,
    ) -> Node:
        """What the grade gets: the member's, or that of ``member`` (the same person, earlier). Raises
        ``DataMissing`` for a grade that the scheme does not name.
        """
        member = member or self.member
        grade = named_grade(member, amounts, where)
        name = grade_words(member, grade)
        title = Text(f"{label.zh}（{name.zh}）", f"{label.en} ({name.en})")
        return self.readings.literal(title, amounts[grade], unit, f"{where}.by_grade.{grade}")
