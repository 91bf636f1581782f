"""The rows behind a measure: every conversation, inquiry, order, refund or rating that it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.calendar import as_date, day_number
from twofour.metrics.catalogue import Metric
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.families import FAMILIES, Family
from twofour.metrics.kernel import Facts
from twofour.metrics.measure import SubjectKind
from twofour.metrics.snapshots import DISPUTE_DAYS, at_the_peak
from twofour.metrics.wording import sentence
from twofour.period import Period
from twofour.text import Text


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One counted thing and what it adds: summed over all rows, numerator, denominator and pending equal
    the measure's (a plain count's denominator is 1 once, not per row, and stands here as 0).

    ``at`` is its instant (UTC), ``day`` its business day, ``reference`` an order, refund or rating id.
    """

    family: str
    day: date
    at: datetime
    agent_id: str | None
    customer_id: str | None
    reference: str | None
    detail: Text
    numerator: int
    denominator: int
    pending: int


_WHEN = {
    "waits": "start",
    "spans": "start",
    "receptions": "first_asked",
    "automatic": "t",
    "unaddressed": "t",
    "orders": "paid",
    "assists": "created",
    "urges": "urged_at",
    "refunds": "completed",
    "handled": "completed",
    "ratings": "rated",
}
_REFERENCES = ("refund_id", "rating_id", "order_id")


def evidence(
    facts: Iterable[Facts],
    staff: pl.DataFrame,
    rules: CountingRules,
    metric: Metric,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> list[EvidenceRow]:
    """Every row that ``metric`` counts for ``subject`` (kind, id) in ``period``, in order of time."""
    if metric.snapshot:
        frames = _snapshot_frames(list(facts), staff, rules, metric, subject, period)
    else:
        frames = [
            (family, frame)
            for part in facts
            for family in FAMILIES
            if (frame := _contributions(family, part, staff, rules, metric, subject, period)) is not None
        ]
    rows = [_row(family, row, rules) for family, frame in frames for row in frame.iter_rows(named=True)]
    return sorted(rows, key=lambda row: (row.at, row.family, row.reference or "", row.customer_id or ""))


def _contributions(
    family: Family,
    facts: Facts,
    staff: pl.DataFrame,
    rules: CountingRules,
    metric: Metric,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> pl.DataFrame | None:
    """The family's rows that add anything to the metric's sums; None where it feeds none of them."""
    parts = family.adds(rules)
    sums = {"numerator": metric.numerator, "denominator": metric.denominator, "pending": metric.pending}
    feeds = {side: parts[name] for side, name in sums.items() if name is not None and name in parts}
    if not feeds:
        return None
    frame = _on_days(family.rows(facts, rules), period)
    frame = frame.with_columns(
        feeds.get(side, pl.lit(0)).cast(pl.Int64).alias(f"adds_{side}") for side in sums
    )
    counted = pl.any_horizontal(pl.col(f"adds_{side}") != 0 for side in sums)
    kind, subject_id = subject
    return assign(frame.filter(counted).with_columns(SHOP_NAME, AGENT_NAME), staff, kind).filter(
        pl.col(SUBJECT) == subject_id
    )


def _on_days(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    return rows.filter(
        (pl.col("day") >= day_number(period.start)) & (pl.col("day") < day_number(period.stop))
    )


def _snapshot_frames(
    facts: list[Facts],
    staff: pl.DataFrame,
    rules: CountingRules,
    metric: Metric,
    subject: tuple[SubjectKind, str],
    period: Period,
) -> list[tuple[Family, pl.DataFrame]]:
    families = {family.name: family for family in FAMILIES}
    kind, subject_id = subject
    if metric.id == "peak_concurrent":
        spans = pl.concat([f.spans for f in facts]).filter(pl.col("human_messages") > 0)
        own = assign(_on_days(spans, period).with_columns(SHOP_NAME, AGENT_NAME), staff, kind).filter(
            pl.col(SUBJECT) == subject_id
        )
        return [(families["spans"], _adds(at_the_peak(own), 1, 0))]
    window = Period(period.last - timedelta(days=DISPUTE_DAYS), period.last)
    disputed = pl.concat([f.refunds for f in facts]).filter("intervened", pl.col("shop_id") == subject_id)
    paid = pl.concat([families["orders"].rows(f, rules) for f in facts])
    return [
        (families["refunds"], _adds(_on_days(disputed, window), 1, 0)),
        (families["orders"], _adds(_on_days(paid.filter(pl.col("shop_id") == subject_id), window), 0, 1)),
    ]


def _adds(rows: pl.DataFrame, numerator: int, denominator: int) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(numerator).alias("adds_numerator"),
        pl.lit(denominator).alias("adds_denominator"),
        pl.lit(0).alias("adds_pending"),
    )


def _row(family: Family, row: dict[str, object], rules: CountingRules) -> EvidenceRow:
    day = as_date(_int(row["day"]))
    reference = next((row[c] for c in _REFERENCES if c in row), None)
    when = _WHEN.get(family.name)
    second = row[when] if when else None
    at = datetime.fromtimestamp(_int(second), UTC) if second is not None else _noon(day)
    return EvidenceRow(
        family.name,
        day,
        at,
        _text(row["agent_id"]),
        _text(row.get("customer_id")),
        _text(reference),
        sentence(family.name, row, rules.timezone),
        _int(row["adds_numerator"]),
        _int(row["adds_denominator"]),
        _int(row["adds_pending"]),
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _int(cell: object) -> int:
    assert isinstance(cell, int)
    return cell


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)
