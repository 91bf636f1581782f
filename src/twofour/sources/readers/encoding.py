"""Text files in whatever encoding: find it out, and hand the readers UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import io
import re
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from twofour.problems import DataMissing, Refused, SchemeError
from twofour.sources.readers.limits import LONGEST_LINE
from twofour.text import Text

_CHUNK = 16 << 20
# UTF-32's mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of UTF-16 without a mark, or of no text at all, are zero this often.
_HEAD, _ZERO_SHARE = 4096, 0.2
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b")
_ESCAPED, _HALF_CHARACTER = re.compile("[\udc80-\udcff]"), re.compile("[\ud800-\udfff]")
# A file in which a larger share of such lines is damaged is in yet another encoding.
_DAMAGED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Utf8:
    """A file to read as UTF-8 from byte ``start`` on.

    Bytes that could not be decoded stand in it as lone surrogates, which no valid UTF-8 holds: a reader that
    meets them knows that the row is damaged. ``encoding`` is that of the original.
    """

    path: Path
    start: int
    encoding: str = "utf-8"


@contextlib.contextmanager
def as_utf8(path: Path, declared: str | None = None) -> Iterator[Utf8]:
    """``path`` as UTF-8: itself where it is, else a copy that lives as long as the block.

    Tried in turn: a byte order mark, ``declared`` (if given, alone), UTF-8, GB18030, then either of the two
    with single damaged lines. Raises ``DataMissing`` for a file that is none of them.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            if encoding == "utf-8" and _is_utf8(path):
                yield Utf8(path, len(mark))
            else:
                with _copied(path, encoding, len(mark)) as copy:
                    yield copy
            return
    if declared is not None:
        encoding = _known(declared)
    elif head.count(0) > len(head) * _ZERO_SHARE:
        raise _no_text(path)
    elif _is_utf8(path):
        yield Utf8(path, 0)
        return
    else:
        encoding = _guess(path)
    with _copied(path, encoding, 0) as copy:
        yield copy


def is_text(head: bytes) -> bool:
    """Whether what begins with ``head`` looks like text: a byte order mark, or no control characters."""
    return head.startswith(tuple(mark for mark, _ in _BOMS)) or not _CONTROLS.intersection(head)


def whole(text: str) -> str:
    """``text`` itself, or with a sign in the place of every half character: no table can store those."""
    return _HALF_CHARACTER.sub("\ufffd", text) if _HALF_CHARACTER.search(text) else text


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is valid UTF-8, at the speed of memory."""
    cut = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            data = cut + chunk
            whole = _whole_characters(data)
            cut = data[whole:]
            offsets = pa.py_buffer(struct.pack("<qq", 0, whole))
            try:
                pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
            except pa.ArrowInvalid:
                return False
    return not cut


def _whole_characters(data: bytes) -> int:
    """How many bytes come before a character that the end of ``data`` cuts."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte & 0b1100_0000 != 0b1000_0000:
            length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
            return len(data) - back if length > back else len(data)
    return len(data)


def _guess(path: Path) -> str:
    """The encoding of a file that is not all UTF-8.

    In a file of another encoding nearly every line with foreign letters is wrong as UTF-8. If most of them
    are right, single lines are damaged; then GB18030 is not tried, for it makes text of nearly anything.
    """
    damaged, foreign = _damaged_lines(path, "utf-8")
    if damaged < foreign / 2:
        return "utf-8"
    damaged, foreign = _damaged_lines(path, "gb18030")
    if damaged <= max(1, foreign * _DAMAGED_SHARE):
        return "gb18030"
    raise DataMissing(
        Text(
            f"{path.name} 的编码既不是 UTF-8 也不是 GB18030（GBK）；请另存为 UTF-8 编码再导入",
            f"{path.name} is neither UTF-8 nor GB18030 (GBK) text; save it as UTF-8 and import it again",
        )
    )


def _damaged_lines(path: Path, encoding: str) -> tuple[int, int]:
    """How many lines cannot be decoded, of how many that hold more than ASCII."""
    damaged = foreign = 0
    with path.open("r", encoding=encoding, errors="surrogateescape", newline="\n") as file:
        while line := file.readline(LONGEST_LINE):
            if not line.isascii():
                foreign += 1
                damaged += _ESCAPED.search(line) is not None
    return damaged, foreign


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise SchemeError(
            Text(
                f"不认识编码 {encoding}；可写 utf-8、gb18030、utf-16",
                f"unknown encoding {encoding}; write utf-8, gb18030 or utf-16",
            )
        ) from None


@contextlib.contextmanager
def _copied(path: Path, encoding: str, skip: int) -> Iterator[Utf8]:
    with tempfile.TemporaryDirectory(prefix="twofour-") as folder:
        copy = Path(folder) / "utf8"
        try:
            _recode(path, encoding, skip, copy)
        except OSError as error:
            raise Refused(
                Text(
                    f"转换 {path.name} 的编码时写不了临时文件（{error.strerror}）；请检查磁盘空间",
                    f"no temporary copy of {path.name} can be written ({error.strerror}); check free space",
                )
            ) from None
        yield Utf8(copy, 0, encoding)


def _recode(path: Path, encoding: str, skip: int, copy: Path) -> None:
    with path.open("rb") as raw, copy.open("wb") as out:
        raw.seek(skip)
        text = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
        try:
            while chunk := text.read(_CHUNK):
                out.write(chunk.encode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            # UTF-32 has values that are no characters and no bytes to keep in their place.
            raise _no_text(path) from None


def _no_text(path: Path) -> DataMissing:
    return DataMissing(
        Text(
            f"{path.name} 不是可读的文本（含大量空字节或无效字符）；请另存为 UTF-8 编码的 CSV 再导入",
            f"{path.name} is no text that can be read (zero bytes or characters that do not exist); "
            "save it as CSV in UTF-8 and import it again",
        )
    )
