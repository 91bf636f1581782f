"""Files made to fill memory or time: each is refused or costs one row, with bounded memory."""

from __future__ import annotations

import gzip
import json
import struct
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hostile import cell, opened_apart, workbook
from twofour.problems import DataMissing, Refused
from twofour.sources.readers import ReadOptions, open_file

HEADER = b"order_id,shop_id,customer_id,created_at,amount\n"
ROW = b"o1,s,c,2026-06-01 09:00:00,1\n"
# So many zeros at its beginning would tell that a file is no text.
MANY = ROW * 500
GIGABYTE = 1 << 30
BOUND = 700
"""Megabytes that opening any file may take beside those of the program."""


def read(path: Path) -> tuple[int, list[str]]:
    """How many rows there are, and why others are none."""
    with open_file(path, ReadOptions()) as reader:
        batches = list(reader.batches())
    return sum(batch.frame.height for batch in batches), [row.reason.en for b in batches for row in b.broken]


def endless(path: Path, before: bytes, after: bytes = b"") -> Path:
    """A file with a gigabyte of zeros, which takes no place on the disk, between two pieces of text."""
    with path.open("wb") as file:
        file.write(before)
        file.truncate(len(before) + GIGABYTE)
        file.seek(0, 2)
        file.write(after)
    return path


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("a.csv", HEADER + MANY, b"\n" + ROW, "501 rows, 1 broken"),
        ("a.csv", HEADER + MANY + b'"', b'"\n' + ROW, "501 rows, 1 broken"),
        ("a.csv", b"order_id" * 600, b"\n" + ROW, "Refused a.csv shows no header"),
        ("a.jsonl", b'{"x": "1"}\n' * 500 + b'{"x": "', b'"}\n{"x": "2"}\n', "501 rows, 1 broken"),
        ("a.json", b"[" + b'{"x": "1"}, ' * 500 + b'{"x": "', b'"}, {"x": "2"}]', "500 rows, 1 broken"),
        ("a.json", b'{"' + b"x" * 5000, b'"}\n', "DataMissing a.json holds no JSON records"),
    ],
    ids=["a line", "a cell", "a header", "a JSON line", "a JSON value", "nothing but a JSON value"],
)
def test_line_of_a_gigabyte_costs_itself_and_little_memory(
    tmp_path: Path, name: str, before: bytes, after: bytes, said: str
) -> None:
    found = opened_apart(endless(tmp_path / name, before, after))
    assert found.said.startswith(said)
    assert found.megabytes < BOUND


def test_json_array_in_one_line_is_read_whatever_its_size(tmp_path: Path) -> None:
    records = ", ".join(
        json.dumps({"x": f"中{number}" * 100}, ensure_ascii=False) for number in range(30_000)
    )
    (tmp_path / "a.json").write_text(f"[{records}]")
    assert read(tmp_path / "a.json") == (30_000, [])


def test_quotes_that_never_close_take_no_more_than_their_share_of_time(tmp_path: Path) -> None:
    """Every line opens a quote that the next one closes and opens again: each would be read to the end."""
    (tmp_path / "a.csv").write_bytes(b'a,b\n"\n' + b'x","\n' * 100_000)
    began = time.process_time()
    rows, broken = read(tmp_path / "a.csv")
    assert (rows, len(broken)) == (0, 100_001)
    assert time.process_time() - began < 40


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


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.csv.gz", "a.zip", "a"])
@pytest.mark.parametrize("kind", ["gzip", "ZIP", "RAR", "7z"])
def test_packed_file_is_to_be_unpacked_first(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    if kind == "ZIP":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("orders.csv", HEADER + ROW)
    else:
        packed = {"gzip": gzip.compress(HEADER), "RAR": b"Rar!\x1a\x07\x01", "7z": b"7z\xbc\xaf\x27\x1c"}
        path.write_bytes(packed[kind] + b"1234")
    with pytest.raises(DataMissing, match=rf"{name} is packed \({kind}\); unpack it first"):
        read(path)


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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "gb18030"])
def test_text_with_a_mark_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("买家,内容\n甲,你好\n".encode(encoding))
    with open_file(tmp_path / "a.csv", ReadOptions()) as reader:
        assert [batch.frame.rows() for batch in reader.batches()] == [[("甲", "你好")]]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n".encode("utf-16-le"),
        "a,b\n1,2\n".encode("utf-32-be"),
        b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 9,
        b"\x00\x01\x02" * 100,
    ],
    ids=["utf-16 without a mark", "utf-32 without a mark", "no characters", "no text"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(DataMissing, match=r"a\.csv is no text that can be read"):
        read(tmp_path / "a.csv")


def test_character_that_a_chunk_cuts_is_whole(tmp_path: Path) -> None:
    for shift in range(3):
        (tmp_path / "a.csv").write_bytes(b"a\n" + b"x" * shift + ("中" * (8 << 10) + "\n").encode() * 700)
        assert read(tmp_path / "a.csv") == (700, [])


def test_header_with_damaged_letters_has_signs_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("买家,内容,甲\n".encode() + b"\xff\xe4,x\n" + "甲,乙,丙\n".encode() * 9)
    (tmp_path / "b.csv").write_bytes("买家,内容,".encode() + b"\xff\xe4\n" + "甲,乙,丙\n".encode() * 9)
    with open_file(tmp_path / "b.csv", ReadOptions()) as reader:
        assert reader.header[2] == "\ufffd\ufffd"
        assert sum(batch.frame.height for batch in reader.batches()) == 9
    assert read(tmp_path / "a.csv") == (9, ["holds bytes that are no text in the file's encoding"])


def test_line_is_found_below_damage_in_a_column_that_nobody_reads(tmp_path: Path) -> None:
    lines = ["甲,乙\n".encode()] * 9 + ["甲,".encode() + b"\xed\xa0\n"] + ["丙,乙\n".encode()]
    (tmp_path / "a.csv").write_bytes("买家,备注\n".encode() + b"".join(lines))
    with open_file(tmp_path / "a.csv", ReadOptions()) as reader:
        (batch,) = reader.batches({"买家"})
        assert batch.locate([batch.frame.height - 1]) == [12]


def test_million_digits_are_no_number_and_no_burden(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": ' + "9" * 1_000_000 + "}\n")
    began = time.process_time()
    assert read(tmp_path / "a.jsonl") == (1, [])
    assert time.process_time() - began < 5
