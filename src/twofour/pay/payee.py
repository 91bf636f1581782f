"""One member as the pay components see them: figures, grade, amounts and rates as explained nodes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from twofour.events.roster import Member
from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed
from twofour.problems import DataMissing
from twofour.scheme.base import Of, Window
from twofour.scheme.conditions import Condition
from twofour.scheme.metric_book import SCORE
from twofour.scheme.tiers import Amount, Rate
from twofour.scorecard import Scorecard
from twofour.scorecard.judge import judge
from twofour.scorecard.readings import Readings
from twofour.text import Text, same

RATE = Text("提成比例", "commission rate")


class Payee:
    """A member with their scorecard; ``lacking`` collects the figures that pay needed and did not find."""

    def __init__(self, member: Member, card: Scorecard, readings: Readings) -> None:
        self.member = member
        self.card = card
        self.readings = readings
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

    def amount(self, amount: Amount, label: Text, where: str) -> Node:
        """An amount of yuan, by the member's grade where it depends on it."""
        if amount.fixed is not None:
            return leaf(label, Quantity(amount.fixed, "yuan"), where)
        return self.by_grade(amount.by_grade or {}, label, "yuan", where)

    def rate(self, rate: Rate, where: str) -> Node:
        """A commission rate as a fraction; from the gross margin it is margin × share (G09)."""
        if rate.fixed is not None:
            return leaf(RATE, Quantity(rate.fixed, "ratio"), where)
        if rate.by_grade is not None:
            return self.by_grade(rate.by_grade, RATE, "ratio", where)
        margin = leaf(Text("毛利率", "gross margin"), Quantity(rate.margin, "ratio"), f"{where}.margin")
        share = leaf(
            Text("毛利中的占比", "share of the margin"), Quantity(rate.share, "ratio"), f"{where}.share"
        )
        return computed("product", RATE, "ratio", (margin, share))

    def by_grade(self, amounts: Mapping[str, Decimal], label: Text, unit: Unit, where: str) -> Node:
        """What the member's grade gets. Raises ``DataMissing`` for a grade that the scheme does not name."""
        grade = self.member.grade
        if grade is None or grade not in amounts:
            known = ", ".join(amounts)
            raise DataMissing(
                Text(
                    f"{self.member.name}（{self.member.member_id}）的等级是 {grade or '空'}，"
                    f"方案只写了 {known}"
                    f"（{where}）。"
                    "请在人员表补正等级，或在方案里加上这一级",
                    f"{self.member.name} ({self.member.member_id}) has grade {grade or 'none'}, the scheme"
                    f" names {known} ({where}). Correct the staff table, or add the grade to the scheme",
                )
            )
        name = self.member.grade_title or same(grade)
        title = Text(f"{label.zh}（{name.zh}）", f"{label.en} ({name.en})")
        return leaf(title, Quantity(amounts[grade], unit), f"{where}.by_grade.{grade}")
