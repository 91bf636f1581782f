"""Blocks of delimited text at full speed, as long as every row of a block is a whole row."""

from __future__ import annotations

import codecs

import polars as pl
import pyarrow as pa
import pyarrow.csv

from twofour.sources.readers.blocks import Block, delimiters

_PARSED_AT_ONCE = 4 << 20


def parse(block: Block, width: int, chosen: list[int], delimiter: str) -> pl.DataFrame | None:
    """The columns ``chosen`` of the ``width`` that a well quoted ``block`` has, as text, in this order.

    ``None`` if any row of the block is bad.
    """
    names = [f"c{number}" for number in range(width)]
    # Polars is faster, but reads all columns; Arrow passes over those that nobody asked for.
    frame = _by_polars(block, names, delimiter) if width <= 2 * len(chosen) else None
    if frame is not None:
        return frame.select(names[number] for number in chosen)
    return _by_arrow(block, names, chosen, delimiter)


def _by_polars(block: Block, names: list[str], delimiter: str) -> pl.DataFrame | None:
    """All columns; ``None`` where a row may be bad, or where Polars sees other rows than Arrow.

    Polars refuses a row with too many cells and fills one up that has too few. So all rows are whole if there
    are as many delimiters as they need together. Only where the text ends with a delimiter it drops the cell
    behind it, and would let one row pay for another.
    """
    rows = block.data[: block.end]
    lone_return = b"\r" in rows and rows.count(b"\r") != rows.count(b"\r\n")
    if (
        lone_return
        or len(names) == 1
        or rows.startswith(codecs.BOM_UTF8)
        or rows.endswith(delimiter.encode())
    ):
        return None
    try:
        frame = pl.read_csv(
            rows,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            empty_string_is_null=False,
            extra_columns="raise",
            missing_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    needed = frame.height * (len(names) - 1)
    return frame if delimiters(block, delimiter) == needed else None


def _by_arrow(block: Block, names: list[str], chosen: list[int], delimiter: str) -> pl.DataFrame | None:
    """The chosen columns; ``None`` where a row is bad. Blank lines are passed over."""
    rows = memoryview(block.data)[: block.end]
    quoted = b'"' in block.data
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(pa.py_buffer(rows)),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_PARSED_AT_ONCE),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=quoted),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                include_columns=[names[number] for number in chosen],
            ),
        )
    except pa.ArrowInvalid:
        return None
    return pl.DataFrame(pl.from_arrow(table))
