"""How a cell of each kind is read, and what is no such cell."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from importing import Importing

ORDERS = "order_id,shop_id,customer_id,created_at,amount\n"
NINE_THIRTY = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)


def order_at(written: str) -> str:
    return ORDERS + f'o1,s,c,"{written}",1\n' + "good,s,c,2026-06-01 00:00:00,1\n"


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-01 09:30:00",
        "2026-06-01T09:30:00",
        "2026-06-01 09:30",
        "2026-06-01T09:30",
        "2026/06/01 09:30",
        "2026/6/1 9:30",
        "2026/06/01 09:30:00",
        "20260601T093000",
        "2026-06-01T01:30:00Z",
        "2026-06-01T09:30:00+08:00",
        "2026-06-01T09:30:00+0800",
        "2026-06-01 02:30:00+01:00",
        "2026-06-01T09:30+08:00",
        "2026-06-01 09:30:00.999",
        "2026-06-01T01:30:00.999Z",
        "  2026-06-01 09:30:00 ",
    ],
)
def test_time_is_stored_in_utc_and_whole_seconds(importing: Importing, written: str) -> None:
    assert importing.csv(order_at(written)).cells("orders", "created_at")[0] == NINE_THIRTY


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-06-01", "not a time that can be read"),
        ("2026-02-30 09:30:00", "not a time that can be read"),
        ("2026-06-01 25:00:00", "not a time that can be read"),
        ("2026-06-01 09:30:00 uhr", "not a time that can be read"),
        ("09:30", "not a time that can be read"),
        ("1970-01-01 08:00:00", "the date lies before 2000"),
        ("1999-12-31 23:59:59", "the date lies before 2000"),
        ("26-06-01 09:30:00", "the date lies before 2000"),
        ("2101-01-01 00:00:00", "the date lies after 2100"),
        ("9999-12-31 23:59:59", "the date lies after 2100"),
    ],
)
def test_time_that_cannot_be_meant_is_refused(importing: Importing, written: str, reason: str) -> None:
    assert importing.csv(order_at(written)).refused == [(2, "created_at", reason)]


def test_first_moment_of_2000_in_the_shops_zone_is_a_time(importing: Importing) -> None:
    assert importing.csv(order_at("2000-01-01 00:00:00")).refused == []


def test_times_of_one_column_may_be_written_differently(importing: Importing) -> None:
    rows = [
        f"o{n},s,c,{t},1\n"
        for n, t in enumerate(("2026-06-01 09:30:00", "2026/06/01 09:30", "2026-06-01T01:30Z"))
    ]
    assert importing.csv(ORDERS + "".join(rows)).cells("orders", "created_at") == [NINE_THIRTY] * 3


def test_time_without_offset_is_in_the_zone_given(importing: Importing) -> None:
    importing.csv(order_at("2026-06-01 02:30:00"), timezone="Europe/London")
    assert importing.cells("orders", "created_at")[0] == NINE_THIRTY


def test_hour_that_a_clock_change_skips_does_not_exist(importing: Importing) -> None:
    importing.csv(order_at("2026-03-29 01:30:00"), timezone="Europe/London")
    assert importing.refused == [(2, "created_at", "not a time that can be read")]


def test_hour_that_a_clock_change_repeats_is_the_first_one(importing: Importing) -> None:
    importing.csv(order_at("2026-10-25 01:30:00"), timezone="Europe/London")
    assert importing.cells("orders", "created_at")[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("12", 1200),
        ("12.3", 1230),
        ("12.34", 1234),
        ("0", 0),
        ("0.00", 0),
        ("1,234.50", 123450),
        ("¥12.34", 1234),
        ("￥12", 1200),
        ("12.340", 1234),
        (" 12.34 ", 1234),
        ("+5", 500),
    ],
)
def test_money_is_exact_fen(importing: Importing, written: str, fen: int) -> None:
    assert importing.csv(ORDERS + f'o1,s,c,2026-06-01 00:00:00,"{written}"\n').cells("orders", "amount") == [
        fen
    ]


def test_money_never_passes_through_floating_point(importing: Importing) -> None:
    # 4503599627370.49 has no exact binary form, and neither have its neighbours.
    importing.csv(ORDERS + "o1,s,c,2026-06-01 00:00:00,4503599627370.49\n")
    assert importing.cells("orders", "amount") == [450359962737049]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("12.345", "more than two decimals"),
        ("0.001", "more than two decimals"),
        ("-5", "negative money"),
        ("-0.01", "negative money"),
        ("1,20", "a comma that does not part thousands"),
        ("12,34.50", "a comma that does not part thousands"),
        ("¥1234,567", "a comma that does not part thousands"),
        ("约1,200", "not an amount of money"),
        ("12元", "not an amount of money"),
        ("nan", "not an amount of money"),
        ("1e999999999", "not an amount of money"),
        ("99999999999999", "an impossible amount of money"),
        ("", "amount is required and missing"),
        ("  ", "amount is required and missing"),
    ],
)
def test_money_that_cannot_be_meant_is_refused(importing: Importing, written: str, reason: str) -> None:
    rows = f'o1,s,c,2026-06-01 00:00:00,"{written}"\n' + "good,s,c,2026-06-01 00:00:00,1\n"
    assert importing.csv(ORDERS + rows).refused == [(2, "amount", reason)]


def test_misplaced_comma_is_told_with_its_place_and_what_is_right(importing: Importing) -> None:
    importing.csv(ORDERS + 'o1,s,c,2026-06-01 00:00:00,"1,20"\ngood,s,c,2026-06-01 00:00:00,"1,234.50"\n')
    assert importing.cells("orders", "amount") == [123450]
    with importing.report.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert Path(row["file"]).name == "file.csv"
    assert (row["line"], row["column"], row["value"]) == ("2", "amount", "1,20")
    assert "如 1,234.50；小数请用点，如 1.20" in row["remedy"]


COLUMNS: dict[str, tuple[str, str, str]] = {
    "absent": ("shifts", "member_id,day,start,end,absent", "m,2026-06-01,09:00,18:00,{}"),
    "day": ("shifts", "member_id,day,start,end", "m,{},09:00,18:00"),
    "start": ("shifts", "member_id,day,start,end", "m,2026-06-01,{},18:00"),
    "late_minutes": ("shifts", "member_id,day,start,end,late_minutes", 'm,2026-06-01,09:00,18:00,"{}"'),
    "score": ("ratings", "rating_id,shop_id,agent_id,rated_at,score", "r,s,a,2026-06-01 00:00:00,{}"),
    "value": ("indicators", "metric,value,subject_kind,subject_id,day", 'exam,"{}",member,m,2026-06-01'),
    "subject_kind": ("indicators", "metric,value,subject_kind,subject_id,day", "exam,1,{},m,2026-06-01"),
    "grade": (
        "followups",
        "followup_id,shop_id,customer_id,agent_id,at,grade",
        "f,s,c,a,2026-06-01 00:00:00,{}",
    ),
    "member_id": ("shifts", "member_id,day,start,end", "{},2026-06-01,09:00,18:00"),
    "stage": (
        "followups",
        "followup_id,shop_id,customer_id,agent_id,at,stage",
        'f,s,c,a,2026-06-01 00:00:00,"{}"',
    ),
}


@pytest.mark.parametrize(
    ("column", "written", "stored"),
    [
        *[("absent", word, True) for word in ("true", "True", "1", "yes", "是")],
        *[("absent", word, False) for word in ("false", "0", "NO", "否")],
        ("absent", "", None),
        ("day", "2026-06-01", date(2026, 6, 1)),
        ("day", "2026/6/1", date(2026, 6, 1)),
        ("day", "2026-06-01 00:00:00", date(2026, 6, 1)),
        ("start", "9:30", "09:30"),
        ("start", "09:30:00", "09:30"),
        ("start", "24:00", "24:00"),
        ("late_minutes", "7", 7),
        ("late_minutes", "7.0", 7),
        ("late_minutes", "1,200", 1200),
        ("score", " 5 ", 5),
        ("value", "97.5", Decimal("97.5")),
        ("value", "-1,234.000000001", Decimal("-1234.000000001")),
        ("value", "1e-9", Decimal("0.000000001")),
        ("subject_kind", "Member", "member"),
        ("grade", "a", "A"),
        ("member_id", " 007 ", "007"),
        ("member_id", "　007　", "007"),
        ("stage", "  两个 空格 ", "  两个 空格 "),
        ("stage", "   ", None),
    ],
)
def test_cell_is_read_as_its_kind(importing: Importing, column: str, written: str, stored: Any) -> None:
    table, header, row = COLUMNS[column]
    assert importing.csv(f"{header}\n{row.format(written)}\n").cells(table, column) == [stored]


@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("absent", "maybe", "neither yes nor no"),
        ("day", "2026-06-01 09:30:00", "not a date that can be read"),
        ("day", "1970-01-01", "the date lies before 2000"),
        ("day", "9999-12-31", "the date lies after 2100"),
        ("start", "25:00", "not a time of day"),
        ("start", "24:01", "not a time of day"),
        ("late_minutes", "1.5", "not a whole number"),
        ("late_minutes", "1,20", "a comma that does not part thousands"),
        ("late_minutes", "-1", "the number is out of range"),
        ("late_minutes", "一", "not a whole number"),
        ("score", "0", "the number is out of range"),
        ("score", "6", "the number is out of range"),
        ("value", "1,20", "a comma that does not part thousands"),
        ("value", "A+", "not a number that can be read"),
        ("value", "0.0000000001", "not a number that can be read"),
        ("subject_kind", "person", "not one of the choices"),
        ("member_id", "1.23457E+17", "the id has become a rounded number; its digits are lost"),
    ],
)
def test_cell_of_another_kind_is_refused(
    importing: Importing, column: str, written: str, reason: str
) -> None:
    _, header, row = COLUMNS[column]
    importing.nothing(f"{header}\n{row.format(written)}\n")
    assert importing.refused == [(2, column, reason)]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("46174.395833333336", NINE_THIRTY),
        ("46174.3958333333", NINE_THIRTY),
        ("46174", datetime(2026, 5, 31, 16, tzinfo=UTC)),
    ],
)
def test_time_that_lost_its_format_in_a_spreadsheet_is_counted_back(
    importing: Importing, written: str, stored: datetime
) -> None:
    """Days since 1899-12-30, in the shop's zone; also beside times written out."""
    assert importing.csv(order_at(written)).cells("orders", "created_at")[0] == stored


def test_day_that_lost_its_format_in_a_spreadsheet_is_counted_back(importing: Importing) -> None:
    header = "agent_id,shop_id,member_id,hired_on,left_on\n"
    importing.csv(header + "a,s,m,46174,2026-06-30\nb,s,n,2026-06-02,46203.0\n")
    assert importing.cells("staff", "hired_on") == [date(2026, 6, 1), date(2026, 6, 2)]
    assert importing.cells("staff", "left_on") == [date(2026, 6, 30), date(2026, 6, 30)]


@pytest.mark.parametrize("written", ["39999", "60000", "461740", "4617"])
def test_number_that_is_no_likely_day_is_refused(importing: Importing, written: str) -> None:
    importing.csv(order_at(written))
    assert importing.refused == [(2, "created_at", "not a time that can be read")]
