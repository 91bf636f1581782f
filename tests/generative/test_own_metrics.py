"""Own metrics on hostile streams: exact fractions of their parts, and rows that add up to every figure."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings

from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import frames
from twofour.metrics import Measure
from twofour.metrics.kernel import count
from twofour.metrics.measuring import counted_of
from twofour.metrics.own import Sources, behind, measure_book, read_metrics
from twofour.metrics.prepare import frame_of, watermarks
from twofour.metrics.records import record
from twofour.metrics.tally import tally
from twofour.period import Period

DAYS = Period(FIRST_DAY, LAST_DAY + timedelta(days=1))
BOOK = read_metrics(
    """
metrics:
  - {metric: net, title: 净额, unit: yuan, direction: higher, category: sales,
     minus: [sales, refunds_credited]}
  - {metric: head, title: 人均, unit: yuan, direction: higher, category: sales, ratio: [net, received]}
  - {metric: gap, title: 差, unit: ratio, direction: lower, category: conversion,
     minus: [inquiry_order_rate, inquiry_pay_rate]}
  - {metric: mixed, title: 混, unit: ratio, direction: lower, category: conversion,
     sum: [gap, refund_rate, reply_rate]}
  - {metric: slow, title: 慢, unit: second, direction: lower, category: speed,
     sum: [first_response, mean_response]}
  - {metric: odd, title: 怪, unit: number, direction: lower, category: speed, ratio: [slow, rating_score]}
  - {metric: peak, title: 峰, unit: number, direction: lower, category: workload,
     ratio: [received, peak_concurrent]}
    """,
    "metrics.yaml",
).book
OWN = [entry for entry in BOOK.values() if entry.own]


@settings(max_examples=15)
@given(world=worlds(2, with_staff=True, shared_agents=True))
def test_own_metrics_are_exact_and_their_rows_add_up(world: World) -> None:
    """For agents, members, teams and shops; by day only what adds up over days."""
    tables = frames(world.events)
    marks = watermarks(tables)
    facts, records = count(tables, world.rules, marks), record(tables, world.rules, marks)
    staff, entered = frame_of(tables, "staff"), frame_of(tables, "indicators")
    counted = counted_of(tally(facts, world.rules), records, marks)
    sources = Sources([facts], records, entered, staff, world.rules)
    for by in ("agent", "member", "team", "shop"):
        days = measure_book(counted, staff, entered, BOOK, DAYS, by, "day")
        assert not [m for m in days if m.metric == "peak"]
        total = measure_book(counted, staff, entered, BOOK, DAYS, by)
        for found in (days, total):
            known = {(m.subject_id, m.day, m.metric): m for m in found}
            for (subject, day, metric), measure in known.items():
                if BOOK[metric].parts:
                    parts = [known[subject, day, part] for part in BOOK[metric].parts]
                    assert _figure(measure) == _composed(metric, [_figure(part) for part in parts])
                    assert max(p.pending for p in parts) <= measure.pending <= sum(p.pending for p in parts)
        for measure in total:
            if BOOK[measure.metric].own:
                figure = behind(sources, BOOK, measure.metric, (by, measure.subject_id), DAYS)
                assert figure is not None
                assert figure.measure == measure
                assert sum(row.numerator for row in figure.rows) == measure.numerator
                assert sum(row.pending for row in figure.rows) == measure.pending
                if figure.denominator:
                    assert sum(row.denominator for row in figure.rows) == measure.denominator


def _figure(measure: Measure) -> Fraction | None:
    return Fraction(measure.numerator, measure.denominator) if measure.denominator else None


def _composed(metric: str, parts: list[Fraction | None]) -> Fraction | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if BOOK[metric].composition == "sum":
        return sum(known, Fraction(0))
    first, second = known
    if BOOK[metric].composition == "minus":
        return first - second
    return first / second if second else None
