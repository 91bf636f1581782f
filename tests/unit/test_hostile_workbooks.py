"""Workbooks and Parquet made to fill memory or time: each is refused in words, in bounded memory."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hostile import BOUND, cell, old_workbook, opened_apart, read, workbook
from twofour.problems import DataMissing, Refused
from twofour.sources.readers import ReadOptions, open_file


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    blanks = (f"<!--{' ' * (1 << 20)}-->" for _ in range(100))
    found = opened_apart(workbook(tmp_path / name, blanks))
    assert "like a zip bomb" in found.said
    assert found.megabytes < 50


def test_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [cell("A1", "x"), *[f"<!--{' ' * (1 << 20)}-->"] * 90])
    packed = bytearray(path.read_bytes())
    entry = packed.rfind(b"xl/worksheets/sheet1.xml") - 46
    packed[entry + 24 : entry + 28] = struct.pack("<I", 1000)  # the uncompressed size in the directory
    path.write_bytes(packed)
    with pytest.raises(Refused, match="like a zip bomb"):
        read(path)
    small = workbook(tmp_path / "b.xlsx", cell("A1", "x"))
    packed = bytearray(small.read_bytes())
    entry = packed.rfind(b"xl/worksheets/sheet1.xml") - 46
    packed[entry + 24 : entry + 28] = struct.pack("<I", 10)
    small.write_bytes(packed)
    with pytest.raises(Refused, match=r"lies about the size of xl/worksheets/sheet1\.xml"):
        read(small)


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{cell("A1", "x")}</row><row r="1048576">{cell("XFD1048576", "y")}</row>',
        f"<row r='1'>{cell('A1', 'x')}</row><row><c r = 'ZZZ9999999'><v>1</v></c></row>",
        f'<row>{"<c><v>1</v></c>" * 200_000}</row><row r="100000"><c><v>1</v></c></row>',
    ],
    ids=["far corner", "other spelling", "cells without a place"],
)
def test_sheet_whose_cells_lie_far_apart_is_refused_in_little_memory(tmp_path: Path, rows: str) -> None:
    found = opened_apart(workbook(tmp_path / "a.xlsx", rows))
    assert found.said.startswith(("Refused opening a.xlsx takes more than 2 GB", "DataMissing"))
    assert found.megabytes < BOUND


def test_old_workbook_is_read_and_one_with_a_far_corner_is_refused(tmp_path: Path) -> None:
    assert read(old_workbook(tmp_path / "a.xls", [(0, 0), (1, 0), (2, 0)])) == (2, [])
    found = opened_apart(old_workbook(tmp_path / "b.xls", [(0, 0), (65_535, 65_535)]))
    assert found.said.startswith(("Refused opening b.xls takes more than 2 GB", "DataMissing b.xls"))
    assert found.megabytes < BOUND


@pytest.mark.parametrize(("columns", "rows"), [(16_384, 1_048_576), (90, 1_048_576)])
def test_cells_that_repeat_without_end_are_refused(tmp_path: Path, columns: int, rows: int) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        for name, part in {"mimetype": kind, "META-INF/manifest.xml": listed, "content.xml": content}.items():
            archive.writestr(name, part)
    found = opened_apart(tmp_path / "a.ods")
    assert found.said.startswith(("Refused opening a.ods takes more than 2 GB", "DataMissing a.ods"))
    assert found.megabytes < 2100


def test_sheet_that_says_it_is_full_is_as_large_as_its_cells(tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "x")}</row><row r="2">{cell("A2", "1")}</row>'
    path = workbook(tmp_path / "a.xlsx", rows, top='<dimension ref="A1:XFD1048576"/>')
    assert read(path) == (1, [])


def test_million_empty_rows_with_a_style_are_no_rows(tmp_path: Path) -> None:
    empty = (f'<row r="{number}" s="1" customFormat="1"/>' for number in range(3, 1_000_000))
    rows = [f'<row r="1">{cell("A1", "x")}</row><row r="2">{cell("A2", "1")}</row>', *empty]
    found = opened_apart(workbook(tmp_path / "a.xlsx", rows))
    assert found.said == "1 rows, 0 broken"
    assert found.megabytes < BOUND


def test_columns_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(f"c{number}" for number in range(100_000)) + "\n1\n")
    (tmp_path / "a.jsonl").write_text(json.dumps({f"c{number}": 1 for number in range(100_000)}))
    far = f'<row r="1">{cell("A1", "x")}{cell("XFD1", "y")}</row>'
    pq.write_table(pa.table({f"c{number}": [1] for number in range(3000)}), tmp_path / "a.parquet")
    for path in (workbook(tmp_path / "a.xlsx", far), *tmp_path.iterdir()):
        with pytest.raises(Refused, match="at most 2,000 are read"):
            read(path)


@pytest.mark.parametrize(
    "words",
    [
        '<!DOCTYPE z [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!doctype z SYSTEM "http://localhost/z.dtd">',
    ],
    ids=["laughs", "a file", "an address"],
)
def test_workbook_that_defines_entities_is_refused(tmp_path: Path, words: str) -> None:
    for name in ("a.xlsx", "a.ods"):
        path = workbook(tmp_path / name, f'<row r="1">{cell("A1", "&b;")}</row>', before=words)
        with pytest.raises(Refused, match="defines entities"):
            read(path)


def test_workbook_in_utf16_cannot_hide_its_entities(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{cell("A1", "x")}</row>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<!DOCTYPE z>".encode("utf-16"))
    with pytest.raises(Refused, match="holds binary"):
        read(path)


def test_names_inside_an_archive_lead_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    rows = f'<row r="1">{cell("A1", "x")}</row><row r="2">{cell("A2", "1")}</row>'
    more = {"../../out.xml": "<x/>", "/tmp/../out.xml": "<x/>", "con.xml": "<x/>", "a\\..\\b.xml": "<x/>"}
    path = workbook(folder / "a.xlsx", rows, **more)
    assert read(path) == (1, [])
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_parquet_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    word = pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, pa.int32()), pa.array(["x" * (1 << 20)]))
    pq.write_table(pa.table({"order_id": word}), tmp_path / "dictionary.parquet")
    with pq.ParquetWriter(tmp_path / "rows.parquet", pa.schema({"order_id": pa.int8()})) as writer:
        for _ in range(8):
            writer.write_table(pa.table({"order_id": pa.nulls(10_000_000, pa.int8())}))
    for path in sorted(tmp_path.iterdir()):
        found = opened_apart(path)
        assert found.said.startswith(f"Refused opening {path.name} takes more than 2 GB"), found
        assert found.megabytes < BOUND


def test_parquet_with_pages_like_bombs_is_refused(tmp_path: Path) -> None:
    cells = pa.array([b"\0" * (1000 << 20)])
    pq.write_table(
        pa.table({"order_id": cells}),
        tmp_path / "a.parquet",
        compression="zstd",
        compression_level=1,
        use_dictionary=False,
        write_statistics=False,
    )
    del cells
    found = opened_apart(tmp_path / "a.parquet")
    assert found.said.startswith("Refused opening a.parquet takes more than 2 GB")
    assert found.megabytes < 2100


def test_parquet_whose_text_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"x": ["known word"]}), path, compression="none", use_dictionary=False)
    path.write_bytes(path.read_bytes().replace(b"known word", b"known\xff\xfeord"))
    with pytest.raises(DataMissing, match="is no readable Parquet file"):
        read(path)


def test_time_beyond_any_calendar_is_blank(tmp_path: Path) -> None:
    far = pa.array([2**62, -(2**62), 0])
    columns = {f"at_{unit}": far.cast(pa.timestamp(unit)) for unit in ("ms", "us", "ns")}
    days = pa.array([2**31 - 1, -(2**31), 0], pa.int32()).cast(pa.date32())
    pq.write_table(pa.table({**columns, "day": days}), tmp_path / "a.parquet")
    with open_file(tmp_path / "a.parquet", ReadOptions()) as reader:
        rows = [row for batch in reader.batches({"at_ms", "at_us", "day"}) for row in batch.frame.rows()]
    assert rows[:2] == [(None, None, None)] * 2
    assert rows[2] == ("1970-01-01 00:00:00", "1970-01-01 00:00:00", "1970-01-01")
