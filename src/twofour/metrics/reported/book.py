"""The metric book of a shop whose figures come from a platform's report instead of being counted."""

from __future__ import annotations

from dataclasses import replace

from twofour.metrics.own.entry import CATALOGUE, Combine, MetricBook, MetricEntry
from twofour.metrics.reported.recipe import How
from twofour.metrics.reported.sources import ReportSource, report_source
from twofour.text import Text

_COMBINES: dict[How, Combine] = {"sum": "add", "ratio": "pool", "mean": "pool", "last": "last"}


def reported_book(source: str, base: MetricBook = CATALOGUE) -> MetricBook:
    """``base`` with every built-in metric taken from the report of ``source``; what the report does not give
    stays in the book, without figures. Own metrics are as before, over the report's.

    Raises ``UsageError`` for a source that is not among ``report_names``.
    """
    report = report_source(source)
    return {id: entry if entry.own else _reported(entry, report) for id, entry in base.items()}


def report_of(book: MetricBook) -> ReportSource | None:
    """The platform whose report gives the figures of ``book``; ``None`` where they are counted."""
    recipe = next((entry.recipe for entry in book.values() if entry.recipe is not None), None)
    return None if recipe is None else report_source(recipe.source)


def given(book: MetricBook) -> list[str]:
    """The built-in metrics that the report behind ``book`` gives, in the book's order."""
    return [entry.id for entry in book.values() if entry.recipe is not None and entry.recipe.how]


def _reported(entry: MetricEntry, report: ReportSource) -> MetricEntry:
    recipe = report.recipe(entry.id)
    title = Text(f"{entry.title.zh}（{report.title.zh}）", f"{entry.title.en} ({report.title.en})")
    combine = _COMBINES[recipe.how] if recipe.how else entry.combine
    return replace(entry, title=title, combine=combine, recipe=recipe)
