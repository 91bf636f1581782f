"""Scheme and measures in, scores with reasons out."""

from twofour.scorecard.card import DutyOutcome, ItemScore, Scorecard
from twofour.scorecard.inputs import Inputs, Past, by_key
from twofour.scorecard.score import score

__all__ = ["DutyOutcome", "Inputs", "ItemScore", "Past", "Scorecard", "by_key", "score"]
