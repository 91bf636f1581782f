"""Workbooks are ZIP archives: how large their parts really are, before any reader unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from twofour.problems import DataMissing, Refused
from twofour.sources.readers.limits import FREE_INFLATION, HIGHEST_RATIO, MOST_INFLATED
from twofour.text import Text

_CHUNK = 4 << 20
# A reader takes a sheet as the rectangle around its cells: this many empty cells are no burden.
_ROOMY = 4_000_000
_SMALL = 32 << 20
# ``r="B7"`` of a cell, ``r="7"`` of a row.
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,8})([0-9]{1,10})")
_OPENED = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])")
# A tag or a place that a chunk cuts is seen whole in the next one.
_OVERLAP = 64
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
# What opening a damaged archive, or one of a kind nobody writes workbooks in, can raise.
_DAMAGES = (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error)
_WORKBOOK_PARTS = ("[content_types].xml", "mimetype")


def refuse_packed(path: Path, head: bytes) -> None:
    """Raise ``DataMissing`` for a compressed file; a workbook, which is a ZIP archive too, is none."""
    kind = next((kind for sign, kind in _PACKED.items() if head.startswith(sign)), None)
    if head.startswith(b"PK\x03\x04") and not is_workbook(path):
        kind = "ZIP"
    if kind is not None:
        raise DataMissing(
            Text(
                f"{path.name} 是 {kind} 压缩包；请先解压，再导入里面的文件",
                f"{path.name} is packed ({kind}); unpack it first and import what is inside",
            )
        )


def is_workbook(path: Path) -> bool:
    """Whether a ZIP archive holds what every workbook holds."""
    try:
        with ZipFile(path) as archive:
            return any(name.lower() in _WORKBOOK_PARTS for name in archive.namelist())
    except _DAMAGES:
        # A damaged archive: let the reader of workbooks say so.
        return True


def check_workbook(path: Path) -> bool:
    """Whether the workbook at ``path`` is as small once opened as it seems; if not, try it out apart.

    Every part is really unpacked, for an archive may lie about its sizes. Raises ``Refused`` for a workbook
    whose parts are too large, lie, or define words that a reader would expand, ``DataMissing`` for what is no
    archive.
    """
    if not is_zipfile(path):
        # Workbooks of before 2007: only their library knows their sizes.
        return False
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            # What the archive says costs nothing to ask.
            _refuse_bomb(path, sum(part.file_size for part in parts))
            return _check_parts(path, archive, parts)
    except _DAMAGES as error:
        reason = " ".join(str(error).split())[:200]
        raise DataMissing(
            Text(
                f"{path.name} 不是可读的 Excel 文件（{reason}）；请重新导出",
                f"{path.name} is no readable Excel file ({reason}); export it again",
            )
        ) from None


def _check_parts(path: Path, archive: ZipFile, parts: list[ZipInfo]) -> bool:
    unpacked, roomiest = 0, 0
    # Sheets in a binary form, or with cells that repeat by a number, can be sized by their library only.
    names = [part.filename.lower() for part in parts]
    usual = "[content_types].xml" in names and "xl/workbook.bin" not in names
    for part in parts:
        here, extent, before = 0, _Extent(), b""
        readable = part.filename.lower().endswith((".xml", ".rels"))
        for chunk in _unpacked(archive, part):
            here += len(chunk)
            unpacked += len(chunk)
            _refuse_bomb(path, unpacked)
            if readable:
                text = before + chunk
                if b"\x00" in chunk or _DOCUMENT_TYPE.search(text):
                    raise _refused_words(path, part.filename)
                if unpacked <= _SMALL:
                    extent.add(text, len(before))
                before = text[-_OVERLAP:]
        if here != part.file_size:
            raise _refused_lie(path, part)
        roomiest = max(roomiest, extent.cells)
    return unpacked <= _SMALL and roomiest <= _ROOMY and usual


class _Extent:
    """An upper bound of the rectangle around a sheet's cells; cells that do not say where they are count."""

    def __init__(self) -> None:
        self._columns = self._rows = 0
        self._unplaced = {b"c": 0, b"row": 0}

    def add(self, text: bytes, seen: int) -> None:
        """Look at more of the sheet; what ends within its first ``seen`` bytes was looked at before."""
        for opened in _OPENED.finditer(text):
            if opened.end() >= seen:
                self._unplaced[opened[1]] += 1
        for place in _PLACE.finditer(text):
            if place.end() >= seen:
                self._unplaced[b"c" if place[1] else b"row"] -= 1
                self._columns = max(self._columns, _number(place[1]))
                self._rows = max(self._rows, int(place[2]))

    @property
    def cells(self) -> int:
        """How many cells the rectangle has at most."""
        columns = self._columns + max(0, self._unplaced[b"c"])
        return columns * (self._rows + max(0, self._unplaced[b"row"]))


def _number(letters: bytes) -> int:
    """A column's letters as a number: A 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _unpacked(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """What is really inside ``part``, whatever size the archive claims, in chunks."""
    honest = copy(part)
    honest.file_size = MOST_INFLATED + 1
    # The check sum is that of the claimed size; sizes are compared instead.
    with archive.open(honest) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _refuse_bomb(path: Path, unpacked: int) -> None:
    packed = path.stat().st_size
    if unpacked <= FREE_INFLATION or (unpacked <= MOST_INFLATED and unpacked <= packed * HIGHEST_RATIO):
        return
    raise Refused(
        Text(
            f"{path.name} 解压后超过 {unpacked >> 20:,} MB（文件只有 {packed / 1e6:,.1f} MB），"
            "像是压缩炸弹；请重新导出，或另存为 CSV",
            f"{path.name} unpacks to more than {unpacked >> 20:,} MB (the file has {packed / 1e6:,.1f} MB) "
            "like a zip bomb; export it again, or save it as CSV",
        )
    )


def _refused_words(path: Path, part: str) -> Refused:
    return Refused(
        Text(
            f"{path.name} 的 {part} 里有自定义实体或二进制内容，表格软件不会这样写；请重新导出",
            f"{path.name} defines entities or holds binary in {part}, as no spreadsheet does; "
            "export it again",
        )
    )


def _refused_lie(path: Path, part: ZipInfo) -> Refused:
    return Refused(
        Text(
            f"{path.name} 里 {part.filename} 的实际大小与压缩包所写不符；请重新导出",
            f"{path.name} lies about the size of {part.filename}; export it again",
        )
    )
