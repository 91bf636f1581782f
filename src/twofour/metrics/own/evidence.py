"""The rows behind any metric of a book: of a composed one those of its parts, with what each adds to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import lcm
from typing import Any

import polars as pl

from twofour.events.masking import mask_note
from twofour.events.rules import CountingRules
from twofour.explain import Unit
from twofour.metrics.catalogue import METRICS, sum_title, sum_unit
from twofour.metrics.evidence import EvidenceRow, evidence
from twofour.metrics.indicators import (
    Indicator,
    counted_values,
    entered_for,
    measure_indicators,
    scale_of,
    scaled,
)
from twofour.metrics.kernel import Facts
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.own.composing import Composed, Side, Weights, compose, pending_leaves
from twofour.metrics.own.entry import MetricBook, MetricEntry, indicators_of, leaves
from twofour.metrics.records import Records
from twofour.metrics.reported.evidence import reported_rows
from twofour.metrics.reported.recipe import Recipe
from twofour.metrics.reported.reports import Reports
from twofour.period import Period, day_start
from twofour.text import Text

Subject = tuple[SubjectKind, str]
_NUMERATOR, _DENOMINATOR = Text("分子", "numerator"), Text("分母", "denominator")
_TIMES = Text("录入次数", "entries")
_SIDES: tuple[Side, Side] = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Head:
    """What one side of the rows is called; people read its integers divided by ``scale``."""

    title: Text
    unit: Unit
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure and the rows whose sums are its numerator, denominator and pending count.

    Without a ``denominator`` head no rows make up the measure's denominator (the 1 of a plain count).
    """

    measure: Measure
    rows: list[EvidenceRow]
    numerator: Head
    denominator: Head | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where rows come from: counted facts and records, what people entered, the staff, the rules.

    ``reports``: a platform's, in place of facts and records; the book is then its ``reported_book``.
    """

    facts: Iterable[Facts]
    records: Records
    entered: pl.DataFrame
    staff: pl.DataFrame
    rules: CountingRules
    reports: Reports | None = None


def behind(
    sources: Sources, book: MetricBook, metric: str, subject: Subject, period: Period
) -> Behind | None:
    """The figure of ``metric`` for ``subject`` (kind, id) in ``period``, and every row behind it.

    ``None`` where the subject has no such figure: nobody entered one, or only others can have it.
    """
    parts = leaves(book, metric)
    if len(parts) > 1:
        sources = replace(sources, facts=list(sources.facts))
    measured, rows = dict[str, Measure](), dict[str, list[EvidenceRow]]()
    for part in parts:
        measure, rows[part] = _leaf(sources, book, part, subject, period)
        if measure is not None:
            measured[part] = measure
    found = compose(book, metric, measured)
    if found is None:
        return None
    waiting = pending_leaves(book, metric, measured)
    pending = sum(waiting.values())
    places = dict.fromkeys(place for part in measured.values() for place in part.places)
    measure = Measure(
        *(*subject, metric, found.numerator, found.denominator, pending, book[metric].unit, None),
        tuple(places),
    )
    top, bottom = _heads(book, book[metric], found, measured, rows)
    return Behind(measure, _weighted(rows, found, waiting), top, bottom)


def _leaf(
    sources: Sources, book: MetricBook, leaf: str, subject: Subject, period: Period
) -> tuple[Measure | None, list[EvidenceRow]]:
    """The measure of a metric that is not composed, and its rows."""
    if sources.reports is not None and leaf in METRICS:
        told = reported_rows(sources.reports, sources.staff, sources.rules, leaf, subject, period)
        return told or (None, [])
    rows = _leaf_rows(sources, book, leaf, subject, period)
    return _leaf_measure(sources, book, leaf, subject, period, rows), rows


def _leaf_rows(
    sources: Sources, book: MetricBook, leaf: str, subject: Subject, period: Period
) -> list[EvidenceRow]:
    indicator = indicators_of(book).get(leaf)
    if indicator is not None:
        return _indicator_rows(sources, leaf, indicator, subject, period)
    return evidence(
        sources.facts, sources.records, sources.staff, sources.rules, METRICS[leaf], subject, period
    )


def _leaf_measure(
    sources: Sources, book: MetricBook, leaf: str, subject: Subject, period: Period, rows: list[EvidenceRow]
) -> Measure | None:
    kind, subject_id = subject
    indicator = indicators_of(book).get(leaf)
    if indicator is not None:
        found = measure_indicators(sources.entered, sources.staff, {leaf: indicator}, period, kind)
        return next((measure for measure in found if measure.subject_id == subject_id), None)
    metric = METRICS[leaf]
    if (metric.scope == "shop" and kind != "shop") or (
        metric.scope == "member" and kind in ("agent", "shop")
    ):
        return None
    sums = {side: sum(getattr(row, side) for row in rows) for side in (*_SIDES, "pending")}
    denominator = sums["denominator"] if metric.denominator else 1
    return Measure(*subject, leaf, sums["numerator"], denominator, sums["pending"], metric.unit)


def _indicator_rows(
    sources: Sources, metric: str, indicator: Indicator, subject: Subject, period: Period
) -> list[EvidenceRow]:
    kind, subject_id = subject
    entered = entered_for(sources.entered, sources.staff, {metric: indicator}, period, kind)
    every = entered.filter(pl.col("subject_id") == subject_id).to_dicts()
    values = counted_values([row["value"] for row in every], indicator.how)
    scale = scale_of(values)
    return [
        EvidenceRow(
            family="indicators",
            shop_id=None,
            day=row["day"],
            at=datetime.fromtimestamp(
                day_start(row["day"], sources.rules.timezone, sources.rules.day_cut_seconds), UTC
            ),
            agent_id=subject_id if kind == "agent" else None,
            agent_name=None,
            customer_id=None,
            reference=None,
            detail=_entered(row),
            numerator=scaled(row["value"], scale, indicator),
            denominator=scale if indicator.how == "mean" else 0,
            pending=0,
            chat_days=(),
        )
        for row in every[len(every) - len(values) :]
    ]


def _entered(row: Mapping[str, Any]) -> Text:
    """``录入 92.5（组长小林）：五月新品考试``."""
    amount = f"{row['value'].normalize():f}"
    who, why = row["entered_by"], row["evidence"] and mask_note(row["evidence"])
    return Text(
        f"录入 {amount}" + (f"（{who}）" if who else "") + (f"：{why}" if why else ""),
        f"entered {amount}" + (f" by {who}" if who else "") + (f": {why}" if why else ""),
    )


def _weighted(
    rows: Mapping[str, list[EvidenceRow]], found: Composed, waiting: Collection[str]
) -> list[EvidenceRow]:
    """The leaves' rows with what they add to the whole; one thing that several leaves count is one row.

    Pending counts are those of the leaves in ``waiting``.
    """
    merged: dict[tuple[object, ...], EvidenceRow] = {}
    for leaf, of in rows.items():
        seen = Counter[tuple[object, ...]]()
        for row in of:
            # Leaves count the same chat or order; what a report says towards each is a row of its own.
            kind = f"{row.family} {leaf}" if row.family == "reports" else row.family
            thing = (kind, row.shop_id, row.at, row.agent_id, row.customer_id, row.reference)
            seen[thing] += 1
            key = (*thing, seen[thing])
            before = merged.get(key)
            merged[key] = replace(
                row,
                detail=before.detail if before and leaf not in waiting else row.detail,
                numerator=_adds(found.top, leaf, row) + (before.numerator if before else 0),
                denominator=_adds(found.bottom, leaf, row) + (before.denominator if before else 0),
                pending=(row.pending if leaf in waiting else 0) + (before.pending if before else 0),
            )
    telling = [row for row in merged.values() if row.numerator or row.denominator or row.pending]
    return sorted(telling, key=lambda row: (row.at, row.family, row.reference or "", row.customer_id or ""))


def _adds(weights: Weights, leaf: str, row: EvidenceRow) -> int:
    upper, lower = weights.get((leaf, "numerator"), 0), weights.get((leaf, "denominator"), 0)
    return upper * row.numerator + lower * row.denominator


def _heads(
    book: MetricBook,
    entry: MetricEntry,
    found: Composed,
    measured: Mapping[str, Measure],
    rows: Mapping[str, list[EvidenceRow]],
) -> tuple[Head, Head | None]:
    """What the two sides are. A side that is some metric's own figure is called so, others plainly."""
    if entry.recipe is not None:
        return _reported_heads(entry.recipe)
    if entry.id in METRICS:
        metric = METRICS[entry.id]
        top = Head(sum_title(metric.numerator), sum_unit(metric.numerator))
        bottom = metric.denominator
        return top, Head(sum_title(bottom), sum_unit(bottom)) if bottom else None
    if not found.bottom:
        return Head(entry.title, entry.unit, found.denominator or 1), None
    if entry.indicator is not None:
        scale = rows[entry.id][0].denominator
        total = Text(f"{entry.title.zh}合计", f"total {entry.title.en}")
        return Head(total, entry.unit, scale), Head(_TIMES, "count", scale)
    if entry.composition == "ratio":
        upper, lower = (compose(book, part, measured) for part in entry.parts)
        if upper and lower and not upper.bottom and not lower.bottom:
            scale = lcm(upper.denominator, lower.denominator)
            first, second = (book[part] for part in entry.parts)
            return Head(first.title, first.unit, scale), Head(second.title, second.unit, scale)
    return Head(_NUMERATOR, "count"), Head(_DENOMINATOR, "count")


def _reported_heads(recipe: Recipe) -> tuple[Head, Head | None]:
    """The sides of a figure from a report go by the report's own columns."""
    top, bottom = (Head(*side, recipe.scale) for side in recipe.sides())
    return top, bottom if recipe.divided else None
