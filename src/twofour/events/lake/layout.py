"""How rows lie in the lake: the stored columns, the partition of a row, the order inside a file."""

from __future__ import annotations

import polars as pl

from twofour.events.tables import Kind, Table

SEQ = "seq"
"""Arrival order of rows, growing across imports; an upserted row keeps the number of its first arrival."""
MONTH = "month"
"""The UTC month of ``Table.when`` as ``YYYY-MM``."""


def row_schema(table: Table) -> dict[str, pl.DataType]:
    """Columns of a table as readers get them: its own, then ``seq``."""
    return {**table.schema, SEQ: pl.Int64()}


def stored_schema(table: Table) -> dict[str, pl.DataType]:
    """Columns of a data file. Partition columns are in the file too, so that any reader finds them."""
    month = {MONTH: pl.String()} if table.when else {}
    return {**row_schema(table), **month}


def partition_columns(table: Table) -> list[str]:
    """``shop_id`` and ``month``, as far as the table has them."""
    return [*(["shop_id"] if table.by_shop else []), *([MONTH] if table.when else [])]


def with_month(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with their partition month, if the table is cut by months."""
    if table.when is None:
        return rows
    return rows.with_columns(_month_numbers(rows[table.when]).alias(MONTH))


def month_names(when: pl.Series) -> set[str]:
    """The partition months of these times."""
    return {f"{number // 100:04d}-{number % 100:02d}" for number in _month_numbers(when).unique()}


def _month_numbers(when: pl.Series) -> pl.Series:
    # Few months, many rows: number the months, then name each number once.
    return when.dt.year() * 100 + when.dt.month().cast(pl.Int32)


def file_order(table: Table) -> list[str]:
    """Sort columns inside a file: whole customers together, their rows in time, then in order of arrival."""
    customer = ["customer_id"] if "customer_id" in table.names else []
    return [*customer, *([table.when] if table.when else []), SEQ]


def without_id(table: Table) -> pl.Expr:
    """True for the rows of a ``digest_key`` table that nobody gave an id."""
    given = [
        name for name in table.key if not table.column(name).required and table.column(name).kind is Kind.ID
    ]
    return pl.any_horizontal(pl.col(name).is_null() for name in given) if given else pl.lit(True)
