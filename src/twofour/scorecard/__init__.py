"""Scheme and measures in, scores with reasons out."""

from twofour.scorecard.card import DutyOutcome, ItemScore, Scorecard
from twofour.scorecard.inputs import Carried, Inputs, Override, Past, by_key
from twofour.scorecard.score import Scorecards, score, scorecards

__all__ = [
    "Carried",
    "DutyOutcome",
    "Inputs",
    "ItemScore",
    "Override",
    "Past",
    "Scorecard",
    "Scorecards",
    "by_key",
    "score",
    "scorecards",
]
