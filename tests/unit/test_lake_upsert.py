"""The lake keeps one row per key, the first arrival's place, and every repetition of a row without an id."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from lake_rows import JUNE, frame, message, order, shift, staff, stored

from twofour.events.lake import Counts, Lake
from twofour.events.tables import TABLES
from twofour.problems import DataMissing, UsageError

EXAMPLES = {
    "messages": message(message_id="m1"),
    "orders": order(),
    "refunds": {
        "shop_id": "s", "refund_id": "r", "order_id": "o1", "kind": "exchange", "amount": 1,
        "requested_at": JUNE,
    },
    "ratings": {"shop_id": "s", "rating_id": "r", "agent_id": "a", "rated_at": JUNE, "score": 5},
    "invitations": {"shop_id": "s", "agent_id": "a", "customer_id": "c", "sent_at": JUNE},
    "reviews": {"shop_id": "s", "review_id": "r", "reviewed_at": JUNE},
    "tickets": {"shop_id": "s", "ticket_id": "t", "agent_id": "a", "opened_at": JUNE},
    "staff": staff(),
    "shifts": shift(),
    "indicators": {
        "metric": "exam", "value": Decimal("97.5"), "subject_kind": "member", "subject_id": "m",
        "day": date(2026, 6, 1),
    },
    "followups": {"shop_id": "s", "followup_id": "f", "customer_id": "c", "agent_id": "a", "at": JUNE},
}  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create_or_open(tmp_path / "lake")


def put(lake: Lake, table: str, *rows: dict[str, object]) -> Counts:
    return lake.commit({table: frame(table, *rows)}, source={}).tables[table].total


@pytest.mark.parametrize("table", TABLES)
def test_row_of_every_table_comes_back_as_it_went_in(lake: Lake, table: str) -> None:
    rows = frame(table, EXAMPLES[table])
    lake.commit({table: rows}, source={})
    back = lake.snapshot().scan(table).collect()
    assert back.drop("seq").equals(rows)
    assert back.schema == pl.Schema({**TABLES[table].schema, "seq": pl.Int64})


@pytest.mark.parametrize("table", TABLES)
def test_same_rows_twice_make_no_snapshot(lake: Lake, table: str) -> None:
    put(lake, table, EXAMPLES[table])
    before = lake.snapshot()
    assert put(lake, table, EXAMPLES[table]) == Counts(unchanged=1)
    assert (lake.snapshot().number, lake.snapshot().digest) == (before.number, before.digest)


def test_table_never_written_is_empty_and_of_the_right_shape(lake: Lake) -> None:
    put(lake, "staff", staff())
    empty = lake.snapshot().scan("messages").collect()
    assert empty.height == 0
    assert empty.schema == pl.Schema({**TABLES["messages"].schema, "seq": pl.Int64})


def test_changed_row_replaces_the_stored_one_and_keeps_its_place(lake: Lake) -> None:
    put(lake, "orders", order(order_id="o1"), order(order_id="o2"))
    assert put(lake, "orders", order(order_id="o3"), order(order_id="o1", status="paid")) == Counts(
        new=1, changed=1
    )
    assert stored(lake.snapshot(), "orders", "order_id", "status") == [
        ("o1", "paid"),
        ("o2", None),
        ("o3", None),
    ]


def test_row_that_moves_to_another_month_leaves_the_old_one(lake: Lake) -> None:
    put(lake, "orders", order(order_id="o1"), order(order_id="o2"))
    put(lake, "orders", order(order_id="o1", created_at=JUNE + timedelta(days=40)))
    snapshot = lake.snapshot()
    june = snapshot.scan("orders", months=["2026-06"]).collect()["order_id"].to_list()
    july = snapshot.scan("orders", months=["2026-07"]).collect()["order_id"].to_list()
    assert (june, july) == (["o2"], ["o1"])


def test_same_order_number_in_two_shops_is_two_orders(lake: Lake) -> None:
    assert put(lake, "orders", order(), order(shop_id="t")).new == 2


def test_last_of_repeated_keys_wins_at_the_place_of_the_first(lake: Lake) -> None:
    rows = [order(order_id="o1", amount=1), order(order_id="o2"), order(order_id="o1", amount=2)]
    receipt = lake.commit({"orders": frame("orders", *rows)}, source={}).tables["orders"]
    assert receipt.total == Counts(new=2, repeated=1)
    assert receipt.repeated.rows() == [(0, 0, 0, 2)]
    assert stored(lake.snapshot(), "orders", "order_id", "amount") == [("o1", 2), ("o2", 1234)]


def test_staff_without_first_day_is_one_key(lake: Lake) -> None:
    put(lake, "staff", staff(), staff(valid_from=date(2026, 6, 1)))
    assert put(lake, "staff", staff(team="夜班")) == Counts(changed=1)
    assert stored(lake.snapshot(), "staff", "valid_from", "team") == [
        (None, "夜班"),
        (date(2026, 6, 1), None),
    ]


def test_identical_rows_without_id_are_all_kept(lake: Lake) -> None:
    assert put(lake, "messages", message(), message(), message(text="好")).new == 3
    assert put(lake, "messages", message(), message(), message(text="好")) == Counts(unchanged=3)


def test_one_more_identical_row_adds_one(lake: Lake) -> None:
    put(lake, "messages", message(), message())
    assert put(lake, "messages", message(), message(), message()) == Counts(new=1, unchanged=2)


def test_deliveries_that_overlap_count_as_if_imported_one_after_the_other(lake: Lake) -> None:
    first = frame("messages", message(), message(), message(text="一"))
    second = frame("messages", message(), message(text="一"), message(text="二"))
    receipt = lake.commit({"messages": [first, second]}, source={}).tables["messages"]
    assert receipt.deliveries == (Counts(new=3), Counts(new=1, unchanged=2))


def test_messages_with_and_without_id_keep_their_order(lake: Lake) -> None:
    put(lake, "messages", message(text="1"), message(text="2", message_id="m"), message(text="3"))
    assert [text for (text,) in stored(lake.snapshot(), "messages", "text")] == ["1", "2", "3"]
    put(lake, "messages", message(text="4"), message(text="2b", message_id="m"))
    assert [text for (text,) in stored(lake.snapshot(), "messages", "text")] == ["1", "2b", "3", "4"]


def test_blank_text_and_no_text_are_different_rows(lake: Lake) -> None:
    assert put(lake, "messages", message(text=""), message(text=None)).new == 2
    assert put(lake, "messages", message(text=""), message(text=None)) == Counts(unchanged=2)


def test_files_hold_whole_customers_in_order_of_time(lake: Lake) -> None:
    later, number = JUNE + timedelta(seconds=5), 0
    rows = [message(customer_id=c, sent_at=t, text=str(number)) for c in "bab" for t in (later, JUNE)]
    put(lake, "messages", *rows)
    (file,) = lake.snapshot().files("messages")
    raw = pl.read_parquet(lake.snapshot().folder("messages") / file.path)
    keys = list(zip(raw["customer_id"], raw["sent_at"], raw["seq"], strict=True))
    assert keys == sorted(keys)


def test_one_import_shows_all_its_tables_or_an_older_snapshot_none(lake: Lake) -> None:
    lake.commit({"orders": frame("orders", order())}, source={})
    lake.commit(
        {"orders": frame("orders", order(order_id="o2")), "messages": frame("messages", message())}, source={}
    )
    old, new = lake.snapshot(1), lake.snapshot(2)
    assert (old.scan("orders").collect().height, old.scan("messages").collect().height) == (1, 0)
    assert (new.scan("orders").collect().height, new.scan("messages").collect().height) == (2, 1)
    assert (old.versions, new.versions) == ({"orders": 1}, {"messages": 1, "orders": 2})


def test_old_snapshot_reads_the_same_after_rows_changed(lake: Lake) -> None:
    put(lake, "orders", order(amount=1))
    put(lake, "orders", order(amount=2))
    assert stored(lake.snapshot(1), "orders", "amount") == [(1,)]


def test_same_imports_give_the_same_digest(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        lake = Lake(tmp_path / name)
        put(lake, "orders", order(), order(order_id="o2"), order(shop_id="t"))
        put(lake, "messages", message(), message(shop_id="t"))
        digests.add(lake.snapshot().digest)
    assert len(digests) == 1


def test_other_content_gives_another_digest(tmp_path: Path) -> None:
    for name in ("one", "two"):
        put(Lake(tmp_path / name), "orders", order(status=name))
    assert Lake(tmp_path / "one").snapshot().digest != Lake(tmp_path / "two").snapshot().digest


def test_lake_without_any_import_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataMissing) as caught:
        Lake.open(tmp_path / "nothing")
    assert "请先导入" in caught.value.message.zh
    assert caught.value.command is not None and "twofour import" in caught.value.command.zh
    assert not (tmp_path / "nothing").exists()


def test_snapshot_that_does_not_exist_is_named(lake: Lake) -> None:
    put(lake, "orders", order())
    with pytest.raises(UsageError, match="no snapshot 7"):
        lake.snapshot(7)


@pytest.mark.parametrize("shop", ["", None])
def test_row_without_shop_is_no_row_of_a_shop_table(lake: Lake, shop: str | None) -> None:
    with pytest.raises(ValueError, match="lack shop_id"):
        put(lake, "orders", order(shop_id=shop))


def test_rows_of_another_shape_are_a_programming_error(lake: Lake) -> None:
    with pytest.raises(ValueError, match="types"):
        lake.commit(
            {"orders": frame("orders", order()).with_columns(pl.col("amount").cast(pl.Int32))}, source={}
        )


def test_month_is_that_of_utc(lake: Lake) -> None:
    put(lake, "orders", order(created_at=datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC)))
    assert lake.snapshot().files("orders")[0].month == "2026-05"
