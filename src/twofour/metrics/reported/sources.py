"""The platforms whose reports can stand where counting would: one data file each, beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from twofour.documents import Id, Strict, Words, mistake, only_one, parse, read_file, unknown, validated
from twofour.explain import Unit
from twofour.metrics.catalogue import METRICS
from twofour.metrics.reported.recipe import How, Recipe, ReportFigure
from twofour.problems import UsageError
from twofour.text import Text

_FOLDER = Path(__file__).parent
_SOURCE = Text("报表来源", "report source")
_FIGURE = Text("报表里的数", "figure of the report")
WrittenUnit = Literal["count", "ratio", "second", "yuan", "point", "number", "day"]


class FigureWords(Strict):
    """A figure of the report: its column for people, and its unit."""

    zh: str
    en: str
    unit: WrittenUnit = "count"

    def named(self, name: str) -> ReportFigure:
        """The figure as recipes know it."""
        unit: Unit = "fen" if self.unit == "yuan" else self.unit
        return ReportFigure(name, Text(self.zh, self.en), unit)


class RecipeWords(Strict):
    """How one metric of the catalogue is made of figures; exactly one of ``sum``, ``ratio``, ``mean`` (with
    its ``weight``) and ``last``. ``differs``: why the platform's figure may not be ours.
    """

    metric: Id
    sum: Id | None = None
    ratio: tuple[Id, Id] | None = None
    mean: Id | None = None
    weight: Id | None = None
    last: Id | None = None
    differs: Words

    @model_validator(mode="after")
    def _sound(self) -> Self:
        only_one(self, ("sum", "ratio", "mean", "last"))
        if self.metric not in METRICS:
            raise mistake(*unknown(Text("指标", "metric"), self.metric, METRICS), "metric")
        if (self.mean is None) != (self.weight is None):
            raise mistake(
                Text("mean 和 weight 要一起写", "mean and weight go together"),
                Text("均值按一个人数或次数加权", "A mean is weighted by a count"),
                *(() if self.weight is None else ("weight",)),
            )
        return self

    @property
    def how(self) -> How:
        """Which of the four it is."""
        return "sum" if self.sum else "ratio" if self.ratio else "mean" if self.mean else "last"

    @property
    def names(self) -> tuple[str, ...]:
        """The figures, in the order of ``Recipe.figures``."""
        if self.ratio:
            return self.ratio
        return tuple(name for name in (self.sum or self.mean or self.last, self.weight) if name)


class ReportSource(Strict):
    """A platform and what its report gives. ``note`` says what holds for all of its figures."""

    report: Id
    title: Words
    note: Words
    figures: dict[Id, FigureWords]
    metrics: Annotated[tuple[RecipeWords, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for at, one in enumerate(self.metrics):
            if one.metric in {earlier.metric for earlier in self.metrics[:at]}:
                raise mistake(
                    Text(f"指标 {one.metric} 写了两次", f"metric {one.metric} is written twice"),
                    Text("请删去一处", "Delete one"),
                    *("metrics", at, "metric"),
                )
            for name in one.names:
                if name not in self.figures:
                    raise mistake(*unknown(_FIGURE, name, self.figures), "metrics", at, one.how)
            units = [self.recipe(one.metric).figures[place].unit for place in range(len(one.names))]
            if not _fit(one.how, METRICS[one.metric].unit, units):
                raise mistake(
                    Text(f"{one.metric} 的单位对不上", f"the figures of {one.metric} have other units"),
                    Text("请核对 figures 里的 unit", "Check the units of its figures"),
                    *("metrics", at, one.how),
                )
        return self

    def recipe(self, metric: str) -> Recipe:
        """How the report gives a metric of the catalogue; a recipe without ``how`` where it does not."""
        known = METRICS[metric]
        for one in self.metrics:
            if one.metric == metric:
                figures = tuple(self.figures[name].named(f"{self.report}.{name}") for name in one.names)
                settles = one.how == "ratio" and known.pending is not None
                return Recipe(self.report, self.title, known.unit, one.how, figures, one.differs, settles)
        return Recipe(self.report, self.title, known.unit)


def _fit(how: How, unit: Unit, figures: list[Unit]) -> bool:
    """Whether a metric in ``unit`` can be made of figures in these units."""
    if how != "ratio":
        return figures[0] == unit
    upper, lower = figures
    if upper == lower:
        return unit in ("ratio", "number")
    return unit == upper and lower == "count"


@cache
def report_names() -> tuple[str, ...]:
    """Every platform whose report can be measured by, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def report_source(name: str) -> ReportSource:
    """The platform called ``name``. Raises ``UsageError`` for one that is not among ``report_names``."""
    if name not in report_names():
        wrong, right = unknown_report(name)
        raise UsageError(Text(f"{wrong.zh}。{right.zh}", f"{wrong.en}. {right.en}"))
    file = f"{name}.yaml"
    document = parse(read_file(_FOLDER / file), file)
    return validated(ReportSource, document, document.plain())


def unknown_report(name: str) -> tuple[Text, Text]:
    """What is wrong and what would be right about a platform that gives no report."""
    titles = {report_source(one).title.zh: one for one in report_names()}
    return unknown(_SOURCE, name, report_names(), titles)
