"""Daily sums to measures: pick the period, assign subjects, add up, name numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.belonging import SUBJECT, assign, members_of_period
from twofour.metrics.calendar import as_date, day_number
from twofour.metrics.catalogue import METRICS, Metric
from twofour.metrics.kernel import count
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.prepare import Events, frame_of, watermarks
from twofour.metrics.snapshots import dispute_rate, open_spans, peak_concurrent
from twofour.metrics.tally import KEYS, tally
from twofour.period import Period

Grain = Literal["total", "day"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting leaves: daily ``sums`` (see ``tally``) and the ``spans`` that concurrency needs."""

    sums: pl.DataFrame
    spans: pl.DataFrame


def measure_events(
    events: Events,
    rules: CountingRules,
    period: Period,
    by: SubjectKind,
    grain: Grain = "total",
    as_of: datetime | None = None,
) -> list[Measure]:
    """Measure frames in memory: every event of every shop in ``events``, any number of shops.

    ``as_of`` (UTC) replaces every shop's own watermark. Rows are ordered by subject, day and catalogue.
    """
    marks = watermarks(events)
    if as_of is not None:
        marks = dict.fromkeys(marks, int(as_of.astimezone(UTC).timestamp()))
    facts = count(events, rules, marks, cut=as_of is not None)
    counted = Counted(tally(facts, rules), open_spans(facts.spans))
    return measures(counted, frame_of(events, "staff"), period, by, grain)


def measures(
    counted: Counted, staff: pl.DataFrame, period: Period, by: SubjectKind, grain: Grain = "total"
) -> list[Measure]:
    """Measures of every subject that has a fact in ``period`` or, in total, a staff row valid in it."""
    first, stop = day_number(period.start), day_number(period.stop)
    inside = counted.sums.filter((pl.col("day") >= first) & (pl.col("day") < stop))
    rows = assign(inside, staff, by)
    if grain == "day":
        return list(_by_day(rows, by))
    sums = {row[SUBJECT]: row for row in _totals(rows, SUBJECT)}
    known = members_of_period(staff, period, by)
    snapshots = _snapshots(counted, staff, period, by)
    zero: dict[str, int] = {}
    return [
        _snapshot(metric, by, subject, snapshots)
        if metric.snapshot
        else _measure(metric, by, subject, sums.get(subject, zero))
        for subject in sorted({*sums, *known, *(subject for _, subject in snapshots)})
        for metric in _metrics(by)
    ]


def _by_day(rows: pl.DataFrame, by: SubjectKind) -> Iterator[Measure]:
    for row in _totals(rows, SUBJECT, "day"):
        for metric in _metrics(by):
            if not metric.snapshot:
                yield _measure(metric, by, row[SUBJECT], row, as_date(row["day"]))


def _totals(rows: pl.DataFrame, *keys: str) -> Iterator[dict[str, Any]]:
    """The sums of each combination of ``keys``, in their order."""
    sums = pl.exclude(*KEYS, SUBJECT).sum()
    return rows.group_by(*keys).agg(sums).sort(*keys).iter_rows(named=True)


def _metrics(by: SubjectKind) -> list[Metric]:
    people = by in ("member", "team")
    return [
        m
        for m in METRICS.values()
        if m.scope == "all" or (m.scope == "shop" and by == "shop") or (m.scope == "member" and people)
    ]


def _measure(
    metric: Metric, by: SubjectKind, subject: str, sums: Mapping[str, int], day: date | None = None
) -> Measure:
    return Measure(
        by,
        subject,
        metric.id,
        sums.get(metric.numerator, 0),
        sums.get(metric.denominator, 0) if metric.denominator else 1,
        sums.get(metric.pending, 0) if metric.pending else 0,
        metric.unit,
        day,
    )


def _snapshots(
    counted: Counted, staff: pl.DataFrame, period: Period, by: SubjectKind
) -> dict[tuple[str, str], tuple[int, int]]:
    peaks = peak_concurrent(counted.spans, staff, period, by)
    found = {("peak_concurrent", subject): (most, 1) for subject, most in peaks.items()}
    if by == "shop":
        rates = dispute_rate(counted.sums, period)
        found |= {("dispute_rate_30d", shop): rate for shop, rate in rates.items()}
    return found


def _snapshot(
    metric: Metric, by: SubjectKind, subject: str, found: Mapping[tuple[str, str], tuple[int, int]]
) -> Measure:
    nothing = (0, 0 if metric.denominator else 1)
    numerator, denominator = found.get((metric.id, subject), nothing)
    return Measure(by, subject, metric.id, numerator, denominator, 0, metric.unit)
