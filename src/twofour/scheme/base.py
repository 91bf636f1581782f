"""What all parts of a scheme share: a closed set of keys, and the vocabulary that validation consults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ValidationInfo

from twofour.documents import mistake, unknown
from twofour.metrics import SubjectKind
from twofour.metrics.own import check_unit
from twofour.scheme.figures import Reference, Threshold
from twofour.scheme.metric_book import (
    SCORE,
    SCORE_ENTRY,
    MetricBook,
    MetricEntry,
    leaves,
    unknown_metric,
)
from twofour.text import Text

TENURE = "tenure_months"
TENURE_ENTRY = MetricEntry(
    TENURE, Text("入职月数", "months since hired"), "count", "higher", "workload", "last", scope="member"
)
# What a condition may name beside metrics: figures that scoring and the staff table give.
FIGURES_BESIDE = {SCORE: SCORE_ENTRY, TENURE: TENURE_ENTRY}
Window = Literal["month", "quarter", "year"]
Of = Literal["member", "team", "shop"]
# Earlier months that each kind of look back may reach.
_MONTHS_BACK: dict[str, int] = {
    "month": 0,
    "quarter": 2,
    "year": 11,
    "last_month": 1,
    "last_month_mean": 1,
    "last_month_best": 1,
    "own_best": 12,
    "history_best": 12,
    "team_mean": 0,
    "team_best": 0,
    "team_percentile": 0,
}


@dataclass(slots=True)
class Vocabulary:
    """The metrics a scheme may name, whether it has a score, and a record of what it turns out to need.

    ``named`` are the metrics that it names itself; of ``events`` every single event (every order) must be
    known; by ``compared`` metrics people are held against each other.
    """

    book: MetricBook
    scored: bool
    used: set[tuple[SubjectKind, str]] = field(default_factory=set)
    months_back: int = 0
    scored_months: int = 0
    events: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    @property
    def history_months(self) -> int:
        """Earlier months that must be measured; those whose scores are asked for look back themselves."""
        return self.months_back + self.scored_months

    def look_back(self, *reasons: str) -> None:
        """Note that figures of earlier months are needed for each of ``reasons``."""
        self.months_back = max(self.months_back, *(_MONTHS_BACK[reason] for reason in reasons))

    def look_back_months(self, months: int) -> None:
        """Note that the figures of ``months`` earlier months are needed."""
        self.months_back = max(self.months_back, months)

    def look_back_scores(self, months: int) -> None:
        """Note that the scores of ``months`` earlier months are needed."""
        self.scored_months = max(self.scored_months, months)

    def use(self, metric: str, of: Of) -> MetricEntry:
        """Note that a metric is needed and give its entry. Raises a mistake if ``of`` cannot have it."""
        if metric in FIGURES_BESIDE:
            return FIGURES_BESIDE[metric]
        entry = self.book[metric]
        self.named.add(metric)
        for leaf in leaves(self.book, metric):
            if self.book[leaf].scope == "shop" and of != "shop":
                raise mistake(
                    Text(f"{leaf} 只有店铺才有", f"{leaf} exists for the shop only"),
                    Text("请加上 of: shop", "Add of: shop"),
                    "metric",
                )
            self.used.add((of, leaf))
        return entry


def vocabulary(info: ValidationInfo) -> Vocabulary:
    """The vocabulary of the scheme being validated."""
    words = info.context
    assert isinstance(words, Vocabulary)
    return words


def _known_metric(metric: str, info: ValidationInfo) -> str:
    book = vocabulary(info).book
    if metric not in book:
        raise mistake(*unknown_metric(metric, book))
    return metric


def _known_metric_or_score(metric: str, info: ValidationInfo) -> str:
    if metric == TENURE:
        return metric
    if metric != SCORE:
        return _known_metric(metric, info)
    if not vocabulary(info).scored:
        raise mistake(
            Text("方案没有 incentive，也就没有得分", "the scheme has no incentive, so there is no score"),
            Text("请写 incentive，或换一个指标", "Write an incentive, or name a metric"),
        )
    return metric


MetricId = Annotated[str, AfterValidator(_known_metric)]
MetricOrScore = Annotated[str, AfterValidator(_known_metric_or_score)]


def fits(entry: MetricEntry, limit: Threshold, *at: str | int) -> None:
    """Raise a mistake unless ``limit`` is in the unit of ``entry``: percent for ratios, else plain."""
    if isinstance(limit, Reference):
        if limit.by is None or limit.sign == "*":
            return
        limit = limit.by
    check_unit(entry.id, entry.unit, limit, *at)


def known_direction(entry: MetricEntry, *at: str | int) -> None:
    """Raise a mistake if nobody can say whether more of ``entry`` is better."""
    if entry.direction == "neither":
        raise mistake(
            Text(
                f"{entry.id} 不分高低好坏，不能比较谁最好", f"more of {entry.id} is neither better nor worse"
            ),
            Text("请换一个有好坏方向的指标", "Name a metric that has a better end"),
            *at,
        )


def single_key(kind: Text, known: Iterable[str]) -> Callable[[Any], Any]:
    """A check that something is a mapping with exactly one key, out of ``known``."""
    names = list(known)

    def check(data: Any) -> Any:
        if not isinstance(data, dict) or len(data) != 1:
            raise mistake(
                Text(f"每个{kind.zh}只写一个名字和它的设置", f"each {kind.en} is one name with its settings"),
                Text(f"例如 {names[0]}: …", f"For example {names[0]}: …"),
                *(list(data)[1:2] if isinstance(data, dict) else ()),
            )
        (name,) = data
        if name not in names:
            raise mistake(*unknown(kind, name, names), name)
        return data

    return check
