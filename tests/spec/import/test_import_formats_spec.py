"""The same rows give the same lake, whatever file they come in."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from importing import Importing

from twofour.events.lake import Lake

HEADER = ("order_id", "shop_id", "customer_id", "created_at", "amount", "item_count", "status")
ROWS: list[tuple[Any, ...]] = [
    ("o1", "旗舰店", "买家一", dt.datetime(2026, 6, 1, 9, 30), Decimal("12.30"), 1, "已付款"),
    ("o2", "旗舰店", "买家二", dt.datetime(2026, 6, 30, 23, 59, 59), Decimal("0.10"), None, None),
    ("o3", "专营店", "b,3", dt.datetime(2026, 7, 1), Decimal("1999.99"), 3, '说"好"'),
]


def texts(row: tuple[Any, ...]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def as_csv(path: Path, separator: str = ",", encoding: str = "utf-8") -> None:
    frame = pl.DataFrame([texts(row) for row in ROWS], schema=list(HEADER), orient="row")
    path.write_bytes(frame.write_csv(separator=separator).encode(encoding))


def as_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, *ROWS]):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_formula(at, column, f"={cell}+0", value=float(cell))
                elif cell is not None:
                    sheet.write(at, column, cell)


def as_json_lines(path: Path) -> None:
    lines = [json.dumps(dict(zip(HEADER, texts(row), strict=True)), ensure_ascii=False) for row in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_json_array(path: Path) -> None:
    rows = [
        dict(zip(HEADER, [cell if isinstance(cell, int) else str(cell or "") for cell in row], strict=True))
        for row in ROWS
    ]
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False), encoding="utf-8")


def as_parquet(path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=list(HEADER), orient="row")
    frame.with_columns(pl.col("amount").cast(pl.Float64)).write_parquet(path)


FILES = {
    "plain.csv": as_csv,
    "bom.csv": lambda path: as_csv(path, encoding="utf-8-sig"),
    "gb18030.csv": lambda path: as_csv(path, encoding="gb18030"),
    "utf16.csv": lambda path: as_csv(path, encoding="utf-16"),
    "semicolon.csv": lambda path: as_csv(path, ";"),
    "tabs.tsv": lambda path: as_csv(path, "\t"),
    "book.xlsx": as_workbook,
    "lines.jsonl": as_json_lines,
    "array.json": as_json_array,
    "typed.parquet": as_parquet,
}


@pytest.mark.parametrize("name", FILES)
def test_same_rows_in_any_file_give_the_same_lake(importing: Importing, name: str, tmp_path: Path) -> None:
    as_csv(tmp_path / "reference.csv")
    FILES[name](tmp_path / name)
    importing.files([tmp_path / name])
    assert (importing.refused, importing.notices) == ([], [])
    reference = Importing(tmp_path / "other")
    reference.folder.mkdir()
    reference.files([tmp_path / "reference.csv"])
    assert Lake(importing.data).snapshot().digest == Lake(reference.data).snapshot().digest
    assert importing.cells("orders", "amount") == [1230, 10, 199999]


def test_order_number_that_a_workbook_rounded_is_refused(importing: Importing, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER[:5])
        for at, number in enumerate((4012345678901234567, 17), start=1):
            sheet.write_row(at, 0, [number, "s", "c", "2026-06-01 09:30:00", 1])
    importing.files([tmp_path / "a.xlsx"])
    assert importing.refused == [(2, "order_id", "the id has become a rounded number; its digits are lost")]
    assert importing.cells("orders", "order_id") == ["17"]
