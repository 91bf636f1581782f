"""Refused rows taken out of their file as they stand in it, to be corrected and imported again."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import xlsxwriter
from importing import Importing
from platform_files import SHOP, gbk

from twofour.sources import Excerpt, rows_again

HEADER = "order_id,shop_id,customer_id,created_at,amount"
GOOD = "o1,s,b1,2026-06-01 09:30:00,10.00"
BAD = "o2,s,b2,2026-06-01 09:30:00,十元"


def again(importing: Importing, path: Path, **options: str) -> list[Excerpt]:
    """The excerpts of the rows that the last import of ``path`` refused."""
    assert importing.done is not None
    lines: dict[str, set[int]] = {}
    for one in importing.done.report.first:
        if one.line is not None and one.severity == "refused":
            lines.setdefault(one.file, set()).add(one.line)
    return rows_again([path], importing.data, lines, **options)


def test_a_refused_row_comes_out_under_its_line_as_the_file_has_it(importing: Importing) -> None:
    path = importing.file(f'{HEADER},备注\n{GOOD},x\n{BAD},"a,b"\n')
    importing.files([path])
    (found,) = again(importing, path)
    assert found.header == (*HEADER.split(","), "备注")
    assert found.rows == {3: (*BAD.split(","), "a,b")}


def test_rows_of_an_export_keep_the_words_of_the_platform(importing: Importing) -> None:
    path = gbk(importing, "pinduoduo/orders.csv")
    importing.files([path], shop=SHOP)
    (found,) = again(importing, path, shop=SHOP)
    with path.open(encoding="gb18030", newline="") as file:
        header, *rows = csv.reader(file)
    assert list(found.header) == header
    assert {line: list(cells) for line, cells in found.rows.items()} == {6: rows[4]}
    assert rows[4][1] == "260602-100000000000005\t", "nothing is cleaned, not even the platform's tab"


def test_a_row_of_a_workbook_comes_out_as_text(importing: Importing) -> None:
    path = importing.folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("六月")
        for row, line in enumerate([HEADER, GOOD, BAD]):
            sheet.write_row(row, 0, line.split(","))
    importing.files([path])
    (found,) = again(importing, path)
    assert found.rows == {3: tuple(BAD.split(","))}


def test_records_and_reports_are_not_put_together_from_rows(importing: Importing) -> None:
    path = importing.file(
        '[{"order_id": "o1", "shop_id": "s", "customer_id": "b", "created_at": "2026-06-01 09:30:00", '
        '"amount": 1}, {"order_id": "o2", "shop_id": "s", "customer_id": "b", "created_at": "?", '
        '"amount": 1}]',
        "orders.json",
    )
    importing.files([path])
    assert again(importing, path) == []
    report = gbk(importing, "chitu/service.csv", "chitu 20260601.csv")
    assert rows_again([report], importing.data, {str(report): {2}}, shop=SHOP) == []


def test_rows_that_nobody_asked_for_stay_in_the_file(importing: Importing) -> None:
    path = importing.file(f"{HEADER}\n{GOOD}\n")
    other = shutil.copyfile(path, importing.folder / "other.csv")
    assert rows_again([path, other], importing.data, {str(path): {9}}) == []
