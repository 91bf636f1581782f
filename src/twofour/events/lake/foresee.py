"""What a commit would do, without doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from twofour.events.lake import upsert
from twofour.events.lake.receipt import Receipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.tables import TABLES


def foreseen(base: Snapshot, rows: Mapping[str, Sequence[pl.DataFrame]]) -> Receipt:
    """The receipt that committing ``rows`` (frames of ``TABLES[name].schema``, one per file) upon ``base``
    would give. Its snapshot is ``base``; nothing is written.
    """
    receipts = {
        name: upsert.plan(base, table, rows[name], base.manifest.next_seq).receipt
        for name, table in TABLES.items()
        if any(frame.height for frame in rows.get(name, []))
    }
    changes = any(receipt.total.new + receipt.total.changed for receipt in receipts.values())
    return Receipt(base, receipts, changed_lake=changes)
