"""Shop ids may be any text: they are stored, found and pruned by exactly as they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_rows import frame, message, order, shift, staff, stored

from twofour.events.lake import Lake

ODD = [
    "旗舰店/一号",
    "a=b&c",
    "it's",
    'say "hi"',
    " led by a blank",
    "..",
    "%2F",
    "a\\b",
    "月" * 300,
    "🛒",
    "null",
    "line\nbreak",
    "NULL; drop",
    "__HIVE_DEFAULT_PARTITION__",
]


def test_odd_shop_ids_are_kept_apart(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"orders": frame("orders", *(order(shop_id=shop) for shop in ODD))}, source={})
    snapshot = lake.snapshot()
    assert snapshot.shop_ids() == sorted(ODD)
    for shop in ODD:
        assert snapshot.scan("orders", shop_ids=[shop]).collect()["shop_id"].to_list() == [shop]


def test_odd_shop_ids_can_change(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"orders": frame("orders", *(order(shop_id=shop) for shop in ODD))}, source={})
    changed = frame("orders", *(order(shop_id=shop, amount=1) for shop in ODD))
    assert lake.commit({"orders": changed}, source={}).tables["orders"].total.changed == len(ODD)
    assert stored(lake.snapshot(), "orders", "shop_id", "amount") == [(shop, 1) for shop in ODD]


@settings(max_examples=25)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4, unique=True
    )
)
def test_any_text_is_a_shop_id(tmp_path_factory: pytest.TempPathFactory, shops: list[str]) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    lake.commit({"staff": frame("staff", *(staff(shop_id=shop) for shop in shops))}, source={})
    assert lake.snapshot().shop_ids() == sorted(shops)


def test_choice_of_shops_and_months_leaves_other_files_unread(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"messages": frame("messages", message(shop_id="s"), message(shop_id="t"))}, source={})
    snapshot = lake.snapshot()
    for file in snapshot.files("messages", shop_ids=["t"]):
        (snapshot.folder("messages") / file.path).unlink()
    assert snapshot.scan("messages", shop_ids=["s"], months=["2026-06"]).collect().height == 1
    assert snapshot.scan("messages", shop_ids=["s"], months=["2026-07"]).collect().height == 0


def test_table_without_shops_ignores_the_choice_of_shops(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"shifts": frame("shifts", shift())}, source={})
    assert lake.snapshot().scan("shifts", shop_ids=["s"]).collect().height == 1


def test_other_readers_of_delta_tables_find_every_row(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.commit({"orders": frame("orders", *(order(shop_id=shop) for shop in ODD))}, source={})
    folder = lake.snapshot().folder("orders")
    by_polars = pl.scan_delta(folder).select("shop_id", "month").collect()
    assert sorted(by_polars["shop_id"]) == sorted(ODD)
    assert set(by_polars["month"]) == {"2026-06"}
    assert sorted(DeltaTable(folder).to_pyarrow_table()["shop_id"].to_pylist()) == sorted(ODD)


@pytest.mark.parametrize("name", ["数据 目录", "a#b?c", "100% [x]*", "it's", "a&b=c"])
def test_lake_may_lie_in_any_folder(tmp_path: Path, name: str) -> None:
    lake = Lake(tmp_path / name)
    for amount in (1, 2):
        lake.commit({"orders": frame("orders", order(amount=amount), order(order_id="o2"))}, source={})
    assert stored(lake.snapshot(), "orders", "order_id", "amount") == [("o1", 2), ("o2", 1234)]
