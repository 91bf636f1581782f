"""Conditions: one comparison of a figure with a threshold, or several joined by all or any."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator

from twofour.documents import Strict, mistake, only_one
from twofour.scheme.base import MetricOrScore, Of, Vocabulary, Window, fits, known_direction, vocabulary
from twofour.scheme.figures import Reference, Threshold, ThresholdField
from twofour.scheme.metric_book import SCORE, MetricEntry
from twofour.text import Text

Relation = Literal["at_least", "at_most", "above", "below"]
RELATIONS: tuple[Relation, ...] = ("at_least", "at_most", "above", "below")
_BESTS = frozenset({"team_best", "last_month_best", "history_best"})


class Limit(Strict):
    """One of four relations and its threshold. At the threshold itself, ``at_least`` and ``at_most`` hold."""

    at_least: ThresholdField | None = None
    at_most: ThresholdField | None = None
    above: ThresholdField | None = None
    below: ThresholdField | None = None

    @property
    def relation(self) -> Relation:
        """The relation that was written."""
        return next(name for name in RELATIONS if getattr(self, name) is not None)

    @property
    def threshold(self) -> Threshold:
        """The threshold that was written."""
        threshold: Threshold = getattr(self, self.relation)
        return threshold


class Compare(Limit):
    """A figure of the member, their team or the shop, over a window, held against a threshold."""

    metric: MetricOrScore
    of: Of = "member"
    window: Window = "month"

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        words = vocabulary(info)
        only_one(self, RELATIONS)
        entry = words.use(self.metric, self.of)
        check_threshold(words, entry, self.threshold, self.relation)
        words.look_back(self.window)
        if self.metric == SCORE and (self.of != "member" or self.window != "month"):
            raise mistake(
                Text("得分只有员工本人当月的", "a score is one member's, of one month"),
                Text("请去掉 of 和 window", "Leave of and window out"),
                "of" if self.of != "member" else "window",
            )
        return self


class AllOf(Strict):
    """Every one of several conditions."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Strict):
    """At least one of several conditions."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


def _kind(data: Any) -> str:
    keys = data if isinstance(data, dict) else {}
    return "all" if "all" in keys else "any" if "any" in keys else "compare"


Condition = Annotated[
    Annotated[AllOf, Tag("all")] | Annotated[AnyOf, Tag("any")] | Annotated[Compare, Tag("compare")],
    Discriminator(_kind),
]
AllOf.model_rebuild()
AnyOf.model_rebuild()


def check_threshold(words: Vocabulary, entry: MetricEntry, limit: Threshold, *at: str | int) -> None:
    """Raise a mistake unless ``limit`` makes sense for ``entry``; note the history that it needs."""
    fits(entry, limit, *at)
    if not isinstance(limit, Reference):
        return
    words.look_back(limit.name)
    words.use(entry.id, "member")
    if limit.name in _BESTS:
        known_direction(entry, *at)
    if entry.id == SCORE and limit.name not in ("team_mean", "team_best"):
        raise mistake(
            Text(
                f"得分没有往月数据，不能用 {limit.name}",
                f"scores of earlier months are not at hand for {limit.name}",
            ),
            Text("请用 team_mean 或 team_best", "Use team_mean or team_best"),
            *at,
        )
