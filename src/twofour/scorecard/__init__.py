"""Scheme and measures in, scores with reasons out."""

from twofour.scorecard.card import DutyOutcome, ItemScore, Scorecard

__all__ = ["DutyOutcome", "ItemScore", "Scorecard"]
