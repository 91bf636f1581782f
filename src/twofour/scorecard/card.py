"""The scorecard: each item's score, each duty's outcome, and the total, all with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from twofour.explain import Node
from twofour.text import Text


class ItemScore(NamedTuple):
    """One incentive item. ``score`` is on the item's own scale (None: no value), ``points`` what it adds.

    ``weight`` is the item's share of ``Scorecard.full``: percent of 100, or its full score on a score sheet.
    """

    item: str
    title: Text
    metric: str
    weight: Decimal
    score: Decimal | None
    points: Decimal
    node: Node


class DutyOutcome(NamedTuple):
    """One duty: kept or not (None: no value to judge by), and the points that a breach took off."""

    duty: str
    title: Text
    metric: str
    kept: bool | None
    deducted: Decimal
    correction: Text | None
    node: Node


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A member's score of the period: items' points less deductions, never below 0; ``full`` is the best.

    A scheme without incentive items has no score: ``score`` and ``full`` are 0.
    """

    member_id: str
    items: tuple[ItemScore, ...]
    duties: tuple[DutyOutcome, ...]
    score: Decimal
    full: Decimal
    node: Node
