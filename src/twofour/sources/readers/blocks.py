"""Delimited text in blocks of whole rows: where they end, whether quotes are sound, which lines they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from twofour.sources.readers.limits import LONGEST_LINE

_BLOCK = 16 << 20


class Block(NamedTuple):
    """Rows that begin at byte ``at`` of the file: the first ``end`` bytes of ``data``.

    ``whole`` is false where no row seems to end: then a quote is open, and nothing is certain from here on.
    """

    at: int
    data: bytes
    end: int
    whole: bool = True


def blocks(path: Path, start: int) -> Iterator[Block]:
    """The bytes of ``path`` from ``start`` on, cut where rows end as far as quotes tell."""
    with path.open("rb") as file:
        at, size = start, _BLOCK
        while True:
            file.seek(at)
            data = file.read(size)
            end = len(data) if len(data) < size else _row_end(data)
            if not data:
                return
            # Without a row's end after so much a quote was left open somewhere.
            if not end and size < LONGEST_LINE:
                size *= 2
                continue
            yield Block(at, data, end or len(data), whole=bool(end))
            at, size = at + (end or len(data)), _BLOCK


def well_quoted(block: Block, delimiter: str) -> bool:
    """Whether every quote opens a cell, closes a cell or is doubled inside one."""
    if block.data.find(b'"', 0, block.end) < 0:
        return True
    raw = _raw(block)
    quotes = (raw == ord('"')).arg_true()
    if len(quotes) % 2:
        return False
    edges = [ord(delimiter), ord("\n"), ord("\r"), ord('"')]
    opening, closing = quotes.gather_every(2), quotes.gather_every(2, 1)
    before = raw.gather(opening.filter(opening > 0) - 1)
    after = raw.gather(closing.filter(closing < block.end - 1) + 1)
    return bool(before.is_in(edges).all() and after.is_in(edges).all())


def delimiters(block: Block, delimiter: str) -> int:
    """How many times ``delimiter`` stands outside quotes in a block that is well quoted."""
    raw = _raw(block)
    count = int((raw == ord(delimiter)).sum())
    if block.data.find(b'"', 0, block.end) < 0:
        return count
    quotes = (raw == ord('"')).arg_true().cast(pl.Int64).to_arrow()
    # From each quote to the next one: every other span lies inside a cell.
    parts = [None, quotes.buffers()[1], pa.py_buffer(block.data)]
    spans = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(quotes) - 1, parts)
    return count - int(pl.Series(pc.count_substring(spans, delimiter)).gather_every(2).sum())


def _raw(block: Block) -> pl.Series:
    """The bytes of ``block`` as numbers, without a copy."""
    parts = [None, pa.py_buffer(block.data)]
    return pl.Series(pl.from_arrow(pa.Array.from_buffers(pa.uint8(), block.end, parts)))


def lines_between(path: Path, start: int, stop: int) -> int:
    """How many lines end between two bytes of ``path``; a carriage return alone ends a line too."""
    lines = 0
    with path.open("rb") as file:
        file.seek(start)
        while start < stop:
            data = file.read(min(_BLOCK, stop - start))
            if data.endswith(b"\r"):
                data += file.read(1)
            start += len(data)
            lines += data.count(b"\n")
            # Looking for a sign that is absent costs next to nothing; most files have no carriage return.
            if b"\r" in data:
                lines += data.count(b"\r") - data.count(b"\r\n")
    return lines


def _row_end(data: bytes) -> int:
    """Where the last whole row of ``data`` ends: at its last line end after an even number of quotes."""
    end = data.rfind(b"\n") + 1
    odd = data.count(b'"', 0, end) % 2 if data.find(b'"', 0, end) >= 0 else 0
    while end and odd:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end = before
    return end
