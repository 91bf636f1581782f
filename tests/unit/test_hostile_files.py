"""Text and JSON made to fill memory or time: each file is refused or costs one row, in bounded memory."""

from __future__ import annotations

import gzip
import json
import time
import zipfile
from pathlib import Path

import pytest

from hostile import BOUND, opened_apart, read
from twofour.problems import DataMissing
from twofour.sources.readers import ReadOptions, open_file

HEADER = b"order_id,shop_id,customer_id,created_at,amount\n"
ROW = b"o1,s,c,2026-06-01 09:00:00,1\n"
# So many zeros at its beginning would tell that a file is no text.
MANY = ROW * 500
GIGABYTE = 1 << 30


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
