"""Measures from a platform's reports: integers as if counted, with the files and rows that they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Literal

import polars as pl

from twofour.metrics.catalogue import METRICS, Scope
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.reported.places import listed
from twofour.metrics.reported.recipe import Recipe
from twofour.metrics.reported.reports import Reports
from twofour.metrics.reported.rows import Said, SaidRows
from twofour.metrics.reported.sources import report_source
from twofour.period import Period


def measure_reports(
    reports: Reports,
    staff: pl.DataFrame,
    period: Period,
    by: SubjectKind,
    grain: Literal["total", "day"] = "total",
    metrics: Collection[str] = METRICS,
) -> list[Measure]:
    """Measures of those of ``metrics`` that the reports give, of subjects that have rows in ``period``;
    ordered by subject, day and catalogue.

    Agents' rows count for the member and team that ``staff`` names on the row's day. A row that sums up
    several days counts on the last of them.
    """
    source = report_source(reports.source)
    recipes = {id: source.recipe(id) for id in METRICS if id in metrics and _can_have(METRICS[id].scope, by)}
    rows = SaidRows(reports, staff, period, by, recipes.values())
    found = []
    for metric, recipe in recipes.items():
        for (subject, day), said in _grouped(rows.of(recipe), grain).items():
            found.append(reported_measure(recipe, metric, (by, subject), said, day))
    rank = {metric: position for position, metric in enumerate(METRICS)}
    return sorted(found, key=lambda m: (m.subject_id, m.day or period.start, rank[m.metric]))


def _can_have(scope: Scope, by: SubjectKind) -> bool:
    """Whether a metric of this scope is one that such subjects have."""
    return scope == "all" or (by == "shop" if scope == "shop" else by in ("member", "team"))


def reported_measure(
    recipe: Recipe,
    metric: str,
    subject: tuple[SubjectKind, str],
    said: Iterable[Said],
    day: date | None = None,
) -> Measure:
    """The measure that rows of one subject, oldest first, make; at least one. Only the last counts of a
    figure that stands for itself.
    """
    rows = counting(recipe, said)
    adds = [row.adds(recipe) for row in rows]
    numerator, denominator, pending = (sum(side) for side in zip(*adds, strict=True))
    return Measure(
        *subject,
        metric,
        numerator,
        denominator if recipe.divided else recipe.scale,
        pending,
        recipe.unit,
        day,
        listed(chain.from_iterable(row.places for row in rows)),
    )


def counting(recipe: Recipe, said: Iterable[Said]) -> list[Said]:
    """Of rows of one subject, oldest first, those that its figure takes: all of them, or the last."""
    rows = list(said)
    return rows[-1:] if recipe.how == "last" else rows


def _grouped(
    said: Iterable[Said], grain: Literal["total", "day"]
) -> Mapping[tuple[str, date | None], list[Said]]:
    groups: dict[tuple[str, date | None], list[Said]] = {}
    for row in said:
        groups.setdefault((row.subject, row.day if grain == "day" else None), []).append(row)
    return groups
