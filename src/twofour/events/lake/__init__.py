"""The lake: event tables on disk, one snapshot per import, nothing ever half there."""

from twofour.events.lake.receipt import Counts, Receipt, TableReceipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.lake.store import Deliveries, Lake

__all__ = ["Counts", "Deliveries", "Lake", "Receipt", "Snapshot", "TableReceipt"]
