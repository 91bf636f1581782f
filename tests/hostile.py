"""Hostile files made small: workbooks part by part, and what a fresh process needs to open a file."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from twofour.sources.readers import ReadOptions, open_file

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def cell(place: str, words: str) -> str:
    """A cell with words of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def workbook(path: Path, rows: str | Iterable[str], *, before: str = "", top: str = "", **more: str) -> Path:
    """A workbook with these rows in its sheet, ``before`` above its first element and ``top`` above the rows.

    ``more`` are further parts.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, **more}.items():
            archive.writestr(name, content)
        with archive.open(_SHEET, "w") as sheet:
            sheet.write(f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}">{top}<sheetData>'.encode())
            for chunk in [rows] if isinstance(rows, str) else rows:
                sheet.write(chunk.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


BOUND = 700
"""Megabytes that opening any file may take beside those of the program."""


def read(path: Path) -> tuple[int, list[str]]:
    """How many rows there are, and why others are none."""
    with open_file(path, ReadOptions()) as reader:
        batches = list(reader.batches())
    return sum(batch.frame.height for batch in batches), [row.reason.en for b in batches for row in b.broken]


class Opened(NamedTuple):
    """What a fresh process said of a file, and the most memory that it or a process of its own held."""

    said: str
    megabytes: float


_OPEN = """
import re, resource, sys
from pathlib import Path
from twofour.problems import TwoFourError
from twofour.sources.readers import ReadOptions, open_file

before = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
try:
    with open_file(Path(sys.argv[1]), ReadOptions()) as reader:
        rows = broken = 0
        for batch in reader.batches():
            rows, broken = rows + batch.frame.height, broken + len(batch.broken)
    print(f"{rows} rows, {broken} broken")
except TwoFourError as error:
    print(type(error).__name__, error)
after = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print((max(after, children) - before) // 1024)
"""


def opened_apart(path: Path) -> Opened:
    """Read all of ``path`` in a process that does nothing else; its memory is counted from its start on."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    said, megabytes = done.stdout.strip().rsplit("\n", 1)
    assert not re.search("Traceback|panicked", done.stderr), done.stderr
    return Opened(said, float(megabytes))


def old_workbook(path: Path, cells: Iterable[tuple[int, int]]) -> Path:
    """A workbook in the binary form of before 2007, with the number 1 in cells given by row and column."""
    numbers = b"".join(_record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0)) for row, column in cells)
    begin, end = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)), _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + numbers + end
    name = struct.pack("<IBBBB", len(begin) + 13 + len(end), 0, 0, 1, 0) + b"S"
    stream = (begin + _record(0x0085, name) + end + sheet).ljust(4096, b"\0")
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    chain = [*range(3, 2 + len(stream) // 512), _LAST]
    table = struct.pack("<128I", *[_TABLE, _LAST, *chain, *[_FREE] * (126 - len(chain))])
    folder = _entry("Root Entry", 5, 1, _LAST, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + bytes(256)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _LAST, 0, _LAST, 0)
    path.write_bytes(head + struct.pack("<109I", 0, *[_FREE] * 108) + table + folder + stream)
    return path


_TABLE, _LAST, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
