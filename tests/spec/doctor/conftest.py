"""The fixture ``found``: small tables imported into a real lake, and what one check says about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec.doctor.rows import Rows
from twofour.events.lake import Lake
from twofour.events.rules import CountingRules
from twofour.metrics.doctor import CHECKS, Chart, Finding
from twofour.metrics.doctor.finding import finding
from twofour.metrics.own import CATALOGUE, read_metrics
from twofour.period import parse_period
from unit.lake_rows import frame


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[Finding]]:
    """Import each of ``deliveries`` (table → rows) by itself into a new lake, then ask for one ``kind``."""

    def check(
        kind: str,
        *deliveries: dict[str, Rows],
        files: tuple[str, ...] = ("export.csv",),
        period: str | None = None,
        own: str = "",
        **rules: Any,
    ) -> list[Finding]:
        lake = Lake.create_or_open(tmp_path / f"lake{len(list(tmp_path.iterdir()))}")
        for tables in deliveries:
            lake.commit(
                {table: frame(table, *rows) for table, rows in tables.items()}, source={"files": list(files)}
            )
        snapshot = lake.snapshot()
        days = None if period is None else parse_period(period)
        book = read_metrics(own, "metrics.yaml").book if own else CATALOGUE
        chart = Chart(snapshot, snapshot.shop_ids(), CountingRules(**rules), days, book)
        (asked,) = [check for check in CHECKS if check.kind == kind]
        return [finding(asked, one) for one in asked.find(chart)]

    return check
