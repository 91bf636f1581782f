"""Targets (目标): one figure or reference for everybody, or one for each grade or season."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from twofour.documents import Path, mistake, unknown
from twofour.scheme.figures import Figure, Reference, Threshold, threshold
from twofour.text import Text

_MONTHS = re.compile(r"(?P<first>1[0-2]|0?[1-9])(?:\s*-\s*(?P<last>1[0-2]|0?[1-9]))?")
_BY = ("by_grade", "by_season")


@dataclass(frozen=True, slots=True)
class ByGrade:
    """A target for each grade."""

    targets: dict[str, Target]


class Season(NamedTuple):
    """A run of months, December and January being neighbours: ``6-8``, ``11-2``."""

    written: str
    months: frozenset[int]
    target: Target


@dataclass(frozen=True, slots=True)
class BySeason:
    """A target for each season; the seasons hold every month of the year exactly once."""

    seasons: tuple[Season, ...]

    def of(self, month: int) -> Season:
        """The season of a month, 1 to 12."""
        return next(season for season in self.seasons if month in season.months)


Target = Figure | Reference | ByGrade | BySeason


def target(written: Any) -> Target:
    """``45%``, ``team_best + 5%``, ``{by_grade: {junior: 40%}}``, ``{by_season: {6-8: 45%, 9-5: 40%}}``."""
    if not isinstance(written, dict):
        return threshold(written)
    name = next(iter(written), "")
    if len(written) != 1 or name not in _BY:
        raise mistake(
            *unknown(Text("目标写法", "kind of target"), str(name), _BY)
            if name not in _BY
            else (Text("by_grade 和 by_season 只写一个", "by_grade and by_season stand together"), _EXAMPLE),
            str(name),
        )
    parts = written[name]
    if not isinstance(parts, dict) or not parts:
        raise mistake(Text(f"{name} 要写成一组 key: value", f"{name} must be a group"), _EXAMPLE, name)
    if name == "by_grade":
        return ByGrade({str(key): _inside(part, name, key) for key, part in parts.items()})
    seasons = tuple(Season(key, _months(key), _inside(part, name, key)) for key, part in parts.items())
    _check_year(seasons)
    return BySeason(seasons)


_EXAMPLE = Text("例如 {by_season: {6-8: 45%, 9-5: 40%}}", "For example {by_season: {6-8: 45%, 9-5: 40%}}")
TargetField = Annotated[Target, PlainValidator(target)]


def thresholds(of: Target, *at: str | int) -> Iterator[tuple[Path, Threshold]]:
    """Every figure and reference of a target, with its place below ``at``."""
    if isinstance(of, ByGrade):
        for grade, part in of.targets.items():
            yield from thresholds(part, *at, "by_grade", grade)
    elif isinstance(of, BySeason):
        for season in of.seasons:
            yield from thresholds(season.target, *at, "by_season", season.written)
    else:
        yield at, of


def _inside(part: Any, *at: str) -> Target:
    """A part of a target; its mistake is told with its own place."""
    try:
        return target(part)
    except PydanticCustomError as error:
        context = error.context or {}
        raise mistake(context["wrong"], context["right"], *at, *context["at"]) from None


def _months(written: str) -> frozenset[int]:
    match = _MONTHS.fullmatch(written.strip())
    if match is None:
        raise mistake(
            Text(f"看不懂月份 {written}", f"cannot read the months {written}"), _EXAMPLE, "by_season", written
        )
    first = int(match["first"])
    last = int(match["last"] or first)
    return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def _check_year(seasons: tuple[Season, ...]) -> None:
    for month in range(1, 13):
        holding = [season.written for season in seasons if month in season.months]
        if len(holding) != 1:
            raise mistake(
                Text(
                    f"{month} 月同时属于 {' 和 '.join(holding)}",
                    f"month {month} lies in {holding[0]} and more",
                )
                if holding
                else Text(f"{month} 月没有目标", f"month {month} has no target"),
                Text("各季合起来要正好是一年 12 个月", "The seasons must make up the year exactly once"),
                "by_season",
                *holding[1:2],
            )
