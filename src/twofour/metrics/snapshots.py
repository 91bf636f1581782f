"""How many conversations were open at once: a figure that neither adds up over days nor over agents."""

from __future__ import annotations

import polars as pl

from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.calendar import on_days
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.measure import SubjectKind
from twofour.period import Period

# Seconds fit into 33 bits until the year 2242; one more bit tells openings from closings.
_SUBJECT_SHIFT = 1 << 34
SPAN_COLUMNS = ("shop_id", "customer_id", "agent_id", "day", "start", "end")


def open_spans(spans: pl.DataFrame) -> pl.DataFrame:
    """The spans that count for concurrency (with a human message), in the few columns that needs."""
    return (
        spans.filter(pl.col("human_messages") > 0).select(*SPAN_COLUMNS).with_columns(SHOP_NAME, AGENT_NAME)
    )


def peak_concurrent(
    spans: pl.DataFrame, staff: pl.DataFrame, period: Period, by: SubjectKind
) -> pl.DataFrame:
    """subject_id, peak_concurrent: most spans of each subject open at one second, ends inclusive, among spans
    of the period's days.
    """
    levels = _levels(assign(on_days(spans, period), staff, by))
    return levels.group_by(SUBJECT).agg(pl.col("open").max().cast(pl.Int64).alias("peak_concurrent"))


def at_the_peak(rows: pl.DataFrame) -> pl.DataFrame:
    """Of one subject's spans, those open at the first second at which most are."""
    if rows.is_empty():
        return rows
    levels = _levels(rows)
    peak = levels.filter(pl.col("open") == pl.col("open").max()).get_column("at").min()
    return rows.filter((pl.col("start") <= peak) & (pl.col("end") >= peak))


def _levels(rows: pl.DataFrame) -> pl.DataFrame:
    """subject_id, at, open: how many spans of the subject are open from that second on."""
    subjects = rows.select(pl.col(SUBJECT).unique().sort()).with_row_index("code")
    rows = rows.join(subjects, on=SUBJECT)
    # One integer orders by subject, then second, then closings before openings: a span that ended a second
    # ago is no longer open. Every subject's steps add up to nothing, so one running sum serves them all.
    subject = pl.col("code").cast(pl.Int64) * _SUBJECT_SHIFT
    steps = pl.concat(
        [
            rows.select((subject + pl.col("start") * 2 + 1).alias("step")),
            rows.select((subject + (pl.col("end") + 1) * 2).alias("step")),
        ]
    ).sort("step")
    opens = pl.col("step") % 2 == 1
    levels = steps.select(
        (pl.col("step") // _SUBJECT_SHIFT).cast(pl.UInt32).alias("code"),
        (pl.col("step") % _SUBJECT_SHIFT // 2).alias("at"),
        pl.when(opens).then(1).otherwise(-1).cum_sum().alias("open"),
    )
    return levels.join(subjects, on="code")
