"""What-if and backtest: replays pay under figures, and schemes, that have not happened."""

from twofour.plan.backtest import Backtest, backtest, shared_book
from twofour.plan.changes import read_change
from twofour.plan.projection import Projected, Projection, project
from twofour.plan.whatif import Change, WhatIf, what_if

__all__ = [
    "Backtest",
    "Change",
    "Projected",
    "Projection",
    "WhatIf",
    "backtest",
    "project",
    "read_change",
    "shared_book",
    "what_if",
]
