"""What is appraised: incentive items (激励) with scales, and duties (任务) with what a breach brings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.base import MetricId, Of, Vocabulary, Window, known_direction, vocabulary
from twofour.scheme.conditions import RELATIONS, Condition, Limit, check_threshold, names_score
from twofour.scheme.figures import Figure, Id, Points, Positive, Weight, Words, Yuan
from twofour.scheme.metric_book import MetricEntry
from twofour.scheme.targets import TargetField, thresholds
from twofour.scheme.tiers import ScoreTier, check_rising, check_tiers
from twofour.text import Text

WEIGHTED_FULL = Decimal(100)
Missing = Literal["block", "renormalise", "zero"]


class Proportional(Strict):
    """Score in proportion to ``target``: full at the target, between ``floor`` and ``cap``."""

    target: TargetField
    cap: Positive | None = None
    floor: Points = Decimal(0)


class ScoreRule(Strict):
    """A smooth score: in proportion to a target, or interpolated between points."""

    proportional: Proportional | None = None
    interpolated: Annotated[tuple[ScoreTier, ...], Field(min_length=2)] | None = None


class Veto(Strict):
    """一票否决: when the condition holds, the item, or the whole score, is 0."""

    when: Condition
    zeroes: Literal["item", "score"] = "item"

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if names_score(self.when):
            raise mistake(
                Text("得分不能否决得分自己", "the score cannot veto itself"),
                Text("请换一个指标", "Name a metric"),
                "when",
            )
        return self


class Item(Strict):
    """An incentive item: a metric, its share (``weight``) or its best score (``full``), and its scale."""

    item: Id
    title: Words | None = None
    metric: MetricId
    of: Of = "member"
    weight: Weight | None = None
    full: Positive | None = None
    tiers: Annotated[tuple[ScoreTier, ...], Field(min_length=1)] | None = None
    score: ScoreRule | None = None
    veto: Veto | None = None
    missing: Missing | None = None

    @property
    def best(self) -> Decimal:
        """The full score on the item's own scale: 100, or ``full`` on a score sheet."""
        return self.full or WEIGHTED_FULL

    @property
    def share(self) -> Decimal:
        """What the item adds to the full score of the scheme."""
        share = self.weight or self.full
        assert share is not None
        return share

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        only_one(self, ("weight", "full"))
        only_one(self, ("tiers", "score"))
        entry = words.use(self.metric, self.of)
        if self.tiers is not None:
            check_tiers(entry, self.tiers, "tiers")
            self._within_full(self.tiers, "tiers")
        if self.score is None:
            return self
        only_one(self.score, ("proportional", "interpolated"))
        if self.score.interpolated is not None:
            check_tiers(entry, self.score.interpolated, "score", "interpolated")
            check_rising(self.score.interpolated, "score", "interpolated")
            self._within_full(self.score.interpolated, "score", "interpolated")
        if self.score.proportional is not None:
            known_direction(entry, "metric")
            self._check_proportional(self.score.proportional, words, entry)
        return self

    def _check_proportional(self, rule: Proportional, words: Vocabulary, entry: MetricEntry) -> None:
        at = ("score", "proportional")
        check_threshold(words, entry, rule.target, *at, "target")
        for place, one in thresholds(rule.target, *at, "target"):
            if isinstance(one, Figure) and one.amount <= 0:
                raise mistake(
                    Text("目标 target 必须大于 0", "target must be above 0"),
                    Text("请写一个大于 0 的目标", "Write a target above 0"),
                    *place,
                )
        if (rule.cap or self.best) < rule.floor:
            raise mistake(
                Text(
                    f"保底 {rule.floor} 高于封顶 {rule.cap or self.best}",
                    f"floor {rule.floor} lies above the cap",
                ),
                Text("请让 floor 不大于 cap", "Let floor be at most cap"),
                *(*at, "floor"),
            )

    def _within_full(self, tiers: tuple[ScoreTier, ...], *at: str | int) -> None:
        for position, tier in enumerate(tiers):
            if self.full is not None and tier.score > self.full:
                raise mistake(
                    Text(
                        f"得分 {tier.score} 超过满分 {self.full}",
                        f"score {tier.score} exceeds full {self.full}",
                    ),
                    Text("请降低得分或提高 full", "Lower the score or raise full"),
                    *(*at, position, "score"),
                )


class Stepwise(Strict):
    """``points`` off for each whole ``per`` by which the figure misses the mark, at most ``most``."""

    per: Positive
    points: Points
    most: Points | None = None


class Deduction(Strict):
    """Points off: a fixed number, or stepwise (G13)."""

    fixed: Points | None = None
    stepwise: Stepwise | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"fixed": data} if isinstance(data, str) else {"stepwise": data}


class Gate(Strict):
    """What a breach closes: the whole incentive (the score is 0), or the named pay lines."""

    incentive: bool = False
    lines: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        if data == "incentive":
            return {"incentive": True}
        return {"lines": data if isinstance(data, list) else [data]}


class Breach(Strict):
    """What a breach of a duty brings; several may go together."""

    deduct_points: Deduction | None = None
    deduct_amount: Yuan | None = None
    gate: Gate | None = None
    correction: Words | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise mistake(
                Text("没写未完成会怎样", "it is not said what a breach brings"),
                Text(
                    "请写 deduct_points、deduct_amount、gate 或 correction",
                    "Write deduct_points, deduct_amount, gate or correction",
                ),
            )
        return self


class Duty(Strict):
    """A duty: earns nothing; ``must`` says what is owed and ``breach`` what follows if it is not kept."""

    duty: Id
    title: Words | None = None
    metric: MetricId
    of: Of = "member"
    window: Window = "month"
    must: Limit
    breach: Breach

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        entry = words.use(self.metric, self.of)
        only_one(self.must, RELATIONS)
        check_threshold(words, entry, self.must.threshold, "must", self.must.relation)
        words.look_back(self.window)
        return self
