"""A file's table is told from its header, or the message says what would help."""

from __future__ import annotations

from pathlib import Path

import pytest

from twofour.events.tables import TABLES
from twofour.problems import Refused, UsageError
from twofour.sources import import_files
from twofour.sources.generic.recognise import demand, recognise


@pytest.mark.parametrize("table", TABLES)
def test_whole_header_of_every_table_is_its_own(table: str) -> None:
    assert recognise("f", TABLES[table].names).name == table


@pytest.mark.parametrize("table", [name for name in TABLES if name != "messages"])
def test_required_columns_of_every_table_are_enough(table: str) -> None:
    assert recognise("f", TABLES[table].required).name == table


def test_case_blanks_and_order_do_not_matter() -> None:
    header = [f" {name.upper()} " for name in reversed(TABLES["orders"].names)]
    assert recognise("f", header).name == "orders"


def test_messages_are_not_taken_for_invitations() -> None:
    header = ["shop_id", "customer_id", "agent_id", "sender", "sent_at", "text", "kind"]
    assert recognise("f", header).name == "messages"


def test_header_that_fits_two_tables_alike_asks_which() -> None:
    both = [*TABLES["orders"].required, *TABLES["indicators"].required]
    with pytest.raises(UsageError, match="fits orders, indicators alike; say which with --table"):
        recognise("f", both)


def test_header_that_fits_nothing_names_the_nearest_tables() -> None:
    with pytest.raises(UsageError) as caught:
        recognise("f.csv", ["order_id", "shop_id", "buyer", "created_at", "amount"])
    assert "orders would also need customer_id" in caught.value.message.en
    assert "--table" in caught.value.message.zh
    assert "--map" in caught.value.message.zh


def test_header_in_other_words_asks_for_a_map() -> None:
    with pytest.raises(UsageError, match="give a mapping file with --map"):
        recognise("f.csv", ["订单编号", "买家"])


def test_misspelt_column_is_suggested() -> None:
    header = ["order_id", "shop_id", "custmer_id", "created_at", "amount"]
    with pytest.raises(UsageError, match="is custmer_id meant to be customer_id"):
        demand("f", header, TABLES["orders"])


def test_column_that_stands_twice_is_named() -> None:
    with pytest.raises(UsageError, match="has amount twice"):
        demand("f", [*TABLES["orders"].required, "Amount"], TABLES["orders"])


def test_unknown_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no table order; the tables are messages, orders"):
        import_files([tmp_path / "f"], tmp_path, table="order")


def test_table_can_be_named(tmp_path: Path) -> None:
    both = [*TABLES["shifts"].required, *TABLES["indicators"].required]
    row = ["m", "2026-06-01", "09:00", "18:00", "exam", "1", "member", "m", "2026-06-01"]
    columns = dict(zip(both, row, strict=True))
    (tmp_path / "f.csv").write_text(",".join(columns) + "\n" + ",".join(columns.values()) + "\n")
    done = import_files([tmp_path / "f.csv"], tmp_path / "data", table="shifts")
    assert [outcome.table.name for outcome in done.outcomes] == ["shifts"]


def test_folder_in_the_place_of_a_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; name the files in it"):
        import_files([tmp_path], tmp_path / "data")


def test_report_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("agent_id,shop_id,member_id\n,s,m\na,s,m\n")
    with pytest.raises(Refused, match="problem report"):
        import_files([tmp_path / "f.csv"], tmp_path / "data", problems=tmp_path / "f.csv" / "report.csv")
