"""What statements say of lines, items and duties: the same words on the pages as in the files."""

from __future__ import annotations

from decimal import Decimal

from twofour.pay import Line, NextStep, Payslip
from twofour.scorecard import DutyOutcome, ItemScore, Scorecard
from twofour.statements.pending import Pending, pending_of
from twofour.statements.provenance import provenance
from twofour.statements.seal import Seal
from twofour.statements.words import (
    ALL_ELSE_EQUAL,
    NEXT_STEPS,
    duty_words,
    line_formula,
    metric_figure,
    period_words,
    points_words,
    score_formula,
    weight_words,
)
from twofour.text import Lang, Text
from twofour.web.bridge.periods import Slip

__all__ = [
    "ALL_ELSE_EQUAL",
    "NEXT_STEPS",
    "DutyOutcome",
    "ItemScore",
    "Line",
    "NextStep",
    "Payslip",
    "Pending",
    "Scorecard",
    "award",
    "duty_words",
    "line_formula",
    "metric_figure",
    "pending_of",
    "period_words",
    "points",
    "points_words",
    "rests_on",
    "score_formula",
    "weight_words",
]


def award(line: Line, lang: Lang) -> str | None:
    """What a line gives beside money, in days of leave or a star; ``None`` for a line of money."""
    if line.component != "award":
        return None
    days = next((child.quantity for child in line.node.children[1:] if child.quantity), None)
    return days.show(lang) if days else "★"


def rests_on(found: Slip) -> tuple[tuple[Text, Text], ...]:
    """What a statement rests on: run, scheme, rules, data, hashes."""
    return provenance(found.run, Seal(found.attached.run, found.attached.digest))


def points(score: Decimal | None) -> str:
    """A score for people; a dash where there is none."""
    return "–" if score is None else points_words(score)
