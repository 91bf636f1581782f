"""The doctor: what is wrong with the data of a lake before anybody is paid by it, and what to do about it."""

from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.checkup import CHECKS, examine
from twofour.metrics.doctor.coverage import Coverage
from twofour.metrics.doctor.days import empty_runs, thin_days
from twofour.metrics.doctor.finding import SEVERITIES, Check, Finding, Severity

__all__ = [
    "CHECKS",
    "SEVERITIES",
    "Chart",
    "Check",
    "Coverage",
    "Finding",
    "Severity",
    "empty_runs",
    "examine",
    "thin_days",
]
