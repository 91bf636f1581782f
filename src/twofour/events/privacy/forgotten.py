"""Knowing forgotten people again by salted hashes, so that an old export does not bring them back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import polars as pl

from twofour.events.privacy.records import forgettings, salt_of
from twofour.events.tables import Table

ROW_IDS = {
    "orders": "order_id",
    "refunds": "refund_id",
    "ratings": "rating_id",
    "reviews": "review_id",
    "tickets": "ticket_id",
    "followups": "followup_id",
}
"""The id of a row of its own, where another system could tell the person by it."""
_LENGTH = 32  # hex digits: 128 bits


class ForgottenList:
    """The hashes of everybody forgotten in a data folder."""

    def __init__(self, data: Path) -> None:
        self._at: dict[str, datetime] = {}
        for record in forgettings(data):
            at = datetime.fromisoformat(record.at)
            self._at |= {mark: max(at, self._at.get(mark, at)) for mark in record.ids}
        self._salt = salt_of(data) if self._at else b""

    def held_back(self, table: Table, rows: pl.DataFrame) -> pl.Series:
        """Which rows must stay out: those with an id of a forgotten person's row (an order, a refund …), and
        those of the person up to the moment of the erasure. Who comes back later is a new customer.
        """
        out = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
        if not self._at or rows.is_empty() or "shop_id" not in table.names:
            return out
        for column in dict.fromkeys(("order_id", ROW_IDS.get(table.name, "order_id"))):
            if column in table.names:
                out |= self._since(rows, column).is_not_null()
        if "customer_id" in table.names:
            since = self._since(rows, "customer_id")
            old = rows.get_column(table.when) <= since if table.when else since.is_not_null()
            out |= old.fill_null(False)
        return out

    def _since(self, rows: pl.DataFrame, column: str) -> pl.Series:
        """When the person behind each row's id was forgotten; null for everybody else."""
        known = rows.select("shop_id", column).unique().drop_nulls()
        hits = [(shop, one, at) for shop, one in known.iter_rows() if (at := self._found(column, shop, one))]
        schema = {"shop_id": pl.String(), column: pl.String(), "_at": pl.Datetime("us", "UTC")}
        found = pl.DataFrame(hits, schema=schema, orient="row")
        joined = rows.select("shop_id", column).join(
            found, on=["shop_id", column], how="left", maintain_order="left"
        )
        return joined.get_column("_at")

    def _found(self, column: str, shop: str, one: str) -> datetime | None:
        marks = (mark(self._salt, column, where, one) for where in (shop, None))
        return max((self._at[found] for found in marks if found in self._at), default=None)


def mark(salt: bytes, column: str, shop: str | None, id: str) -> str:
    """The salted hash by which an id is known again; ``shop`` None: in whichever shop."""
    words = "\0".join((column, "" if shop is None else f"={shop}", id))
    return hmac.digest(salt, words.encode(), hashlib.sha256).hex()[:_LENGTH]


def marks(salt: bytes, column: str, shop: str | None, ids: Iterable[str]) -> list[str]:
    """``mark`` of several ids."""
    return [mark(salt, column, shop, one) for one in ids]
