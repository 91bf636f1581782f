"""How many conversations were open at once: a figure that neither adds up over days nor over agents."""

from __future__ import annotations

import polars as pl

from twofour.metrics.belonging import SUBJECT, assign
from twofour.metrics.calendar import on_days
from twofour.metrics.codes import AGENT_NAME, SHOP_NAME
from twofour.metrics.measure import SubjectKind
from twofour.period import Period

# Seconds fit into 33 bits until the year 2242; a subject's number goes above them.
_SUBJECT_SHIFT = 1 << 33
SPAN_COLUMNS = ("shop_id", "agent_id", "day", "start", "end")


def open_spans(spans: pl.DataFrame) -> pl.DataFrame:
    """The spans that count for concurrency (with a human message), in the few columns that needs, and in
    ``rows`` how many each stands for.
    """
    rows = spans.filter(pl.col("human_messages") > 0).select(*SPAN_COLUMNS)
    return rows.with_columns(SHOP_NAME, AGENT_NAME, pl.lit(1, pl.Int64).alias("rows"))


def peak_concurrent(
    spans: pl.DataFrame, staff: pl.DataFrame, period: Period, by: SubjectKind
) -> pl.DataFrame:
    """subject_id, peak_concurrent: most spans of each subject open at one second, ends inclusive, among spans
    of the period's days.
    """
    rows = _each(assign(on_days(spans, period), staff, by))
    names = rows.get_column(SUBJECT).unique().sort()
    peaks = _levels(rows, names).group_by("subject").agg(pl.col("open").max().alias("peak_concurrent"))
    return peaks.select(pl.lit(names).gather("subject").alias(SUBJECT), "peak_concurrent")


def at_the_peak(rows: pl.DataFrame) -> pl.DataFrame:
    """Of one subject's spans, those open at the first second at which most are."""
    if rows.is_empty():
        return rows
    levels = _levels(rows, rows.get_column(SUBJECT).unique())
    peak = levels.filter(pl.col("open") == pl.col("open").max()).get_column("at").min()
    return rows.filter((pl.col("start") <= peak) & (pl.col("end") >= peak))


def _each(rows: pl.DataFrame) -> pl.DataFrame:
    """Every span in a row of its own."""
    alike = pl.col("rows") > 1
    several = rows.filter(alike).select(pl.all().repeat_by("rows")).explode(rows.columns)
    return pl.concat([rows.filter(~alike), several])


def _levels(rows: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """subject (its place in ``names``), at, open: how many of its spans are open when one of them begins.

    Where several begin at one second, only the last of its rows says how many.
    """
    codes = rows.get_column(SUBJECT).cast(pl.Enum(names)).to_physical().cast(pl.Int64) * _SUBJECT_SHIFT
    begun, ended = ((codes + rows.get_column(name)).sort() for name in ("start", "end"))
    # Every subject's spans end as often as they begin, so those of the subjects before cancel out; a span
    # that ends at this very second is still open.
    closed = ended.search_sorted(begun, side="left").cast(pl.Int64)
    return pl.DataFrame(
        {
            "subject": begun // _SUBJECT_SHIFT,
            "at": begun % _SUBJECT_SHIFT,
            "open": pl.int_range(1, begun.len() + 1, eager=True) - closed,
        }
    )
