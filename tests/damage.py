"""Structured damage to files: what broken exports, broken disks and hostile people do to them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import xlsxwriter
from hypothesis import strategies as st

from twofour.events.tables import TABLES, Column, Kind, Table

EXPORTS = Path(__file__).parent / "fixtures" / "exports"
OWN_FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet")

_WORDS = tuple(
    word if isinstance(word, bytes) else word.encode()
    for word in (
        *('"', "'", ",", "\t", "\n", "\r", "\r\n", "\\", "{", "[", "]}", "null", "<", "&lt;", "&z;", "<!--"),
        *("=1+1", "@SUM(1)", "-", "+", "＝1", "../../x", "/etc/passwd", "%2F", "con", "nul.csv", "~", "${x}"),
        *("\x00", "\x1b[31m", "\u202e", "\ufeff", "\u3000", "，", "（秒)", "汇总值", "延迟统计", "全店平均"),
        *(
            "1E+17",
            "1e309",
            "NaN",
            "inf",
            "-0",
            "9" * 400,
            "0." + "9" * 400,
            "1,234.5",
            "99.71%",
            "¥1",
            "45678.5",
        ),
        *("0000-00-00", "9999-99-99 99:99:99", "24:00:00", "2分30秒", "1970-01-01", "2026-02-30", "x" * 5000),
        *(b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\x81", b"\xc4\xe3", b"PK\x03\x04", b"PAR1", b"\x1f\x8b"),
    )
)
_ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1", "utf-8-sig", "gbk")

Damage = tuple[str, int, int]
"""A kind of damage and two numbers that say where and how much."""


def _span(content: bytes, at: int, much: int) -> tuple[int, int]:
    begin = at % (len(content) + 1)
    return begin, min(len(content), begin + 1 + much % max(1, len(content) // 2))


def _flip(content: bytes, at: int, much: int) -> bytes:
    spoiled, place = bytearray(content), at % len(content)
    spoiled[place] ^= 1 << much % 8
    return bytes(spoiled)


def _overwrite(content: bytes, at: int, much: int) -> bytes:
    word = _WORDS[much % len(_WORDS)]
    place = at % len(content)
    return content[:place] + word + content[place + len(word) :]


def _insert(content: bytes, at: int, much: int) -> bytes:
    place = at % (len(content) + 1)
    return content[:place] + _WORDS[much % len(_WORDS)] + content[place:]


def _cut(content: bytes, at: int, _: int) -> bytes:
    return content[: at % len(content)]


def _delete(content: bytes, at: int, much: int) -> bytes:
    begin, end = _span(content, at, much)
    return content[:begin] + content[end:]


def _double(content: bytes, at: int, much: int) -> bytes:
    begin, end = _span(content, at, much)
    return content[:end] + content[begin:end] * (1 + much % 7) + content[end:]


def _lines(content: bytes, at: int, much: int) -> bytes:
    lines = content.splitlines(keepends=True)
    one, other = at % len(lines), much % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _cell(content: bytes, at: int, much: int) -> bytes:
    """The cell after a comma becomes something that no honest cell holds."""
    begin = content.find(b",", at % len(content)) + 1
    end = min((place for sign in (b",", b"\n") if (place := content.find(sign, begin)) > 0), default=begin)
    return content[:begin] + _WORDS[much % len(_WORDS)] + content[end:]


def _recode(content: bytes, at: int, _: int) -> bytes:
    return content.decode("utf-8", "replace").encode(_ENCODINGS[at % len(_ENCODINGS)], "replace")


_KINDS: dict[str, Callable[[bytes, int, int], bytes]] = {
    "flip": _flip,
    "overwrite": _overwrite,
    "insert": _insert,
    "cut": _cut,
    "delete": _delete,
    "double": _double,
    "lines": _lines,
    "cell": _cell,
    "recode": _recode,
}


def damages() -> st.SearchStrategy[list[Damage]]:
    """Some damages, one after another."""
    numbers = st.integers(0, 2**20)
    return st.lists(st.tuples(st.sampled_from(list(_KINDS)), numbers, numbers), min_size=1, max_size=4)


def damaged(content: bytes, done: Sequence[Damage]) -> bytes:
    """``content`` after ``done``. Half of the damage to an archive is done to a part, and packed again."""
    if content.startswith(b"PK\x03\x04") and done[0][1] % 2:
        return _repacked(content, done)
    for kind, at, much in done:
        content = _KINDS[kind](content or b"\n", at, much)
    return content


def _repacked(content: bytes, done: Sequence[Damage]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        names = source.namelist()
        # Sheets and their words first: an archive has more parts that say little.
        telling = [name for name in names if "sheet1" in name or "sharedStrings" in name] or names
        chosen = telling[done[0][2] % len(telling)] if done[0][1] % 4 == 1 else names[done[0][2] % len(names)]
        for name in names:
            part = source.read(name)
            if name == chosen:
                for kind, at, much in done:
                    part = _KINDS[kind](part or b"\n", at, much)
            target.writestr(name, part)
    return packed.getvalue()


def exports() -> list[Path]:
    """Every export of a platform under the fixtures."""
    return sorted(path for path in EXPORTS.rglob("*") if path.is_file() and path.suffix != ".md")


def own_file(table: Table, form: str) -> bytes:
    """Three sound rows of an event table in one of ``OWN_FORMATS``."""
    rows = [{column.name: _sample(column, number) for column in table.columns} for number in range(3)]
    if form in ("json", "jsonl"):
        texts = [json.dumps(row, ensure_ascii=False) for row in rows]
        return ("\n".join(texts) if form == "jsonl" else f"[{', '.join(texts)}]").encode()
    if form == "parquet":
        buffer = io.BytesIO()
        pl.DataFrame(rows).write_parquet(buffer)
        return buffer.getvalue()
    if form == "xlsx":
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([dict(zip(table.names, table.names, strict=True)), *rows]):
                sheet.write_row(number, 0, list(row.values()))
        return buffer.getvalue()
    sign = "," if form == "csv" else "\t"
    return "\n".join(sign.join(row) for row in [table.names, *(list(row.values()) for row in rows)]).encode()


def _sample(column: Column, number: int) -> str:
    moment = datetime(2026, 6, 1, 9, 30) + timedelta(hours=number)
    kinds = {
        Kind.ID: f"{column.name}-{number}",
        Kind.TEXT: f"你好 {number}",
        Kind.TIME: f"{moment:%Y-%m-%d %H:%M:%S}",
        Kind.DAY: f"{date(2026, 6, 1 + number)}",
        Kind.CLOCK: "09:30",
        Kind.MONEY: f"{12 + number}.50",
        Kind.INT: str(1 + number),
        Kind.NUMBER: "0.25",
        Kind.BOOL: "true",
    }
    return column.choices[number % len(column.choices)] if column.choices else kinds[column.kind]


def own_files() -> dict[str, bytes]:
    """A sound file of every event table in every format, by its name."""
    return {f"{name}.{form}": own_file(table, form) for name, table in TABLES.items() for form in OWN_FORMATS}
