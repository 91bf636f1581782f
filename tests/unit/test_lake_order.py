"""Rows lie in files as sorting whole rows by the columns of the order would lay them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofour.events.lake import layout
from twofour.events.lake.order import sections
from twofour.events.tables import TABLES

START = datetime(2026, 6, 1, tzinfo=UTC)
CUSTOMERS = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab", "买家", "买家二", "z" * 40]))
# Apart by a microsecond or by most of a century: some keys fit into 64 bits together, some do not.
TIMES = st.sampled_from([0, 1, 2, 86_400_000_000, 3 * 10**15]).map(
    lambda us: START + timedelta(microseconds=us)
)
SEQS = st.sampled_from([0, 1, 2, 5, 2**40, 2**60])


@given(st.lists(st.tuples(st.sampled_from(["s2", "s1"]), CUSTOMERS, TIMES, SEQS), max_size=20))
def test_positions_are_those_of_a_sort_by_all_columns(
    rows: list[tuple[str, str | None, datetime, int]],
) -> None:
    table = TABLES["ratings"]
    types = {**layout.row_schema(table), "seq": pl.Int64()}
    names = ["shop_id", "customer_id", "rated_at", "seq"]
    frame = pl.DataFrame(rows, schema={name: types[name] for name in names}, orient="row")
    frame = layout.with_month(table, frame)
    found = [(section.place, frame[section.positions()]) for section in sections(table, frame)]
    parts = frame.sort("shop_id", "month").partition_by("shop_id", "month", as_dict=True, maintain_order=True)
    assert [tuple(place.values()) for place, _ in found] == list(parts)
    order = layout.file_order(table)
    for place, rows_of_file in found:
        whole = parts[tuple(place.values())].sort(order)
        assert rows_of_file.select(order).equals(whole.select(order))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_laid_out_empty(name: str) -> None:
    table = TABLES[name]
    assert sections(table, layout.with_month(table, pl.DataFrame(schema=layout.row_schema(table)))) == []
