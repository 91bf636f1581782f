"""Text files in whatever encoding: find it out, and hand the readers UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import io
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from twofour.problems import DataMissing, SchemeError
from twofour.text import Text

_CHUNK = 16 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# A file in which a larger share of such lines is damaged is in yet another encoding.
_DAMAGED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Utf8:
    """A file to read as UTF-8 from byte ``start`` on.

    Bytes that could not be decoded stand in it as lone surrogates, which no valid UTF-8 holds: a reader that
    meets them knows that the row is damaged.
    """

    path: Path
    start: int


@contextlib.contextmanager
def as_utf8(path: Path, declared: str | None = None) -> Iterator[Utf8]:
    """``path`` as UTF-8: itself where it is, else a copy that lives as long as the block.

    Tried in turn: a byte order mark, ``declared`` (if given, alone), UTF-8, GB18030, then either of the two
    with single damaged lines. Raises ``DataMissing`` for a file that is none of them.
    """
    with path.open("rb") as file:
        head = file.read(4)
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
    elif _is_utf8(path):
        yield Utf8(path, 0)
        return
    else:
        encoding = _guess(path)
    with _copied(path, encoding, 0) as copy:
        yield copy


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is valid UTF-8, at the speed of memory."""
    with pa.memory_map(str(path)) as file:
        data = file.read_buffer()
        text = pa.LargeStringArray.from_buffers(1, pa.py_buffer(struct.pack("<qq", 0, data.size)), data)
        try:
            text.validate(full=True)
        except pa.ArrowInvalid:
            return False
    return True


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
        for line in file:
            if not line.isascii():
                foreign += 1
                damaged += any("\udc80" <= char <= "\udcff" for char in line)
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
        with path.open("rb") as raw, copy.open("wb") as out:
            raw.seek(skip)
            text = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
            while chunk := text.read(_CHUNK):
                out.write(chunk.encode("utf-8", "surrogatepass"))
        yield Utf8(copy, 0)
