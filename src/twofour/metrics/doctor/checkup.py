"""Every check in its order, and the one function that puts them all to the data."""

from __future__ import annotations

from twofour.metrics.doctor import clocks, days, entered, missing, people, proposals, repeats, reported, trade
from twofour.metrics.doctor.chart import Chart, Progress
from twofour.metrics.doctor.finding import SEVERITIES, Check, Finding, finding

CHECKS: tuple[Check, ...] = (
    *missing.CHECKS,
    *days.CHECKS,
    *clocks.CHECKS,
    *repeats.CHECKS,
    *people.CHECKS,
    *trade.CHECKS,
    *proposals.CHECKS,
    *entered.CHECKS,
    *reported.CHECKS,
)
"""The registry: add a check to the tuple of its file."""


def examine(chart: Chart, progress: Progress = lambda done, total: None) -> list[Finding]:
    """All findings, errors first, then by check and shop."""
    found: list[Finding] = []
    for done, check in enumerate(CHECKS):
        progress(done, len(CHECKS))
        found += [finding(check, one) for one in check.find(chart)]
    progress(len(CHECKS), len(CHECKS))
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))
