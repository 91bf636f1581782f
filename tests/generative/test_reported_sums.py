"""Figures from reports: what days add up to is the month, whatever the report says on which day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.reported import Reports, measure_reports, report_names, report_source, reported_rows
from twofour.metrics.reported.recipe import Recipe
from twofour.period import parse_period

JUNE = parse_period("2026-06")
AGENTS = ("a1", "a2", "a3")
STAFF = pl.DataFrame(
    [
        {"shop_id": "s1", "agent_id": agent, "member_id": member, "team": "t1", "name": member, "seq": at}
        for at, (agent, member) in enumerate((("a1", "m1"), ("a2", "m1"), ("a3", "m2")))
    ],
).with_columns(pl.lit(None, pl.Date).alias("valid_from"), pl.lit(None, pl.Date).alias("valid_to"))
AMOUNTS: dict[str, st.SearchStrategy[Decimal]] = {
    "count": st.integers(0, 400).map(Decimal),
    "fen": st.integers(0, 10_000_000).map(lambda fen: Decimal(fen).scaleb(-2)),
    "ratio": st.integers(0, 10_000).map(lambda share: Decimal(share).scaleb(-4)),
    "second": st.integers(0, 100_000).map(lambda tenths: Decimal(tenths).scaleb(-1)),
}


@st.composite
def reports(draw: st.DrawFn) -> Reports:
    """Some days of some agents, each with some of the figures, as an import leaves them."""
    source = report_source(draw(st.sampled_from(report_names())))
    figures = {f.name: f for one in source.metrics for f in source.recipe(one.metric).figures}
    rows: list[dict[str, Any]] = []
    for at in range(draw(st.integers(1, 12))):
        day = date(2026, 5, 30) + timedelta(days=draw(st.integers(0, 33)))
        agent = draw(st.sampled_from(AGENTS))
        for name in draw(st.sets(st.sampled_from(sorted(figures)), min_size=1, max_size=6)):
            amount = draw(AMOUNTS.get(figures[name].unit, AMOUNTS["count"]))
            rows.append(
                {"metric": name, "value": amount, "subject_kind": "agent", "subject_id": agent, "day": day}
                | {"evidence": f"r.xlsx:{at + 2}", "entered_by": source.report}
            )
    frame = pl.DataFrame(rows, schema=TABLES["indicators"].schema)
    return Reports(source.report, "s1", frame.unique(TABLES["indicators"].key, keep="last"))


@settings(max_examples=60)
@given(found=reports())
def test_days_add_up_to_the_month_and_agents_to_the_shop(found: Reports) -> None:
    """Numerators and denominators both; so a weighted mean of weighted means is the weighted mean."""
    source = report_source(found.source)
    for by in ("agent", "member", "team", "shop"):
        month = {(m.subject_id, m.metric): m for m in measure_reports(found, STAFF, JUNE, by)}
        days = measure_reports(found, STAFF, JUNE, by, "day")
        assert {(m.subject_id, m.metric) for m in days} == {*month}
        for (subject, metric), whole in month.items():
            of = [m for m in days if (m.subject_id, m.metric) == (subject, metric)]
            assert sums(of, source.recipe(metric)) == sums([whole], source.recipe(metric))
            check_rows(found, by, whole)
    agents = measure_reports(found, STAFF, JUNE, "agent")
    for whole in measure_reports(found, STAFF, JUNE, "shop"):
        recipe = source.recipe(whole.metric)
        parts = [m for m in agents if m.metric == whole.metric]
        if parts:
            assert sums(parts, recipe) == sums([whole], recipe)


def sums(measures: list[Measure], recipe: Recipe) -> tuple[int, int, int]:
    """Numerator, denominator where rows make one up, and pending count."""
    return (
        sum(m.numerator for m in measures),
        sum(m.denominator for m in measures) if recipe.divided else 1,
        sum(m.pending for m in measures),
    )


def check_rows(found: Reports, by: SubjectKind, measure: Measure) -> None:
    told = reported_rows(found, STAFF, CountingRules(), measure.metric, (by, measure.subject_id), JUNE)
    assert told is not None
    same, rows = told
    assert same == measure
    assert sum(row.numerator for row in rows) == measure.numerator
    assert sum(row.pending for row in rows) == measure.pending


@settings(max_examples=60)
@given(found=reports())
def test_figures_are_those_that_fractions_give(found: Reports) -> None:
    """By hand, from the rows as entered: Σ value × weight ÷ Σ weight, Σ count ÷ Σ count, Σ."""
    source = report_source(found.source)
    said: dict[tuple[str, date], dict[str, Fraction]] = {}
    for row in found.rows.filter(pl.col("day").is_between(JUNE.start, JUNE.last)).iter_rows(named=True):
        said.setdefault((row["subject_id"], row["day"]), {})[row["metric"]] = Fraction(row["value"])
    for measure in measure_reports(found, STAFF, JUNE, "agent"):
        recipe = source.recipe(measure.metric)
        mine = [of for (agent, _), of in said.items() if agent == measure.subject_id]
        first, *second = (figure.name for figure in recipe.figures)
        if recipe.how == "sum":
            wanted = sum((of[first] for of in mine if first in of), Fraction(0))
        else:
            (weight,) = second
            both = [of for of in mine if weight in of and (first in of or recipe.settles)]
            weights = [of[weight] for of in both]
            times = weights if recipe.how == "mean" else [Fraction(1)] * len(both)
            top = sum(
                (of.get(first, Fraction(0)) * n for of, n in zip(both, times, strict=True)), Fraction(0)
            )
            if sum(weights) == 0:
                assert measure.denominator == 0
                continue
            wanted = top / sum(weights)
        scale = 100 if recipe.unit == "fen" else 1
        assert Fraction(measure.numerator, measure.denominator) == wanted * scale
