"""Workbooks, JSON and Parquet: what a person sees in the file is what is read, line by line."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from twofour.problems import DataMissing, UsageError
from twofour.sources.readers import ReadOptions, open_file

Rows = list[tuple[int, dict[str, str | None]]]


def read(path: Path, **options: Any) -> tuple[Rows, list[tuple[int | None, str]]]:
    """Rows with their lines, and broken ones."""
    rows: Rows = []
    bad: list[tuple[int | None, str]] = []
    with open_file(path, ReadOptions(**options)) as reader:
        for batch in reader.batches(set(reader.header)):
            assert set(batch.frame.schema.values()) <= {pl.String()}
            lines = batch.locate(list(range(batch.frame.height)))
            rows += zip(lines, batch.frame.iter_rows(named=True), strict=True)
            bad += [(row.line, row.reason.en) for row in batch.broken]
    return rows, bad


def workbook(path: Path, cells: dict[str, Any], sheets: tuple[str, ...] = ("Sheet1",)) -> Path:
    """A workbook whose last sheet holds ``cells``; a pair is a formula and its value."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        formats = {
            dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
            dt.time: book.add_format({"num_format": "hh:mm"}),
        }
        sheet = [book.add_worksheet(name) for name in sheets][-1]
        for place, content in cells.items():
            if isinstance(content, tuple):
                sheet.write_formula(place, content[0], value=content[1])
            elif type(content) in formats:
                sheet.write_datetime(place, content, formats[type(content)])
            else:
                sheet.write(place, content)
    return path


def column(*cells: Any) -> dict[str, Any]:
    """Cells under a header ``x``; ``y`` beside it keeps blank ones from being blank rows."""
    below = {f"A{at}": content for at, content in enumerate(cells, start=2) if content is not None}
    return {"A1": "x", "B1": "y", **below, **{f"B{at}": "." for at in range(2, len(cells) + 2)}}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("00123", "00123"),
        (13085, "13085"),
        (12.3, "12.3"),
        (1234567.89, "1234567.89"),
        (True, "true"),
        (dt.datetime(2026, 6, 1, 9, 30), "2026-06-01 09:30:00"),
        (dt.date(2026, 6, 1), "2026-06-01 00:00:00"),
        (dt.time(9, 30), "1899-12-31 09:30:00"),
        (("=1+1", 2), "2"),
        (('="a"&"b"', "ab"), "ab"),
        ("=not a formula", "=not a formula"),
        (None, None),
        ("中文 🛒", "中文 🛒"),
    ],
)
def test_cell_of_a_workbook_reads_as_its_value(tmp_path: Path, content: Any, text: str | None) -> None:
    rows, _ = read(workbook(tmp_path / "a.xlsx", column(content, "other")))
    assert rows[0][1]["x"] == text


def test_cell_that_shows_an_error_costs_its_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", column("1", ("=1/0", "#DIV/0!"), "3"))
    rows, bad = read(path)
    assert [(line, row["x"]) for line, row in rows] == [(2, "1"), (4, "3")]
    assert bad == [(3, "the cell shows an error instead of a value")]
    with open_file(path, ReadOptions()) as reader:
        assert [batch.frame["y"].len() for batch in reader.batches({"y"})] == [3]


def test_long_number_in_a_workbook_shows_that_its_digits_are_lost(tmp_path: Path) -> None:
    rows, _ = read(workbook(tmp_path / "a.xlsx", column(123456789012345678, 12)))
    assert [row["x"] for _, row in rows] == ["1.23457E+17", "12"]


def test_long_number_typed_as_text_is_whole(tmp_path: Path) -> None:
    rows, _ = read(workbook(tmp_path / "a.xlsx", column("123456789012345678")))
    assert rows[0][1]["x"] == "123456789012345678"


def test_header_may_stand_lower_and_further_right(tmp_path: Path) -> None:
    cells = {"C4": "x", "D4": "y", "C5": "1", "D5": "2", "C8": "3"}
    rows, _ = read(workbook(tmp_path / "a.xlsx", cells))
    assert rows == [(5, {"x": "1", "y": "2"}), (8, {"x": "3", "y": None})]


def test_rows_above_the_header_can_be_skipped(tmp_path: Path) -> None:
    rows, _ = read(workbook(tmp_path / "a.xlsx", {"A1": "报表", "A3": "x", "A4": "1"}), skip_rows=1)
    assert rows == [(4, {"x": "1"})]


def test_first_sheet_is_read_unless_another_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", column("here"), ("封面", "订单"))
    assert read(path, sheet="订单")[0][0][1]["x"] == "here"
    assert read(path)[0] == []
    with pytest.raises(UsageError, match="it has 封面, 订单"):
        read(path, sheet="退款")


@pytest.mark.parametrize(("name", "written"), [("a.xlsx", b"\x00\x01,2\n"), ("a.parquet", b"x,y\n1,2\n")])
def test_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str, written: bytes) -> None:
    (tmp_path / name).write_bytes(written)
    with pytest.raises(DataMissing, match="is no readable"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"a"', "a"),
        ("12.30", "12.30"),
        ("12345678901234.56", "12345678901234.56"),
        ("123456789012345678901", "123456789012345678901"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ('"\\ud83d"', "\ufffd"),
        ('["a"]', '["a"]'),
    ],
)
def test_json_value_is_read_as_written(tmp_path: Path, written: str, text: str | None) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"x": {written}, "y": 1}}\n')
    assert read(tmp_path / "a.jsonl")[0] == [(1, {"x": text, "y": "1"})]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_json_array_is_read_with_the_line_of_each_record(
    tmp_path: Path, indent: int | None, bom: bytes
) -> None:
    text = json.dumps([{"x": "1"}, {"x": "2"}], indent=indent)
    (tmp_path / "a.json").write_bytes(bom + b"\n" + text.encode())
    lines = (2, 2) if indent is None else (3, 6)
    assert read(tmp_path / "a.json")[0] == [(lines[0], {"x": "1"}), (lines[1], {"x": "2"})]


def test_json_records_over_several_lines_need_no_array(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{\n "x": 1\n}\n{\n "x": 2\n}\n')
    assert [line for line, _ in read(tmp_path / "a.json")[0]] == [1, 4]


def test_json_line_that_is_no_record_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"x": 1}\n{"x": \n[1]\n"a"\n\n{"x": "\xff"}\n{"x": 2}\n')
    rows, bad = read(tmp_path / "a.jsonl")
    assert [line for line, _ in rows] == [1, 7]
    assert bad == [(line, "is no JSON record") for line in (2, 3, 4, 6)]


def test_json_lines_may_begin_with_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": \n{"x": 1}\n{"x": 2}\n')
    rows, bad = read(tmp_path / "a.jsonl")
    assert ([line for line, _ in rows], bad) == ([2, 3], [(1, "is no JSON record")])


def test_json_array_that_breaks_off_keeps_its_whole_records(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"x": 1},\n{"x": 2},\n{"x"')
    rows, bad = read(tmp_path / "a.json")
    assert ([row["x"] for _, row in rows], bad) == (["1", "2"], [(3, "is no JSON record")])


def test_json_nested_without_end_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": 1}\n{"x": ' + "[" * 100_000 + "\n")
    assert read(tmp_path / "a.jsonl")[1] == [(2, "is no JSON record")]


def test_field_that_only_late_records_have_is_read(tmp_path: Path) -> None:
    records = [{"x": "1"}] * 60_000 + [{"x": "2", "y": "late"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    with open_file(tmp_path / "a.jsonl", ReadOptions()) as reader:
        frames = [batch.frame for batch in reader.batches({"x", "y"})]
    assert frames[-1]["y"].to_list()[-1] == "late"


@pytest.mark.parametrize("content", ["[]", "{}", "[1, 2]", "nothing"])
def test_json_without_records_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(DataMissing, match="holds no JSON records"):
        read(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pl.Series([13085.0, 2.1, None, float("nan")]), ["13085", "2.1", None, None]),
        (pl.Series([0.1 + 0.2, 1e22, -0.5]), ["0.30000000000000004", "1e+22", "-0.5"]),
        (pl.Series([1, None]), ["1", None]),
        (pl.Series([True, False]), ["true", "false"]),
        (pl.Series([dt.date(2026, 6, 1)]), ["2026-06-01"]),
        (pl.Series([dt.datetime(2026, 6, 1, 9, 30, 0, 999_000)]), ["2026-06-01 09:30:00"]),
        (pl.Series([dt.datetime(2026, 6, 1, 1, 30)]).dt.replace_time_zone("UTC"), ["2026-06-01T01:30:00Z"]),
        (
            pl.Series([dt.datetime(2026, 6, 1, 9, 30)]).dt.replace_time_zone("Asia/Shanghai"),
            ["2026-06-01T01:30:00Z"],
        ),
        (pl.Series([dt.time(9, 30)]), ["09:30:00"]),
        (pl.Series([Decimal("12.30")]), ["12.30"]),
        (pl.Series(["客"], dtype=pl.Categorical), ["客"]),
        (pl.Series([None]), [None]),
    ],
)
def test_typed_cell_reads_as_a_person_would_write_it(
    tmp_path: Path, cells: pl.Series, texts: list[str | None]
) -> None:
    pl.DataFrame({"x": cells}).write_parquet(tmp_path / "a.parquet")
    rows, _ = read(tmp_path / "a.parquet")
    assert [row["x"] for _, row in rows] == texts
    assert [line for line, _ in rows] == list(range(1, len(texts) + 1))


def test_nested_columns_of_parquet_are_left_out(tmp_path: Path) -> None:
    pl.DataFrame({"x": ["a"], "deep": [[1]]}).write_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet")[0] == [(1, {"x": "a"})]


def test_format_is_told_from_the_content_where_the_name_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "json").write_text('{"x": "1"}')
    (tmp_path / "csv").write_text("x\n1\n")
    pl.DataFrame({"x": ["1"]}).write_parquet(tmp_path / "parquet")
    workbook(tmp_path / "book", {"A1": "x", "A2": "1"})
    for name in ("json", "csv", "parquet", "book"):
        assert [row for _, row in read(tmp_path / name)[0]] == [{"x": "1"}]
