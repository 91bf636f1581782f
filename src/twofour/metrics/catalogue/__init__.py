"""The catalogue: every built-in metric, its names, unit, direction and the daily sums it divides."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue import aftersales, chats, followups, opinions, selling, shifts
from twofour.metrics.catalogue.metric import Category, Direction, Metric, Nature, Scope
from twofour.text import Text

__all__ = [
    "METRICS",
    "SUMS",
    "Category",
    "Direction",
    "Metric",
    "Nature",
    "Scope",
    "sum_title",
    "sum_unit",
]

_SUBJECTS = (chats, selling, aftersales, opinions, followups)

METRICS: dict[str, Metric] = {
    metric.id: metric for subject in (*_SUBJECTS, shifts) for metric in subject.METRICS
}
"""Every built-in metric by id."""

SUMS: dict[str, tuple[Text, Unit]] = {
    name: what for subject in _SUBJECTS for name, what in subject.SUMS.items()
}
"""Titles and units of the sums that are no metric themselves."""


def sum_title(name: str) -> Text:
    """What a sum is called: its own title, or that of the metric that is this very sum."""
    return SUMS[name][0] if name in SUMS else METRICS[name].title


def sum_unit(name: str) -> Unit:
    """The unit of a sum."""
    return SUMS[name][1] if name in SUMS else METRICS[name].unit
