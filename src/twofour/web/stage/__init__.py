"""The demo's stage: people of every role, and a shop in the middle of its month."""

from __future__ import annotations

from twofour.web.stage.people import open_accounts


def set_stage() -> None:
    """Set up what the demo shop's pages show; what is there already stays."""
    open_accounts()
