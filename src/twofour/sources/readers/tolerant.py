"""Delimited text line by line, for files that a strict reader refuses: every bad row costs itself only."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from twofour.sources.readers.batch import Broken
from twofour.sources.readers.limits import LONGEST_LINE
from twofour.text import Text

if TYPE_CHECKING:
    from _csv import Reader

# Characters that may be read in vain, looking for the ends of quotes that are never closed: with one such
# search per line a file of a few megabytes would take days.
_PATIENCE = 2 * LONGEST_LINE
_SHOWN = 200


def reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> Reader:
    """Python's own reader of delimited text, for cells of any length."""
    csv.field_size_limit(4 * LONGEST_LINE)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


class Cut(str):
    """The beginning of a line longer than ``LONGEST_LINE``; the rest was passed over."""

    __slots__ = ()


def bounded(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of ``text`` with their ends; of one that never ends, a ``Cut``."""
    ends = ("\n", "\r")
    while line := text.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(ends):
            yield line
            continue
        yield Cut(line[:_SHOWN])
        while (line := text.readline(LONGEST_LINE)) and not line.endswith(ends):
            pass


class Row(NamedTuple):
    """The cells of one row, or what is wrong with it; ``line`` is where it begins."""

    line: int
    cells: list[str] | None
    broken: Broken | None


def rows(lines: Iterable[str], width: int, delimiter: str, first_line: int) -> Iterator[Row]:
    """The rows of ``lines`` (with their line ends); blank lines are passed over.

    ``width`` cells make a row. A row with an open quote or a wrong number of cells gives up its first line
    only; reading resumes on the next one.
    """
    source = _Lines(lines, first_line)
    while (first := source.next()) is not None:
        line = source.line - 1
        if isinstance(first, Cut):
            yield Row(line, None, Broken(line, None, first, *_TOO_LONG))
            continue
        taken = [first]
        record = _strict(source, taken, delimiter)
        if record is None or (len(record) != width and len(taken) > 1):
            source.give_back(taken[1:])
            record = next(reader([first], delimiter), [])
            if _open_quote(first, delimiter):
                yield Row(line, None, _unclosed(line, first))
                continue
        if not record or all(not cell.strip() for cell in record):
            continue
        if damage := _damaged(taken, record):
            yield Row(line, None, Broken(line, None, damage, *_DAMAGED))
        elif len(record) > width and not any(cell.strip() for cell in record[width:]):
            yield Row(line, record[:width], None)
        elif len(record) != width:
            yield Row(line, None, _wrong_width(line, record, width))
        else:
            yield Row(line, record, None)


class _Lines:
    """Physical lines that can be given back."""

    def __init__(self, lines: Iterable[str], first_line: int) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.line = first_line
        self.patience = _PATIENCE

    def next(self) -> str | None:
        """The next line, or ``None`` at the end."""
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.line += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        """Put ``lines`` before those still to come."""
        self._back.extendleft(reversed(lines))
        self.line -= len(lines)
        self.patience -= sum(map(len, lines))


def _strict(source: _Lines, taken: list[str], delimiter: str) -> list[str] | None:
    """The record that begins with ``taken``, with more lines while a quote is open; ``None`` if malformed."""

    def pull() -> Iterator[str]:
        yield taken[0]
        size = len(taken[0])
        while size < min(LONGEST_LINE, source.patience) and (line := source.next()) is not None:
            taken.append(line)
            if isinstance(line, Cut):
                return
            size += len(line)
            yield line

    try:
        return next(reader(pull(), delimiter, strict=True), [])
    except csv.Error:
        return None


def _open_quote(line: str, delimiter: str) -> bool:
    try:
        next(reader([line], delimiter, strict=True), [])
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _damaged(taken: list[str], record: list[str]) -> str | None:
    if all(line.isascii() for line in taken):
        return None
    for cell in record:
        if any("\ud800" <= char <= "\udfff" for char in cell):
            return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in cell)
    return None


_DAMAGED = (
    Text("含有无法解码的字节", "holds bytes that are no text in the file's encoding"),
    Text("请重新导出，或另存为 UTF-8 编码", "Export the file again, or save it as UTF-8"),
)


_TOO_LONG = (
    Text("这一行过长，没有换行", "the line is too long and never ends"),
    Text("多半是导出中断或丢了换行；请重新导出", "The export has lost its line ends; export it again"),
)


def _unclosed(line: int, text: str) -> Broken:
    return Broken(
        line,
        None,
        text.strip("\r\n")[:_SHOWN],
        Text("引号没有成对，行不完整", "a quote is never closed; the row is incomplete"),
        Text(
            "请补上引号和缺少的单元格，或重新导出",
            "Close the quote and complete the row, or export the file again",
        ),
    )


def _wrong_width(line: int, record: list[str], width: int) -> Broken:
    few = len(record) < width
    return Broken(
        line,
        None,
        " | ".join(record[:_SHOWN])[:_SHOWN],
        Text(
            "单元格太少，行不完整" if few else "单元格太多",
            "too few cells: half a row" if few else "too many cells",
        ),
        Text(
            f"这一行有 {len(record)} 个单元格，表头有 {width} 个；含有分隔符的内容要加引号",
            f"The row has {len(record)} cells, the header {width}; cells that hold the delimiter need quotes",
        ),
    )
