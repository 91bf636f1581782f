"""Pay by a scale: commission, per-unit pay and performance pay, and which keys fit which shape."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.base import MetricId, MetricOrScore, Of, Vocabulary, vocabulary
from twofour.scheme.component import Component, check_counted, only_with
from twofour.scheme.conditions import Condition
from twofour.scheme.figures import Percent, Yuan
from twofour.scheme.metric_book import SCORE, SCORE_ENTRY, MetricEntry
from twofour.scheme.prorating import Prorate
from twofour.scheme.rate_tables import Table
from twofour.scheme.tiers import Amount, AmountTier, Rate, RateTier, Tier, check_rising, check_tiers
from twofour.text import Text

Shape = Literal["linear", "marginal", "cliff", "interpolated"]
Accumulate = Literal["event", "month", "quarter", "year"]


class Coefficient(Strict):
    """``floor + (1 − floor) × score ÷ full``: the part of a commission that the score decides (G10, G11)."""

    floor: Percent
    times: Literal["score"]

    @model_validator(mode="after")
    def _has_score(self, info: ValidationInfo) -> Self:
        needs_score(vocabulary(info), "times")
        return self


class Commission(Component):
    """A share of a money metric: linear, marginal, cliff or interpolated."""

    kind = "commission"
    stage = "scale"
    name = Text("提成", "commission")

    on: MetricId
    of: Of = "member"
    shape: Shape
    accumulate: Accumulate = "month"
    baseline: Yuan | None = None
    rate: Rate | None = None
    signed: bool = False
    by: MetricOrScore | None = None
    tiers: Annotated[tuple[RateTier, ...], Field(min_length=1)] | None = None
    table: Table | None = None
    margin: Percent | None = None
    coefficient: Coefficient | None = None
    eligibility: Condition | None = None

    @property
    def picked_by(self) -> str:
        """The metric (or the score) that picks the tier."""
        return self.by or self.on

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        entry = words.use(self.on, self.of)
        if not entry.money:
            raise mistake(
                Text(
                    f"{self.on} 不是金额，不能计提成", f"{self.on} is no amount of money to take a share of"
                ),
                Text("例如 on: effective_sales；按件计奖请用 per_unit", "For example on: effective_sales"),
                "on",
            )
        check_shape(self, words, entry, "rate", ("baseline",))
        if self.accumulate == "event":
            self._check_events(words)
        return self

    def _check_events(self, words: Vocabulary) -> None:
        if self.on != "sales" or self.of != "member" or self.picked_by != "sales" or self.table is not None:
            raise mistake(
                Text("逐单计提只能按订单自己的销售额", "pay per event goes by the sales of each order alone"),
                Text(
                    "请写 on: sales，去掉 by、of 和 table，或改 accumulate",
                    "Use on: sales without by, of and table, or change accumulate",
                ),
                "accumulate",
            )
        words.events.add("sales")


class PerUnit(Component):
    """An amount for each unit of a count, all at the tier reached or each at its own tier's amount (G07)."""

    kind = "per_unit"
    stage = "scale"
    name = Text("计件奖", "per-unit pay")

    on: MetricId
    of: Of = "member"
    shape: Shape
    accumulate: Literal["month", "quarter", "year"] = "month"
    amount: Amount | None = None
    by: MetricOrScore | None = None
    tiers: Annotated[tuple[AmountTier, ...], Field(min_length=1)] | None = None
    table: Table | None = None
    eligibility: Condition | None = None

    @property
    def picked_by(self) -> str:
        """The metric (or the score) that picks the tier."""
        return self.by or self.on

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        entry = words.use(self.on, self.of)
        check_counted(entry, "on")
        check_shape(self, words, entry, "amount", ())
        return self


class ScorePay(Component):
    """Pay by the score: an amount in proportion to it (G18), or the amount of its tier (G19)."""

    kind = "score_pay"
    stage = "scale"
    name = Text("绩效工资", "performance pay")

    amount: Amount | None = None
    tiers: Annotated[tuple[AmountTier, ...], Field(min_length=1)] | None = None
    prorate: Prorate | None = None
    eligibility: Condition | None = None

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        needs_score(vocabulary(info))
        if only_one(self, ("amount", "tiers")) == "tiers":
            check_tiers(SCORE_ENTRY, self.tiers or (), "tiers")
        return self


def needs_score(words: Vocabulary, *at: str | int) -> None:
    """Raise a mistake if the scheme has no incentive and so no score."""
    if not words.scored:
        raise mistake(
            Text("方案没有 incentive，也就没有得分", "the scheme has no incentive, so there is no score"),
            Text("请写 incentive，或去掉这一项", "Write an incentive, or leave this out"),
            *at,
        )


def check_shape(
    scaled: Commission | PerUnit, words: Vocabulary, on: MetricEntry, flat: str, linear_only: tuple[str, ...]
) -> None:
    """Raise a mistake unless the keys fit the shape: ``flat`` for linear, tiers for every other shape."""
    linear = scaled.shape == "linear"
    shape = f"shape: {scaled.shape}"
    for key in (flat, *linear_only):
        only_with(scaled, key, linear, "shape: linear", scaled.model_fields_set)
    for key in ("tiers", "by"):
        only_with(scaled, key, not linear, "shape: cliff", scaled.model_fields_set)
    only_with(scaled, "table", scaled.shape == "cliff", "shape: cliff", scaled.model_fields_set)
    if scaled.accumulate in ("quarter", "year"):
        _check_accumulated(scaled, words)
    if scaled.table is not None:
        for key in ("tiers", "by"):
            only_with(scaled, key, False, "tiers", scaled.model_fields_set)
        scaled.table.check(words, scaled.of, f"{flat}s")
        return
    needed = flat if linear else "tiers"
    if getattr(scaled, needed) is None:
        raise mistake(
            Text(f"{shape} 缺少 {needed}", f"{shape} lacks {needed}"),
            Text(f"请补上 {needed}", f"Add {needed}"),
        )
    if linear:
        return
    if scaled.shape == "marginal" and scaled.picked_by != scaled.on:
        raise mistake(
            Text(
                "marginal（分段）按自身金额分段，不能另按别的指标",
                "marginal slices what it pays on, nothing else",
            ),
            Text("请去掉 by，或改用 cliff", "Leave by out, or use cliff"),
            "by",
        )
    by = on if scaled.by is None else words.use(scaled.by, "member" if scaled.by == SCORE else scaled.of)
    tiers: tuple[Tier, ...] = scaled.tiers or ()
    check_tiers(by, tiers, "tiers")
    if scaled.shape in ("marginal", "interpolated"):
        check_rising(tiers, "tiers")


def _check_accumulated(scaled: Commission | PerUnit, words: Vocabulary) -> None:
    """Note the earlier months that are needed; scores of those months are not added up."""
    words.look_back(scaled.accumulate)
    if SCORE in (scaled.by, *(axis.by for axis in (scaled.table.axes if scaled.table else ()))):
        raise mistake(
            Text("得分只有当月的，不能累计定档", "a score is of one month and cannot be accumulated"),
            Text("请换一个指标，或去掉 accumulate", "Name a metric, or leave accumulate out"),
            "accumulate",
        )
