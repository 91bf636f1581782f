"""Shifts (班次): the days on which people worked, were late or left early."""

from __future__ import annotations

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.prepare import Events, frame_of


def shift_days(events: Events, rules: CountingRules, known_days: pl.DataFrame) -> pl.DataFrame:
    """One row per member and day with a shift that was not missed: member_id, day, ``at`` (the UTC second at
    which the first one starts), late_minutes and early_leave_minutes (added up), ``hours`` (``09:00–18:00``).

    Only members with a staff row, and no day after the last one that any of their shops knows
    (``known_days``: shop_id, known_day; a shop that is not in it knows all).
    """
    members = (
        frame_of(events, "staff")
        .join(known_days, on="shop_id", how="left")
        .group_by("member_id")
        .agg(pl.when(~pl.col("known_day").has_nulls()).then(pl.col("known_day").max()))
    )
    start = pl.col("day").cast(pl.String) + " " + pl.col("start")
    start = start.str.to_datetime("%Y-%m-%d %H:%M", strict=False)
    local = start.dt.replace_time_zone(rules.timezone, ambiguous="earliest", non_existent="null")
    return (
        frame_of(events, "shifts")
        .filter(~pl.col("absent").fill_null(False))
        .with_columns(local.dt.epoch("s").alias("at"), pl.col("day").cast(pl.Int32))
        .join(members, on="member_id")
        .filter((pl.col("day") <= pl.col("known_day")).fill_null(True))
        .sort("start")
        .group_by("member_id", "day", maintain_order=True)
        .agg(
            pl.col("at").first(),
            pl.col("late_minutes", "early_leave_minutes").sum(),
            (pl.col("start") + "–" + pl.col("end")).alias("hours"),
        )
    )
