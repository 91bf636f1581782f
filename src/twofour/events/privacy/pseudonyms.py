"""Pseudonyms (假名): customer ids replaced by a keyed hash, the same one for the same customer each time."""

from __future__ import annotations

import base64

import polars as pl

from twofour.events.privacy.key import CustomerKey
from twofour.events.privacy.wording import occurrences
from twofour.events.pseudonym_form import LETTERS, PREFIX, PSEUDONYM
from twofour.events.tables import Table

_BYTES = 20  # as many as base32 takes without padding, and more than the letters hold
_SHORTEST = 2  # characters of an id that is looked for inside words
_WORDS = ("text", "message_id")
"""Columns of a customer's own row in which platforms repeat the id."""


def pseudonym(key: CustomerKey, customer_id: str) -> str:
    """``pn_`` and 26 letters: HMAC-SHA-256 of the id. A pseudonym stays what it is."""
    if is_pseudonym(customer_id):
        return customer_id
    digest = key.digest(b"customer", customer_id.encode())
    return PREFIX + short_name(digest)


def is_pseudonym(customer_id: str) -> bool:
    """Whether the id has the form of a pseudonym."""
    return customer_id.startswith(PREFIX) and PSEUDONYM.fullmatch(customer_id) is not None


def short_name(digest: bytes) -> str:
    """A digest as 26 small letters and digits."""
    return base64.b32encode(digest[:_BYTES]).decode()[:LETTERS].lower()


def with_pseudonyms(key: CustomerKey, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` of ``table`` with a pseudonym for every customer id, and for the customer's own id where it
    stands as a word of its own in the row's text. Each id is hashed once.
    """
    if "customer_id" not in table.names or rows.is_empty():
        return rows
    known = rows.get_column("customer_id").drop_nulls().unique()
    names = pl.Series([pseudonym(key, one) for one in known], dtype=pl.String)
    hidden = pl.col("customer_id").replace_strict(known, names, default=None, return_dtype=pl.String)
    rows = rows.with_columns(hidden.alias("_hidden"))
    for column in _WORDS:
        if column in table.names:
            rows = _hidden_in(rows, column)
    return rows.with_columns(pl.col("_hidden").alias("customer_id")).drop("_hidden")


def _hidden_in(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The customer's own id replaced in ``column`` of their rows. Most rows do not hold it: found first."""
    long_enough = pl.col("customer_id").str.len_chars() >= _SHORTEST
    held = pl.col(column).str.contains(pl.col("customer_id"), literal=True) & long_enough
    at = rows.select(held.fill_null(False)).to_series().arg_true()
    if at.is_empty():
        return rows
    some = rows.select(pl.col(column, "customer_id", "_hidden").gather(at))
    # A pseudonym has no backslash, so it is its own replacement.
    words = [occurrences([own]).sub(name, text) for text, own, name in some.iter_rows()]
    return rows.with_columns(rows.get_column(column).scatter(at, words))
