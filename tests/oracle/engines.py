"""The oracle and the kernel behind one signature, so that one test can put the same question to both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

import polars as pl

from oracle.events import Events
from oracle.measures import Measures, oracle_measures
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics.measure import SubjectKind

Engine = Callable[..., Measures]


def frames(events: Events) -> dict[str, pl.DataFrame]:
    """The rows as the lake hands them to the kernel; ``seq`` is the order of arrival."""
    return {
        table: pl.DataFrame(
            [
                {name: row.get(name) for name in TABLES[table].names} | {"seq": n}
                for n, row in enumerate(rows)
            ],
            schema={**TABLES[table].schema, "seq": pl.Int64()},
        )
        for table, rows in events.items()
    }


def kernel_measures(
    events: Events,
    rules: CountingRules,
    first_day: date,
    last_day: date,
    by: SubjectKind,
    grain: Literal["total", "day"] = "total",
    as_of: datetime | None = None,
) -> Measures:
    """The kernel's answer in the shape of ``oracle_measures``."""
    return as_dict(frames(events), rules, first_day, last_day, by, grain, as_of)


def as_dict(
    tables: dict[str, pl.DataFrame],
    rules: CountingRules,
    first_day: date,
    last_day: date,
    by: SubjectKind,
    grain: Literal["total", "day"] = "total",
    as_of: datetime | None = None,
) -> Measures:
    """``measure_events`` on frames, its measures keyed by (subject, metric, day)."""
    from twofour.metrics import measure_events
    from twofour.period import Period

    period = Period(first_day, last_day + timedelta(days=1))
    found = measure_events(tables, rules, period, by=by, grain=grain, as_of=as_of)
    keyed = {(m.subject_id, m.metric, m.day): (m.numerator, m.denominator, m.pending) for m in found}
    assert len(keyed) == len(found), "the kernel gave one measure twice"
    assert {m.subject_kind for m in found} <= {by}
    return keyed


ENGINES: dict[str, Engine] = {"oracle": oracle_measures, "kernel": kernel_measures}
