"""Pay components (薪资项): one model per kind, each written as a single key with its settings."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, model_validator

from twofour.documents import mistake, only_one
from twofour.scheme.base import (
    MetricId,
    MetricOrScore,
    Vocabulary,
    Window,
    known_direction,
    single_key,
    vocabulary,
)
from twofour.scheme.component import Component, check_counted, only_with
from twofour.scheme.conditions import Condition
from twofour.scheme.figures import Id, Positive, Words, Yuan
from twofour.scheme.metric_book import SCORE
from twofour.scheme.prorating import Prorate
from twofour.scheme.scaled import Commission, PerUnit, ScorePay
from twofour.scheme.tiers import Amount
from twofour.text import Text


class Base(Component):
    """Base wage: one amount, one per grade, or the one in the staff table."""

    kind = "base"
    stage = "base"
    name = Text("底薪", "base wage")

    fixed: Yuan | None = None
    by_grade: Annotated[dict[str, Yuan], Field(min_length=1)] | None = None
    from_staff: Literal["base_wage"] | None = None
    prorate: Prorate | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        only_one(self, ("fixed", "by_grade", "from_staff"))
        return self


class GradeBonus(Component):
    """A fixed extra for the grade (G10)."""

    kind = "grade_bonus"
    stage = "base"
    name = Text("等级奖金", "grade bonus")

    by_grade: Annotated[dict[str, Yuan], Field(min_length=1)]
    prorate: Prorate | None = None
    eligibility: Condition | None = None


class Allowance(Component):
    """A subsidy (补贴): a fixed amount for whoever meets the condition; without one, for everybody."""

    kind = "allowance"
    stage = "bonus"
    name = Text("补贴", "allowance")

    amount: Amount
    when: Condition | None = None
    prorate: Prorate | None = None


class TargetBonus(Component):
    """``each`` for every target met, for those who are eligible (G14, G15)."""

    kind = "target_bonus"
    stage = "bonus"
    name = Text("指标奖金", "target bonus")

    each: Amount
    targets: Annotated[tuple[Condition, ...], Field(min_length=1)]
    eligibility: Condition | None = None


class Prize(Component):
    """A prize: for a record (G06), for the best (``top``), for the best months ``running`` (G08), or for the
    first places (``rank``, an amount for each).
    """

    kind = "prize"
    stage = "bonus"
    name = Text("奖励", "prize")

    when: Literal["record", "top", "running", "rank"]
    metric: MetricOrScore
    amount: Amount | None = None
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1, max_length=100)] | None = None
    scope: Literal["team", "all"] = "team"
    against: Literal["last_month_best", "own_best", "history_best"] = "last_month_best"
    window: Window = "month"
    months: Annotated[int, Field(ge=2, le=12)] | None = None
    ties: Literal["share", "all", "none"] | None = None
    tie_break: MetricOrScore | None = None
    eligibility: Condition | None = None
    award: Words | None = None
    leave_days: Positive | None = None

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        known_direction(words.use(self.metric, "member"), "metric")
        written = self.model_fields_set
        only_with(self, "against", self.when == "record", "when: record", written)
        only_with(self, "window", self.when in ("top", "rank"), "when: top / rank", written)
        only_with(self, "months", self.when == "running", "when: running", written)
        for key in ("ties", "tie_break"):
            only_with(self, key, self.when != "record", "when: top / running / rank", written)
        only_with(self, "amounts", self.when == "rank", "when: rank", written)
        only_with(self, "amount", self.when != "rank", "when: record / top / running", written)
        self._check_won()
        if self.when != "record" and self.ties is None:
            raise mistake(
                Text("没写并列时怎么办", "it is not said what happens in a tie"),
                Text(
                    "请写 ties: share（平分）、all（都给）或 none（都不给）", "Write ties: share, all or none"
                ),
            )
        if self.when == "running" and self.months is None:
            raise mistake(
                Text("没写要连续几个月", "it is not said how many months running"),
                Text("例如 months: 3", "For example months: 3"),
            )
        self._check_months(words)
        return self

    def _check_won(self) -> None:
        """A prize is money, an award beside money, or both."""
        if self.when == "rank" and self.amounts is None:
            raise mistake(
                Text("没写每个名次多少钱", "it is not said what each place wins"),
                Text(
                    "例如 amounts: [500.00, 300.00, 100.00]", "For example amounts: [500.00, 300.00, 100.00]"
                ),
            )
        if self.when != "rank" and self.amount is None and self.award is None and self.leave_days is None:
            raise mistake(
                Text("没写奖什么", "it is not said what is won"),
                Text("请写 amount、award 或 leave_days", "Write amount, award or leave_days"),
            )

    def _check_months(self, words: Vocabulary) -> None:
        if self.tie_break is not None:
            known_direction(words.use(self.tie_break, "member"), "tie_break")
        if self.metric == SCORE and (self.when == "record" or self.window != "month"):
            raise mistake(
                Text(
                    "得分按月评，只能用 top、rank 或 running", "a score is of one month: top, rank or running"
                ),
                Text("请用 when: top，不写 window", "Use when: top without window"),
                "when",
            )
        words.look_back(self.window)
        if self.when == "record":
            words.look_back(self.against)
        if self.months is not None:
            words.look_back_months(self.months - 1)
            if self.metric == SCORE:
                words.look_back_scores(self.months - 1)


class AwardLine(Component):
    """An award without money (非现金奖励): words or days of leave for who meets the condition (G22, G23)."""

    kind = "award"
    stage = "bonus"
    name = Text("荣誉", "award")

    when: Condition
    award: Words | None = None
    leave_days: Positive | None = None


class DeductionLine(Component):
    """Money taken off when a condition holds, or for each unit of a count."""

    kind = "deduction"
    stage = "penalty"
    name = Text("扣款", "deduction")

    amount: Amount
    when: Condition | None = None
    per: MetricId | None = None

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        if only_one(self, ("when", "per")) == "per":
            check_counted(vocabulary(info).use(self.per or "", "member"), "per")
        return self


class Forfeit(Component):
    """Named lines are lost when a condition holds (G16, G21)."""

    kind = "forfeit"
    stage = "penalty"
    name = Text("取消", "forfeit")

    when: Condition
    lines: Annotated[tuple[Id, ...], Field(min_length=1)]


class Cap(Component):
    """No more than this, for the whole pay or for the named lines."""

    kind = "cap"
    stage = "cap"
    name = Text("封顶", "cap")

    amount: Amount
    lines: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None


class Floor(Component):
    """No less than this in total."""

    kind = "floor"
    stage = "floor"
    name = Text("保底", "floor")

    amount: Amount


KINDS: tuple[type[Component], ...] = (
    Base,
    GradeBonus,
    Commission,
    PerUnit,
    ScorePay,
    TargetBonus,
    Allowance,
    Prize,
    AwardLine,
    DeductionLine,
    Forfeit,
    Cap,
    Floor,
)
_PAY_COMPONENT = Text("薪资项", "pay component")


def _tag(data: Any) -> str | None:
    return next(iter(data), None) if isinstance(data, dict) else None


AnyComponent = Annotated[
    Annotated[Base, Tag("base")]
    | Annotated[GradeBonus, Tag("grade_bonus")]
    | Annotated[Commission, Tag("commission")]
    | Annotated[PerUnit, Tag("per_unit")]
    | Annotated[ScorePay, Tag("score_pay")]
    | Annotated[TargetBonus, Tag("target_bonus")]
    | Annotated[Allowance, Tag("allowance")]
    | Annotated[Prize, Tag("prize")]
    | Annotated[AwardLine, Tag("award")]
    | Annotated[DeductionLine, Tag("deduction")]
    | Annotated[Forfeit, Tag("forfeit")]
    | Annotated[Cap, Tag("cap")]
    | Annotated[Floor, Tag("floor")],
    Discriminator(_tag),
    BeforeValidator(single_key(_PAY_COMPONENT, [kind.kind for kind in KINDS])),
]
