"""Which rows go into which file, and in which order: found with integers, which sort faster than texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from twofour.events.lake.layout import file_order, partition_columns
from twofour.events.tables import Table

_AT = "at"
_MOST = 2**63 - 1


class Section(NamedTuple):
    """The rows of one file. ``place``: what its partition columns say; ``positions`` gives where its rows
    stand among all of them, in the order in which the file keeps them.
    """

    place: dict[str, Any]
    positions: Callable[[], pl.Series]


def sections(table: Table, rows: pl.DataFrame) -> list[Section]:
    """The files that ``rows`` (with ``partition_columns`` and ``seq``) make, in order of their partitions."""
    by = partition_columns(table)
    at = pl.int_range(pl.len(), dtype=pl.UInt32).alias(_AT)
    found = rows.select(*by, at).group_by(by).agg(_AT).sort(by)
    keys = pl.DataFrame([_numbers(rows[name]).alias(name) for name in file_order(table)])
    positions = (partial(_sorted, keys, here) for here in found[_AT])
    return [Section(*section) for section in zip(found.select(by).rows(named=True), positions, strict=True)]


def _numbers(cells: pl.Series) -> pl.Series:
    """Integers that stand in the same order as ``cells``: of texts, their places among the different ones."""
    if cells.dtype != pl.String:
        return cells.to_physical().cast(pl.Int64)
    codes = cells.cast(pl.Categorical(pl.Categories.random())).to_physical()
    first = codes.arg_unique()
    first = first.filter(codes.gather(first).is_not_null())
    in_order = codes.gather(first.gather(cells.gather(first).arg_sort()))
    # The place of the text whose code is n stands at n.
    places = in_order.arg_sort().cast(pl.Int64)
    return places.gather(codes).fill_null(-1)


def _sorted(keys: pl.DataFrame, at: pl.Series) -> pl.Series:
    """The positions ``at`` in the order of ``keys``, the first of which weighs most."""
    packed = _packed(keys[at])
    return at.gather(packed.select(pl.arg_sort_by(packed.columns)).to_series())


def _packed(keys: pl.DataFrame) -> pl.DataFrame:
    """Fewer columns that sort as ``keys`` do: neighbours share one as long as 64 bits have room for both."""
    columns: list[pl.Series] = []
    room = _MOST
    leasts, mosts = keys.select(pl.all().min()).row(0), keys.select(pl.all().max()).row(0)
    for cells, least, most in zip(keys, leasts, mosts, strict=True):
        span = most - least + 1
        if columns and room // span:
            columns[-1] = columns[-1] * span + (cells - least)
        else:
            columns.append(cells - least)
            room = _MOST
        room //= span
    return pl.DataFrame([column.alias(f"{number}") for number, column in enumerate(columns)])
