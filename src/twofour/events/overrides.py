"""Overrides (改判) in the indicators table: ``override:ITEM`` as the metric, with who and why beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import polars as pl

from twofour.events.masking import mask_note
from twofour.period import Period
from twofour.problems import DataMissing
from twofour.text import Text

PREFIX = "override:"


class EnteredOverride(NamedTuple):
    """A member's score of an item as somebody set it."""

    member_id: str
    item: str
    score: Decimal
    by: str
    reason: str


def entered_overrides(indicators: pl.DataFrame, period: Period) -> list[EnteredOverride]:
    """Every override entered for members in ``period``; the latest of an item and member speaks.

    ``indicators``: the table. Personal data in the reasons is masked. Raises ``DataMissing`` for one that
    does not say who set it or why.
    """
    rows = indicators.filter(
        pl.col("metric").str.starts_with(PREFIX),
        pl.col("subject_kind") == "member",
        (pl.col("day") >= period.start) & (pl.col("day") < period.stop),
    ).sort("day", "seq")
    found: dict[tuple[str, str], EnteredOverride] = {}
    for row in rows.iter_rows(named=True):
        member_id, item = row["subject_id"], row["metric"].removeprefix(PREFIX)
        if not row["entered_by"] or not row["evidence"]:
            raise DataMissing(
                Text(
                    f"{member_id} 的「{item}」改判没有写改判人或理由；请在指标表补上 entered_by 和 evidence",
                    f"the override of item {item} of {member_id} does not say who made it or why;"
                    " fill in entered_by and evidence in the indicators table",
                )
            )
        found[member_id, item] = EnteredOverride(
            member_id, item, Decimal(row["value"]), row["entered_by"], mask_note(row["evidence"])
        )
    return list(found.values())
