"""Evidence sums to its figure: for every metric and subject the listed rows add up to the measure."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from hypothesis import given, settings

from generative.streams import FIRST_DAY, LAST_DAY, World, worlds
from oracle.engines import frames
from twofour.metrics import METRICS, evidence, measures
from twofour.metrics.kernel import count
from twofour.metrics.measuring import counted_of
from twofour.metrics.prepare import frame_of, watermarks
from twofour.metrics.records import record
from twofour.metrics.tally import KEYS, joined, tally
from twofour.period import Period

DAYS = Period(FIRST_DAY, LAST_DAY + timedelta(days=1))


def split(tables: dict[str, pl.DataFrame], part: int) -> dict[str, pl.DataFrame]:
    """Every other customer, whole."""
    return {
        name: frame.filter(pl.col("customer_id").hash(1) % 2 == part)
        for name, frame in tables.items()
        if name in ("messages", "orders")
    }


@settings(max_examples=25)
@given(world=worlds(2, with_staff=True, shared_agents=True))
def test_evidence_sums_to_every_measure(world: World) -> None:
    """Numerators, denominators and pending counts, of agents, members, teams and shops."""
    tables = frames(world.events)
    marks = watermarks(tables)
    facts, records = count(tables, world.rules, marks), record(tables, world.rules, marks)
    staff = frame_of(tables, "staff")
    counted = counted_of(tally(facts, world.rules), records, marks)
    for by in ("agent", "member", "team", "shop"):
        for measure in measures(counted, staff, DAYS, by):
            metric = METRICS[measure.metric]
            rows = evidence([facts], records, staff, world.rules, metric, (by, measure.subject_id), DAYS)
            assert sum(row.numerator for row in rows) == measure.numerator, measure
            assert sum(row.pending for row in rows) == measure.pending, measure
            if metric.denominator:
                assert sum(row.denominator for row in rows) == measure.denominator, measure
            assert all(row.detail.zh and row.detail.en for row in rows)
            assert metric.snapshot or all(row.day in DAYS for row in rows)


@settings(max_examples=40)
@given(world=worlds(2))
def test_counting_halves_of_the_customers_adds_up_to_the_whole(world: World) -> None:
    """The union of two calls equals one call over both (refunds left out: they follow their order)."""
    tables = {name: frame for name, frame in frames(world.events).items() if name != "refunds"}
    marks = watermarks(tables)
    whole = tally(count(tables, world.rules, marks), world.rules).sums
    halves = [tally(count(split(tables, n), world.rules, marks), world.rules) for n in (0, 1)]
    together = joined(halves).sums
    order = {"by": KEYS, "nulls_last": True}
    assert together.sort(**order).equals(whole.select(together.columns).sort(**order))
