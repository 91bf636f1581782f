"""Figures of reports that were removed because of their age are missed, and never taken for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lake_rows import frame, message

from twofour.events.lake import Lake
from twofour.events.privacy import apply_retention, due, load_retention
from twofour.events.privacy.gate import PENDING
from twofour.events.rules import CountingRules
from twofour.metrics.reported import ask_reports
from twofour.period import parse_period
from twofour.problems import DataMissing, Refused

RULES = CountingRules()


def kept(data: Path, rules: str) -> Lake:
    """A report of January and December 2025 and a message of January, after retention by ``rules``."""
    rows = [
        {
            "metric": "chitu.received",
            "value": Decimal(9),
            "subject_kind": "agent",
            "subject_id": "a",
            "day": date(2025, month, 5),
            "evidence": "chitu.xlsx:2",
            "entered_by": "chitu",
        }
        for month in (1, 12)
    ]
    lake = Lake(data)
    old = message(sent_at=datetime(2025, 1, 5, 3, tzinfo=UTC))
    lake.commit({"indicators": frame("indicators", *rows), "messages": frame("messages", old)}, source={})
    (data / "retention.yaml").write_text(rules, encoding="utf-8")
    found = due(data, load_retention(data), date(2026, 6, 15))
    assert found
    apply_retention(data, found, by="主管")
    return lake


def test_a_month_whose_figures_were_removed_is_missing(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, "tables: {indicators: {retain_days: 400}}\n").snapshot()
    with pytest.raises(DataMissing, match="indicators") as caught:
        ask_reports(snapshot, "s", "chitu", RULES, parse_period("2025-01"))
    assert "现在最早能算 2025-02-01" in caught.value.message.zh
    assert "往前看" not in caught.value.message.zh, "a report looks back at nothing"
    assert ask_reports(snapshot, "s", "chitu", RULES, parse_period("2025-02"))


def test_old_chats_that_were_removed_are_none_of_a_report_s_business(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, "tables: {messages: {retain_days: 400}}\n").snapshot()
    assert ask_reports(snapshot, "s", "chitu", RULES, parse_period("2025-01"))


def test_an_erasure_that_is_half_done_comes_first(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, "tables: {messages: {retain_days: 400}}\n").snapshot()
    (tmp_path / PENDING).write_text('{"staged": ["x"]}', encoding="utf-8")
    with pytest.raises(Refused):
        ask_reports(snapshot, "s", "chitu", RULES, parse_period("2026-01"))
