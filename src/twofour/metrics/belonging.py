"""Whose sums they are: staff rows, valid from–to, map each shop's agent on each day to member and team."""

from __future__ import annotations

import polars as pl

from twofour.metrics.measure import SubjectKind
from twofour.period import Period

SUBJECT = "subject_id"
_ID_COLUMN = {"agent": "agent_id", "shop": "shop_id", "member": "member_id", "team": "team"}


def assign(rows: pl.DataFrame, staff: pl.DataFrame, by: SubjectKind) -> pl.DataFrame:
    """Add ``subject_id`` to rows that have shop_id, agent_id and ``day`` (a day number).

    Rows that belong to nobody of that kind (an agent without a staff row that day) are left out: they
    count for the shop only.
    """
    if by in ("agent", "shop"):
        column = _ID_COLUMN[by]
        return rows.filter(pl.col(column).is_not_null()).with_columns(pl.col(column).alias(SUBJECT))
    return _owned(rows, staff, ["shop_id", "agent_id"], _ID_COLUMN[by])


def assign_personal(rows: pl.DataFrame, staff: pl.DataFrame, by: SubjectKind) -> pl.DataFrame:
    """Add ``subject_id`` to rows that have member_id and ``day``: what is a person's own, not an agent's.

    It counts for the person and for the team that the person's staff rows name that day.
    """
    if by == "member":
        return rows.with_columns(pl.col("member_id").alias(SUBJECT))
    if by == "team":
        return _owned(rows, staff, ["member_id"], _ID_COLUMN[by])
    return rows.clear().with_columns(pl.col("member_id").alias(SUBJECT))


def members_of_period(staff: pl.DataFrame, period: Period, by: SubjectKind) -> list[str]:
    """Subjects of kind ``by`` whose staff rows are valid on any day of ``period``."""
    if by == "shop":
        return []
    starts = pl.col("valid_from").is_null() | (pl.col("valid_from") < period.stop)
    ends = pl.col("valid_to").is_null() | (pl.col("valid_to") >= period.start)
    column = staff.filter(starts & ends).get_column(_ID_COLUMN[by])
    return sorted(column.drop_nulls().unique().to_list())


def _owned(rows: pl.DataFrame, staff: pl.DataFrame, keys: list[str], column: str) -> pl.DataFrame:
    """Of the staff rows valid on the day the one that started last wins; its ``column`` is the subject."""
    known = staff.select(
        *keys,
        pl.col("valid_from").cast(pl.Int32).alias("from"),
        pl.col("valid_to").cast(pl.Int32).alias("to"),
        pl.col(column).alias(SUBJECT),
        "seq",
    )
    started = pl.col("from").is_null() | (pl.col("from") <= pl.col("day"))
    ongoing = pl.col("to").is_null() | (pl.col("to") >= pl.col("day"))
    places = [*keys, "day"]
    owners = (
        rows.select(places)
        .unique()
        .join(known, on=keys)
        .filter(started & ongoing)
        .sort("from", "seq", nulls_last=False)
        .unique(places, keep="last", maintain_order=True)
        .drop("from", "to", "seq")
        .drop_nulls(SUBJECT)
    )
    return rows.join(owners, on=places)
