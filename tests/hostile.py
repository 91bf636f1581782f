"""Hostile files made small: workbooks part by part, and what a fresh process needs to open a file."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

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
