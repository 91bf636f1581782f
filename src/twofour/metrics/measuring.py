"""Daily sums to measures: pick the period, assign subjects, add up, name numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.belonging import SUBJECT, assign, assign_personal, members_of_period
from twofour.metrics.calendar import as_date, on_days
from twofour.metrics.catalogue import METRICS, Metric
from twofour.metrics.kernel import count
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.prepare import Events, frame_of, shops_of, watermarks
from twofour.metrics.record_sums import PERSONAL, STANDING, record_sums, standing, summed
from twofour.metrics.records import Records, held, record
from twofour.metrics.snapshots import peak_concurrent
from twofour.metrics.tally import DaySums, combine, tally
from twofour.period import Period

Grain = Literal["total", "day"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting leaves: daily ``sums`` of facts and records (see ``tally``), the ``spans`` that
    concurrency needs, and the ``records`` (see ``held``) of which people's figures and snapshots are made.
    """

    sums: pl.DataFrame
    spans: pl.DataFrame
    records: Records


def counted_of(facts: DaySums, records: Records, as_of: Mapping[str, int]) -> Counted:
    """Put together what was counted from messages and from records, at each shop's watermark ``as_of``."""
    return Counted(combine([facts.at(as_of), record_sums(records)]), facts.spans, held(records))


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
        marks = dict.fromkeys(shops_of(events), int(as_of.astimezone(UTC).timestamp()))
    facts = count(events, rules, marks, cut=as_of is not None)
    counted = counted_of(tally(facts, rules), record(events, rules, marks), marks)
    return measures(counted, frame_of(events, "staff"), period, by, grain)


def measures(
    counted: Counted, staff: pl.DataFrame, period: Period, by: SubjectKind, grain: Grain = "total"
) -> list[Measure]:
    """Measures of every subject that has a fact in ``period`` or, in total, a staff row valid in it."""
    rows = _assigned_sums(counted, staff, period, by)
    if grain == "day":
        return list(_by_day(rows, by))
    sums = _by_subject(rows)
    standing = _standing_sums(counted, staff, period, by)
    none: dict[str, int] = {}
    return [
        _measure(metric, by, subject, (standing if metric.snapshot else sums).get(subject, none))
        for subject in sorted({*sums, *standing, *members_of_period(staff, period, by)})
        for metric in _metrics(by)
    ]


def _assigned_sums(counted: Counted, staff: pl.DataFrame, period: Period, by: SubjectKind) -> pl.DataFrame:
    """subject_id, day and the daily sums: those of the subject's agents, and what is people's own."""
    rows = [assign(on_days(counted.sums, period), staff, by).drop("shop_id", "agent_id")]
    for kind, parts in PERSONAL.items():
        own = summed(on_days(counted.records[kind], period), parts, "member_id", "day")
        rows.append(assign_personal(own, staff, by).drop("member_id"))
    return pl.concat(rows, how="diagonal")


def _standing_sums(
    counted: Counted, staff: pl.DataFrame, period: Period, by: SubjectKind
) -> dict[str, dict[str, int]]:
    """By subject the sums of snapshots, which are of the period as a whole."""
    found = standing(counted.records, period)
    rows = [summed(assign(found[kind], staff, by), parts, SUBJECT) for kind, parts in STANDING.items()]
    rows.append(peak_concurrent(counted.spans, staff, period, by))
    return _by_subject(pl.concat(rows, how="diagonal"))


def _by_subject(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    return {row.pop(SUBJECT): row for row in _totals(rows, SUBJECT)}


def _by_day(rows: pl.DataFrame, by: SubjectKind) -> Iterator[Measure]:
    for row in _totals(rows, SUBJECT, "day"):
        for metric in _metrics(by):
            if not metric.snapshot:
                yield _measure(metric, by, row[SUBJECT], row, as_date(row["day"]))


def _totals(rows: pl.DataFrame, *keys: str) -> Iterator[dict[str, Any]]:
    """The sums of each combination of ``keys``, in their order."""
    sums = pl.exclude(SUBJECT, "day").sum()
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
