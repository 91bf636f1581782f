"""The demo's stage: people of every role, and a shop in the middle of its month."""

from __future__ import annotations

from twofour.web.stage.people import open_accounts
from twofour.web.stage.periods import stage_periods
from twofour.web.stage.schemes import stage_schemes


def set_stage() -> None:
    """Set up what the demo shop's pages show; what is there already stays."""
    accounts = open_accounts()
    stage_schemes(accounts)
    stage_periods(accounts)
