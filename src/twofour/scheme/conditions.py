"""Conditions: one comparison of a figure with a threshold, or several joined by all or any."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator

from twofour.documents import Path, Strict, mistake, only_one
from twofour.scheme.base import (
    TENURE,
    MetricOrScore,
    Of,
    Vocabulary,
    Window,
    fits,
    known_direction,
    vocabulary,
)
from twofour.scheme.figures import Reference
from twofour.scheme.metric_book import SCORE, MetricEntry
from twofour.scheme.targets import Target, TargetField, thresholds
from twofour.text import Text

Relation = Literal["at_least", "at_most", "above", "below"]
RELATIONS: tuple[Relation, ...] = ("at_least", "at_most", "above", "below")
_BESTS = frozenset({"team_best", "team_percentile", "last_month_best", "own_best", "history_best"})
_SCORED = ("team_mean", "team_best", "team_percentile")


class Limit(Strict):
    """One of four relations and its threshold. At the threshold itself, ``at_least`` and ``at_most`` hold."""

    at_least: TargetField | None = None
    at_most: TargetField | None = None
    above: TargetField | None = None
    below: TargetField | None = None

    @cached_property
    def relation(self) -> Relation:
        """The relation that was written."""
        return next(name for name in RELATIONS if getattr(self, name) is not None)

    @cached_property
    def threshold(self) -> Target:
        """The threshold that was written."""
        threshold: Target = getattr(self, self.relation)
        return threshold


class Compare(Limit):
    """A figure of the member, their team or the shop, over a window, held against a threshold."""

    metric: MetricOrScore
    of: Of = "member"
    window: Window = "month"

    @property
    def literal(self) -> bool:
        """Whether it is held against written figures only."""
        return not any(isinstance(one, Reference) for _, one in thresholds(self.threshold))

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        only_one(self, RELATIONS)
        entry = words.use(self.metric, self.of)
        check_threshold(words, entry, self.threshold, self.relation)
        words.look_back(self.window)
        if self.metric == TENURE and (self.model_fields_set & {"of", "window"} or not self.literal):
            raise mistake(
                Text("入职月数只和写定的数比较", "months since hired are held against plain numbers"),
                Text(
                    "例如 {metric: tenure_months, at_most: 3}",
                    "For example {metric: tenure_months, at_most: 3}",
                ),
                "metric",
            )
        if self.metric == SCORE and (self.of != "member" or self.window != "month"):
            raise mistake(
                Text("得分只有员工本人当月的", "a score is one member's, of one month"),
                Text("请去掉 of 和 window", "Leave of and window out"),
                "of" if self.of != "member" else "window",
            )
        return self


class Ranked(Strict):
    """Being among the ``top`` of the team or of all, in each of the last ``months`` (G23)."""

    metric: MetricOrScore
    top: Annotated[int, Field(ge=1, le=1000)]
    months: Annotated[int, Field(ge=1, le=12)] = 1
    scope: Literal["team", "all"] = "team"

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        known_direction(words.use(self.metric, "member"), "metric")
        words.compared.add(self.metric)
        if self.metric == SCORE and self.months > 1:
            words.look_back_scores(self.months - 1)
        words.look_back_months(self.months - 1)
        return self


class AllOf(Strict):
    """Every one of several conditions."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Strict):
    """At least one of several conditions."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


# A tag must not be a key of what it tags: a mistake's place is found by both.
_TAGS = {"all": "all", "any": "any", "top": "ranked"}


def _kind(data: Any) -> str:
    keys = data if isinstance(data, dict) else {}
    return next((tag for key, tag in _TAGS.items() if key in keys), "compare")


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Ranked, Tag("ranked")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(_kind),
]
AllOf.model_rebuild()
AnyOf.model_rebuild()


def check_threshold(words: Vocabulary, entry: MetricEntry, limit: Target, *at: str | int) -> None:
    """Raise a mistake unless ``limit`` makes sense for ``entry``; note the history that it needs."""
    for place, one in thresholds(limit, *at):
        fits(entry, one, *place)
        if isinstance(one, Reference):
            _check_reference(words, entry, one, place)


def names_score(condition: Condition) -> bool:
    """Whether a condition asks for the score anywhere."""
    if isinstance(condition, AllOf):
        return any(names_score(part) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(names_score(part) for part in condition.any)
    return condition.metric == SCORE


def _check_reference(words: Vocabulary, entry: MetricEntry, one: Reference, at: Path) -> None:
    words.look_back(one.name)
    words.use(entry.id, "member")
    words.compared.add(entry.id)
    if one.name in _BESTS:
        known_direction(entry, *at)
    if entry.id == SCORE and one.name not in _SCORED:
        raise mistake(
            Text(
                f"得分没有往月数据，不能用 {one.name}",
                f"scores of earlier months are not at hand for {one.name}",
            ),
            Text("请用 team_mean 或 team_best", "Use team_mean or team_best"),
            *at,
        )
