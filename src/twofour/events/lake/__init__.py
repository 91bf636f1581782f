"""The lake: event tables on disk, one snapshot per import, nothing ever half there."""

from twofour.events.lake.foresee import foreseen
from twofour.events.lake.receipt import Counts, ImportRecord, Receipt, TableReceipt, Taken, UndoReceipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.lake.store import Deliveries, Lake

__all__ = [
    "Counts",
    "Deliveries",
    "ImportRecord",
    "Lake",
    "Receipt",
    "Snapshot",
    "TableReceipt",
    "Taken",
    "UndoReceipt",
    "foreseen",
]
