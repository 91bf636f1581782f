"""Rows for the lake's tests, and the lake's content as plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from twofour.events.lake import Snapshot
from twofour.events.tables import TABLES

JUNE = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)


def frame(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """``rows`` as a frame of the table's schema; columns left out are null."""
    return pl.DataFrame(
        [{**dict.fromkeys(TABLES[table].names), **row} for row in rows], schema=TABLES[table].schema
    )


def message(**given: Any) -> dict[str, Any]:
    """A customer's message of 1 June 2026, 09:30 in Shanghai."""
    usual = {
        "shop_id": "s",
        "customer_id": "c",
        "agent_id": "a",
        "sender": "customer",
        "sent_at": JUNE,
        "text": "在吗",
    }
    return usual | given


def order(**given: Any) -> dict[str, Any]:
    """An order of 1 June 2026 over 12.34 yuan."""
    return {"shop_id": "s", "order_id": "o1", "customer_id": "c", "created_at": JUNE, "amount": 1234} | given


def staff(**given: Any) -> dict[str, Any]:
    """A member without a first day."""
    return {"shop_id": "s", "agent_id": "a", "member_id": "m"} | given


def shift(**given: Any) -> dict[str, Any]:
    """A day shift: a table without shops."""
    return {"member_id": "m", "day": date(2026, 6, 1), "start": "09:00", "end": "18:00"} | given


def stored(snapshot: Snapshot, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The chosen columns of all rows, in order of arrival."""
    return snapshot.scan(table).sort("seq").select(columns).collect().rows()
