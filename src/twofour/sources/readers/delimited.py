"""CSV and its kin: read block by block at full speed, and block by block with patience where a row is bad."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import polars as pl

from twofour.problems import DataMissing
from twofour.sources.readers import tolerant
from twofour.sources.readers.batch import Batch, Broken, Locate, ReadOptions, by_list
from twofour.sources.readers.blocks import blocks, lines_between, well_quoted
from twofour.sources.readers.encoding import Utf8, whole
from twofour.sources.readers.header import joined_header
from twofour.sources.readers.limits import HELD, LONGEST_HEADER, MOST_COLUMNS, too_long_a_line, too_wide
from twofour.sources.readers.strict import parse
from twofour.text import Text

_PATIENT_ROWS = 50_000
DELIMITERS = (",", "\t", ";", "|")


class Delimited:
    """A delimited text file with a header line. ``delimiter`` is sniffed from the header unless given."""

    def __init__(self, path: Path, text: Utf8, options: ReadOptions) -> None:
        self.path = path
        self._text = text.path
        with text.path.open("rb") as file:
            self._size = file.seek(0, io.SEEK_END)
            file.seek(text.start)
            text_lines = io.TextIOWrapper(file, encoding="utf-8", errors="surrogatepass", newline="")
            head = _Head(text_lines, path.name)
            for _ in range(options.skip_rows):
                head.line()
            first = head.line()
            while first and not first.strip():
                first = head.line()
            if not first:
                raise DataMissing(
                    Text(
                        f"{path.name} 是空文件；请检查导出是否完成", f"{path.name} is empty; check the export"
                    )
                )
            self.delimiter = options.delimiter or _sniff(first)
            rows = tolerant.reader(chain([first], iter(head.line, "")), self.delimiter)
            self.header = tuple(map(whole, joined_header(list(islice(rows, options.header_rows)))))
        if len(self.header) > MOST_COLUMNS:
            raise too_wide(path.name, len(self.header))
        self._start = text.start + head.bytes
        self._lines = {self._start: 1 + head.lines}

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order; ``wanted`` leaves other columns out."""
        width = len(self.header)
        chosen = [
            number
            for number, name in enumerate(self.header)
            if name and (wanted is None or name in wanted) and self.header.index(name) == number
        ]
        for block in blocks(self._text, self._start):
            sound = block.whole and well_quoted(block, self.delimiter)
            frame = parse(block, width, chosen, self.delimiter) if sound else None
            if frame is not None:
                frame.columns = [self.header[number] for number in chosen]
                yield Batch(frame, self._locator(block.at, block.end), (block.at + block.end) / self._size)
            elif sound:
                yield from self._patiently(io.BytesIO(block.data[: block.end]), block.at, block.at, chosen)
            else:
                # The block may end inside a row: read the rest of the file with patience.
                with self._text.open("rb") as file:
                    file.seek(block.at)
                    yield from self._patiently(file, 0, block.at, chosen)
                return

    def _line_at(self, at: int) -> int:
        """The line that begins at byte ``at``, counted from the nearest place already known."""
        near = max(place for place in self._lines if place <= at)
        line = self._lines[near] + lines_between(self._text, near, at)
        self._lines[at] = line
        return line

    def _locator(self, at: int, length: int) -> Locate:
        def locate(rows: Sequence[int]) -> list[int]:
            with self._text.open("rb") as file:
                file.seek(at)
                part = io.BytesIO(file.read(length))
            # Columns that nobody asked for may be damaged.
            block = io.TextIOWrapper(part, encoding="utf-8", errors="surrogatepass", newline="")
            wanted, found, number = set(rows), {}, -1
            line = begin = self._line_at(at)
            reader = tolerant.reader(block, self.delimiter)
            for record in reader:
                if record:
                    number += 1
                    if number in wanted:
                        found[number] = begin
                        if len(found) == len(wanted):
                            break
                begin = line + reader.line_num
            return [found[row] for row in rows]

        return locate

    def _patiently(
        self, file: io.BufferedReader | io.BytesIO, base: int, at: int, chosen: list[int]
    ) -> Iterator[Batch]:
        """Batches of ``file`` from where it stands: byte ``at`` of the text, ``base`` + its own position."""
        text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogatepass", newline="")
        cells: list[list[str]] = []
        lines: list[int] = []
        broken: list[Broken] = []

        def batch() -> Batch:
            columns = {self.header[number]: [row[number] for row in cells] for number in chosen}
            frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
            return Batch(frame, by_list(lines), (base + file.tell()) / self._size, broken)

        begun = file.tell()
        found = tolerant.bounded(text)
        for row in tolerant.rows(found, len(self.header), self.delimiter, self._line_at(at)):
            if row.cells is not None:
                cells.append(row.cells)
                lines.append(row.line)
            elif row.broken is not None:
                broken.append(row.broken)
            if len(cells) + len(broken) >= _PATIENT_ROWS or file.tell() - begun > HELD:
                yield batch()
                cells, lines, broken, begun = [], [], [], file.tell()
        yield batch()
        text.detach()


class _Head:
    """The lines of a text file from its beginning, and how much of it they take."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self.lines = self.bytes = 0

    def line(self) -> str:
        """The next line with its end; empty at the end. Raises ``Refused`` where it is no header."""
        line = self._text.readline(LONGEST_HEADER)
        if self.bytes + len(line) >= LONGEST_HEADER:
            raise too_long_a_line(self._name, LONGEST_HEADER)
        self.lines += bool(line)
        self.bytes += len(line.encode("utf-8", "surrogatepass"))
        return line


def _sniff(line: str) -> str:
    """The delimiter that cuts the header into most cells; the comma where none does."""
    return max(DELIMITERS, key=lambda sign: len(next(tolerant.reader([line], sign))))
