"""The metrics that a scheme can name: the catalogue's, the shop's, its own, and the score."""

from __future__ import annotations

from twofour.metrics.own import (
    CATALOGUE,
    SCORE,
    Combine,
    Composition,
    MetricBook,
    MetricEntry,
    leaves,
    unknown_metric,
)
from twofour.text import Text

__all__ = [
    "CATALOGUE",
    "SCORE",
    "SCORE_ENTRY",
    "Combine",
    "Composition",
    "MetricBook",
    "MetricEntry",
    "leaves",
    "unknown_metric",
]

SCORE_ENTRY = MetricEntry(
    SCORE, Text("考核得分", "score"), "point", "higher", "quality", "add", scope="member"
)
