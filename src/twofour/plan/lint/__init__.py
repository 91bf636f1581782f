"""The linter: the four pains of bad schemes (mission.md §2), looked for on the shop's own data."""

from twofour.plan.lint.checks import CHECKS, lint
from twofour.plan.lint.finding import PAINS, SEVERITIES, Finding, Pain, Severity
from twofour.plan.lint.ground import Ground, Template

__all__ = [
    "CHECKS",
    "PAINS",
    "SEVERITIES",
    "Finding",
    "Ground",
    "Pain",
    "Severity",
    "Template",
    "lint",
]
