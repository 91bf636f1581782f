"""JSON values one after another, from a file of any size, a window of it at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from twofour.sources.readers.encoding import whole
from twofour.sources.readers.limits import LONGEST_LINE, LONGEST_RECORD

_CHUNK = 1 << 20
SHOWN = 200
_BETWEEN = re.compile(r"[\s,]*")
# Numbers stay as written: no digit is lost, and a million of them cost no more than their text.
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class Found(NamedTuple):
    """What stands in a line: a record, or text that is none; its size, and the bytes read so far."""

    line: int
    record: dict[str, Any] | None
    text: str
    read: int
    size: int


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of ``file``; of one that is longer than any record, its beginning."""
    while raw := file.readline(LONGEST_LINE):
        if len(raw) < LONGEST_LINE or raw.endswith(b"\n"):
            yield raw
            continue
        yield raw[:SHOWN]
        while (raw := file.readline(LONGEST_LINE)) and not raw.endswith(b"\n"):
            pass


def record_of(raw: bytes) -> dict[str, Any] | None:
    """The record that a line is, if it is one."""
    text = raw.decode("utf-8", "surrogatepass")
    if whole(text) is not text:
        return None
    try:
        record = DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def is_one_value_or_array(file: BinaryIO) -> bool:
    """Whether ``file`` goes on with a JSON value over several lines, or an array, whole or not."""
    window = _Window(file)
    window.skip()
    return window.starts("[") or window.value() is not None


def values(file: BinaryIO, line: int) -> Iterator[Found]:
    """Records in an array, or one after another over several lines, until the text is no JSON any more."""
    window = _Window(file)
    line += window.skip()
    if window.starts("["):
        window.at += 1
    while True:
        line += window.skip()
        if window.starts("]"):
            window.at += 1
            line += window.skip()
            if not window.ended:
                yield Found(line, None, window.shown(window.at), window.read, 0)
            return
        if window.ended:
            return
        found = window.value()
        if found is None:
            yield Found(line, None, window.shown(window.at), window.read, 0)
            return
        value, end = found
        record = value if isinstance(value, dict) else None
        yield Found(line, record, window.shown(end), window.read, end - window.at)
        line += window.take(end)


class _Window:
    """A part of a file's text, from place ``at`` of ``text`` on, that grows at its end when it must."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
        self.text = ""
        self.at = self.read = 0
        self.last = False

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text) and not self._more()

    def starts(self, sign: str) -> bool:
        """Whether ``sign`` comes next."""
        return not self.ended and self.text.startswith(sign, self.at)

    def skip(self) -> int:
        """Pass over blanks and commas; how many lines end among them."""
        passed = 0
        while not self.ended:
            gap = _BETWEEN.match(self.text, self.at)
            end = gap.end() if gap else self.at
            passed += self.take(end)
            if end < len(self.text):
                break
        return passed

    def take(self, end: int) -> int:
        """Go on to place ``end``; how many lines end before it."""
        passed = self.text.count("\n", self.at, end)
        self.at = end
        return passed

    def shown(self, end: int) -> str:
        """What a report shows of the text here, as far as ``end`` if that is near."""
        stop = self.at + SHOWN
        return self.text[self.at : min(end, stop) if end > self.at else stop]

    def value(self) -> tuple[Any, int] | None:
        """The value that comes next and where it ends; ``None`` if it is no JSON or too long."""
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError):
                end = len(self.text)
            else:
                # A number that the window cuts is a number all the same; a record is whole or none.
                if end < len(self.text) or isinstance(value, dict) or self.last:
                    return value, end
            if len(self.text) - self.at > LONGEST_RECORD or not self._more():
                return None

    def _more(self) -> bool:
        """Read on; false at the end of the file."""
        if self.last:
            return False
        rest = self.text[self.at :]
        raw = self._file.read(max(_CHUNK, len(rest)))
        self.last = not raw
        self.read += len(raw)
        self.text, self.at = rest + whole(self._decoder.decode(raw, final=self.last)), 0
        return len(self.text) > len(rest)
