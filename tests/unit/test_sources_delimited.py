"""The fast reader of delimited text, the patient one and Python's ``csv`` agree, line by line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from twofour.sources.readers import ReadOptions, blocks, open_file, tolerant

Row = tuple[int, tuple[str, ...]]
CELLS = st.text(st.sampled_from(list("ab,;\"' 中\n\r")), max_size=6)


def read(path: Path, **options: object) -> tuple[list[Row], list[tuple[int | None, str]]]:
    """Good rows with their lines, and broken ones with line and reason."""
    good: list[Row] = []
    bad: list[tuple[int | None, str]] = []
    with open_file(path, ReadOptions(format="csv", **options)) as reader:
        for batch in reader.batches(reader.header):
            lines = batch.locate(list(range(batch.frame.height)))
            good += zip(lines, batch.frame.select(reader.header).rows(), strict=True)
            bad += [(row.line, row.reason.en) for row in batch.broken]
    return good, bad


def by_csv(text: str, width: int) -> list[Row]:
    """What Python's reader makes of well-formed text."""
    reader, rows, begin = csv.reader(io.StringIO(text, newline="")), [], 1
    for record in reader:
        if record and len(record) == width and any(cell.strip() for cell in record):
            rows.append((begin, tuple(record)))
        begin = reader.line_num + 1
    return rows[1:]


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
@example([("a", "b\r\n\r\n", 'c"')], csv.QUOTE_MINIMAL)
def test_well_formed_text_reads_as_pythons_csv_reads_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], quoting: int
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("x", "y", "z"), *rows])
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    path.write_bytes(text.getvalue().encode())
    good, bad = read(path)
    good = [(line, row) for line, row in good if any(cell.strip() for cell in row)]
    assert good == by_csv(text.getvalue(), 3)
    assert bad == []


@given(st.text(st.sampled_from(list('ab,"\n\r 中')), max_size=80))
@settings(max_examples=300)
def test_any_text_is_read_without_a_fault_and_every_row_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    path.write_bytes(b"x,y\n" + text.encode())
    good, bad = read(path)
    lines = io.StringIO(text, newline="").readlines()
    assert all(2 <= line <= len(lines) + 1 for line, _ in good)
    assert all(line is not None and 2 <= line <= len(lines) + 1 for line, _ in bad)
    starts = [line for line, _ in good] + [line for line, _ in bad]
    assert len(set(starts)) == len(starts)
    # A line with content is the start of a row, or part of a cell with line breaks, or blank.
    if '"' not in text:
        filled = {at for at, line in enumerate(lines, start=2) if line.strip(" ,\r\n")}
        assert filled <= set(starts)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12))
def test_patient_reader_agrees_with_the_fast_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("x", "y"), *rows])
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    path.write_bytes(text.getvalue().encode())
    lines = io.StringIO(text.getvalue(), newline="").readlines()[1:]
    patient = [(row.line, tuple(row.cells or ())) for row in tolerant.rows(lines, 2, ",", 2)]
    assert patient == [(line, row) for line, row in read(path)[0] if any(cell.strip() for cell in row)]


def test_blocks_end_where_rows_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 64)
    rows = [(f"{n}", f'line one\nline "two" {n}\r\nthree, {n}' if n % 3 else "plain") for n in range(200)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("x", "y"), *rows])
    path = tmp_path / "rows.csv"
    path.write_bytes(text.getvalue().encode())
    good, bad = read(path)
    assert (good, bad) == (by_csv(text.getvalue(), 2), [])


def test_bad_rows_in_one_block_leave_the_lines_of_the_next_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 64)
    lines = [f"{n},row" if n % 17 else f"{n}" for n in range(300)]
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(["x,y", *lines]))
    good, bad = read(path)
    assert [line for line, _ in good] == [n + 2 for n in range(300) if n % 17]
    assert [line for line, _ in bad] == [n + 2 for n in range(300) if n % 17 == 0]


def test_open_quote_in_one_block_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 64)
    lines = [f'{n},"row"' for n in range(100)]
    lines[40] = '40,"row'
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(["x,y", *lines, ""]))
    good, bad = read(path)
    assert [row[0] for _, row in good] == [str(n) for n in range(100) if n != 40]
    assert bad == [(42, "a quote is never closed; the row is incomplete")]


def test_stray_quotes_inside_plain_cells_are_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('x,y\n5" 屏幕,a\nb,他说"好"\n')
    assert read(path)[0] == [(2, ('5" 屏幕', "a")), (3, ("b", '他说"好"'))]


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_delimiter_is_told_from_the_header(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "rows.txt"
    path.write_text(sign.join(("x", "y")) + "\n" + sign.join(("1", "2")) + "\n")
    assert read(path)[0] == [(2, ("1", "2"))]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]
)
def test_encodings_of_chinese_exports_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = "x,y\n买家,𠮷亲，好的€\n"
    path = tmp_path / "rows.csv"
    if encoding.endswith("-bom"):
        path.write_bytes(("\ufeff" + text).encode(encoding.removesuffix("-bom")))
    else:
        path.write_bytes(text.encode(encoding))
    assert read(path) == ([(2, ("买家", "𠮷亲，好的€"))], [])


def test_chinese_that_begins_late_is_still_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"x,y\n" + b"a,b\n" * 500_000 + "买,家\n".encode("gb18030"))
    assert read(path)[0][-1] == (500_002, ("买", "家"))


def test_damaged_utf8_is_never_taken_for_gb18030(tmp_path: Path) -> None:
    # These bytes are text in both encodings, and only one of them is meant.
    line = "测试,数据\n".encode()
    assert line.decode("gb18030")
    path = tmp_path / "rows.csv"
    path.write_bytes(b"x,y\n" + line * 20 + "测,".encode() + b"\xe6\xb5\n" + line)
    good, bad = read(path)
    assert {row for _, row in good} == {("测试", "数据")}
    assert [line for line, _ in bad] == [22]


def test_damaged_gb18030_costs_one_row(tmp_path: Path) -> None:
    lines = [f"买家{n},好的\n".encode("gb18030") for n in range(50)]
    lines[20] = lines[20][:-2] + b"\n"
    path = tmp_path / "rows.csv"
    path.write_bytes(b"x,y\n" + b"".join(lines))
    good, bad = read(path)
    assert len(good) == 49
    assert [line for line, _ in bad] == [22]


def test_old_line_ends_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"x,y\n1,2\r3\r4,5\n6\n")
    good, bad = read(path)
    assert (good, bad) == (
        [(2, ("1", "2")), (4, ("4", "5"))],
        [(3, "too few cells: half a row"), (5, "too few cells: half a row")],
    )


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_any_line_end_reads_alike(tmp_path: Path, end: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(end.join(["", "x,y", "1,2", "", "3,4", ""]).encode())
    assert read(path) == ([(3, ("1", "2")), (5, ("3", "4"))], [])


def test_header_over_two_lines_is_one_header(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('x,"y\nz"\n1,2\n')
    with open_file(path, ReadOptions()) as reader:
        assert reader.header == ("x", "y\nz")
    assert read(path)[0] == [(3, ("1", "2"))]


def test_stray_quotes_in_the_header_take_no_row_with_them(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('x,5"\n1,"2"\n3,"4"\n')
    assert read(path)[0] == [(2, ("1", "2")), (3, ("3", "4"))]


def test_line_of_a_row_beside_a_long_cell_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("x,y\n1," + "a" * 300_000 + "\n3,4\n")
    assert [line for line, _ in read(path)[0]] == [2, 3]
