"""Measures of every metric of a book: built-in, entered by people, and composed of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import polars as pl

from twofour.metrics.indicators import measure_indicators
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.measuring import Counted, Grain, measures
from twofour.metrics.own.composing import compose, pending_leaves
from twofour.metrics.own.entry import MetricBook, indicators_of, leaves
from twofour.metrics.question import Question
from twofour.metrics.reported.measuring import measure_reports
from twofour.metrics.reported.reports import Reports
from twofour.period import Period, business_day


def measure_book(
    counted: Counted | Reports,
    staff: pl.DataFrame,
    entered: pl.DataFrame,
    book: MetricBook,
    period: Period,
    by: SubjectKind,
    grain: Grain = "total",
) -> list[Measure]:
    """Measures of all metrics of ``book``, ordered by subject, day and book.

    ``entered``: the indicators table, of any shops; only values of subjects that ``staff`` or the counted
    events know are taken. A composed metric is missing where one of its parts is (nobody entered it, or a
    snapshot by day). With ``Reports`` in place of counted events, ``book`` is the ``reported_book`` of their
    source, and what they do not give is missing.
    """
    if isinstance(counted, Reports):
        found = measure_reports(counted, staff, period, by, grain)
    else:
        found = measures(counted, staff, period, by, grain)
    if indicators := indicators_of(book):
        here = _known_here(entered, staff, counted)
        found += measure_indicators(here, staff, indicators, period, by, grain)
    found += composed(book, found)
    rank = {metric: position for position, metric in enumerate(book)}
    return sorted(found, key=lambda m: (m.subject_id, m.day or date.min, rank[m.metric]))


def entered_of(question: Question) -> pl.DataFrame:
    """The indicators table as ``question`` knows it: under a chosen ``as_of`` without later days."""
    entered = question.snapshot.scan("indicators")
    if question.cut and question.as_of:
        rules, latest = question.rules, datetime.fromtimestamp(max(question.as_of.values()), UTC)
        entered = entered.filter(pl.col("day") <= business_day(latest, rules.timezone, rules.day_cut_seconds))
    return entered.collect()


def composed(book: MetricBook, measured: Iterable[Measure]) -> Iterator[Measure]:
    """The composed metrics of ``book`` for each subject and day of ``measured``."""
    wanted = [entry for entry in book.values() if entry.parts]
    subjects: dict[tuple[SubjectKind, str, date | None], dict[str, Measure]] = {}
    for measure in measured:
        key = (measure.subject_kind, measure.subject_id, measure.day)
        subjects.setdefault(key, {})[measure.metric] = measure
    for (kind, subject, day), of in subjects.items():
        for entry in wanted:
            found = compose(book, entry.id, of)
            if found is not None:
                pending = sum(pending_leaves(book, entry.id, of).values())
                places = dict.fromkeys(
                    place
                    for leaf in leaves(book, entry.id)
                    for place in (of[leaf].places if leaf in of else ())
                )
                yield Measure(
                    *(kind, subject, entry.id, found.numerator, found.denominator, pending),
                    *(entry.unit, day, tuple(places)),
                )


def _known_here(entered: pl.DataFrame, staff: pl.DataFrame, counted: Counted | Reports) -> pl.DataFrame:
    """Values whose subject belongs to the shops measured: indicators themselves name no shop."""
    if isinstance(counted, Reports):
        agents = counted.rows.filter(pl.col("subject_kind") == "agent").get_column("subject_id")
        shops = pl.Series([counted.shop_id], dtype=pl.String)
    else:
        agents, shops = counted.sums.get_column("agent_id"), counted.sums.get_column("shop_id")
    known = {
        "agent": pl.concat([staff.get_column("agent_id"), agents]),
        "member": staff.get_column("member_id"),
        "team": staff.get_column("team"),
        "shop": pl.concat([staff.get_column("shop_id"), shops]),
    }
    here = [
        (pl.col("subject_kind") == kind) & pl.col("subject_id").is_in(ids.drop_nulls().unique().implode())
        for kind, ids in known.items()
    ]
    return entered.filter(pl.any_horizontal(here))
