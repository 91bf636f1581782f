"""Closed periods computed again on the newest data, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable

from twofour.events.lake import Lake
from twofour.ledger import Book
from twofour.ledger.runs import keep_run
from twofour.plan.recompute import Recomputed, check_adjustable, recompute
from twofour.statements import freeze
from twofour.web.bridge import figures, lake
from twofour.web.bridge.periods import ledger

__all__ = ["Recomputed", "again", "check_adjustable", "keep"]


def again(shop_id: str, book: Book, key: str, tell: Callable[[int, int], None]) -> list[Recomputed]:
    """Every run of a closed period on the newest data; nothing is written."""
    day = figures.latest_day(shop_id)
    if day is None:
        return []
    found = recompute(
        ledger(shop_id), Lake.open(lake.data()), lake.snapshot(), book, key, day=day, progress=tell
    )
    return list(found)


def keep(shop_id: str, found: Recomputed) -> str:
    """Freeze and keep the run that shows the differences; gives its name."""
    folder = ledger(shop_id).folder
    return keep_run(folder, freeze(found.again, folder / "recomputed")).id
