"""Overrides entered as indicators: the latest speaks, and none goes without who and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from lake_rows import frame

from twofour.events.overrides import EnteredOverride, entered_overrides
from twofour.period import parse_period
from twofour.problems import DataMissing

JUNE = parse_period("2026-06")


def entered(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "metric": "override:attitude",
        "value": Decimal(80),
        "subject_kind": "member",
        "subject_id": "m1",
        "day": date(2026, 6, 30),
        "evidence": "复核录音",
        "entered_by": "王主管",
    }
    table = frame("indicators", *({**usual, **row} for row in rows))
    return table if "seq" in table.columns else table.with_row_index("seq")


def test_the_latest_override_of_the_period_speaks() -> None:
    rows = entered(
        {"value": Decimal("85.5"), "day": date(2026, 6, 30)},
        {"day": date(2026, 6, 29)},
        {"day": date(2026, 7, 1)},
        {"metric": "attitude"},
        {"subject_kind": "team", "subject_id": "A"},
    )
    found = EnteredOverride("m1", "attitude", Decimal("85.5"), "王主管", "复核录音")
    assert entered_overrides(rows, JUNE) == [found]


@pytest.mark.parametrize("missing", ["evidence", "entered_by"])
def test_an_override_without_who_or_why_is_refused(missing: str) -> None:
    with pytest.raises(DataMissing, match="does not say who made it or why"):
        entered_overrides(entered({missing: None}), JUNE)
