"""Figures from platforms' reports (赤兔, 生意参谋 …), which are sums already, in place of counted ones.

A report's figures stand in the indicators table as ``<source>.<name>``. One data file per platform, beside
this module, says how metrics are made of them. ``reported_book(source)`` is the metric book to measure and to
pay by; ``reports_of(question, source)`` the figures of one shop, which ``measure_book`` and ``behind`` take
where they would take counted facts; ``beside`` holds both against each other.
"""

from twofour.metrics.reported.beside import Beside, beside
from twofour.metrics.reported.book import given, report_of, reported_book
from twofour.metrics.reported.evidence import reported_rows
from twofour.metrics.reported.measuring import measure_reports
from twofour.metrics.reported.recipe import Recipe, ReportFigure
from twofour.metrics.reported.reports import (
    Reports,
    ask_reports,
    is_reported,
    reported_shops,
    reported_until,
    reports_of,
)
from twofour.metrics.reported.sources import ReportSource, report_names, report_source, unknown_report

__all__ = [
    "Beside",
    "Recipe",
    "ReportFigure",
    "ReportSource",
    "Reports",
    "ask_reports",
    "beside",
    "given",
    "is_reported",
    "measure_reports",
    "report_names",
    "report_of",
    "report_source",
    "reported_book",
    "reported_rows",
    "reported_shops",
    "reported_until",
    "reports_of",
    "unknown_report",
]
