"""Workbooks as people hand them on: hidden sheets, a sheet a day, notes beside data, ids that are numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from importing import Importing
from platform_files import figures, told

from twofour.problems import DataMissing, UsageError

HEADER = ("日期", "客服", "接待人数")
Rows = Sequence[Sequence[str | float]]


def book(
    importing: Importing, sheets: Mapping[str, Rows], hidden: Sequence[str] = (), name: str = "x.xlsx"
) -> Path:
    path = importing.folder / name
    with xlsxwriter.Workbook(path) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if title in hidden:
                sheet.hide()
    return path


def test_hidden_sheet_is_left_out_and_named(importing: Importing) -> None:
    """Old figures that nobody sees must not stand in for those that everybody sees."""
    sheets = {
        "六月": [HEADER, ("2026-06-01", "店:甲", "10")],
        "旧表": [HEADER, ("2026-06-01", "店:甲", "999")],
    }
    importing.files([book(importing, sheets, hidden=["旧表"])])
    assert figures(importing) == told("chitu.received | 店:甲 | 2026-06-01 | 10")
    assert importing.notices == [(None, "", "hidden sheets were left out")]


def test_workbook_whose_sheets_are_all_hidden_is_refused(importing: Importing) -> None:
    sheets = {"封面": [], "旧表": [HEADER, ("2026-06-01", "店:甲", "999")]}
    with pytest.raises(UsageError, match="are hidden"):
        importing.files([book(importing, sheets, hidden=["旧表"])])


def test_every_sheet_of_a_month_is_read_and_named_as_evidence(importing: Importing) -> None:
    days = [f"2026-06-{day:02d}" for day in range(1, 31)]
    importing.files([book(importing, {day: [HEADER, (day, "店:甲", "2")] for day in days})])
    assert [row[2] for row in figures(importing)] == days
    assert importing.cells("indicators", "evidence")[-1] == "x.xlsx[2026-06-30]:2"


def test_name_of_a_sheet_can_say_its_day(importing: Importing) -> None:
    """Without a column of days, thirty sheets would otherwise all lie on the last day of the month."""
    sheets = {f"2026-06-{day:02d}": [HEADER[1:], ("店:甲", str(day))] for day in (1, 2)}
    importing.files([book(importing, sheets, name="赤兔_202606.xlsx")])
    assert figures(importing) == told("""
        chitu.received | 店:甲 | 2026-06-01 | 1
        chitu.received | 店:甲 | 2026-06-02 | 2
    """)


def test_sheets_of_several_tables_are_all_read(importing: Importing) -> None:
    """Also behind a cover; a sheet that is nothing known is named."""
    sheets = {
        "封面": [("二四家居 六月数据",)],
        "staff": [("agent_id", "shop_id", "member_id"), ("店:甲", "店", "m1")],
        "赤兔": [HEADER, ("2026-06-01", "店:甲", "10")],
    }
    importing.files([book(importing, sheets)])
    assert importing.stored("staff", "agent_id", "member_id") == [("店:甲", "m1")]
    assert figures(importing) == told("chitu.received | 店:甲 | 2026-06-01 | 10")
    assert importing.notices == [(None, "", "sheets that are nothing known were left out")]


def test_workbook_without_any_cell_is_refused(importing: Importing) -> None:
    with pytest.raises(DataMissing, match="holds nothing"):
        importing.files([book(importing, {"Sheet1": []})])


def test_long_id_that_is_a_number_among_texts_is_refused(importing: Importing) -> None:
    """Excel keeps 15 digits: the number cell would become another order's id. Text stays whole."""
    header = ("order_id", "shop_id", "customer_id", "created_at", "amount")
    rows = [
        (number, "s", "c", "2026-06-01 09:00:00", "1.00")
        for number in ("2200000000000000001", 2200000000000000002, 220000000000003)
    ]
    importing.files([book(importing, {"Sheet1": [header, *rows]})])
    assert importing.cells("orders", "order_id") == ["2200000000000000001", "220000000000003"]
    assert importing.refused == [(3, "order_id", "the id has become a rounded number; its digits are lost")]
    assert "2.2E+18" in importing.report.read_text(encoding="utf-8-sig")
