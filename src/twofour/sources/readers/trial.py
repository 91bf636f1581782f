"""A program of its own: ``trial.py KIND BYTES SECONDS LARGEST FILE`` opens a file with its library alone.

It imports nothing of TwoFour, so that it starts at once. It ends with 0, with one of the codes below, or as
its limits end it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

try:
    import resource
except ImportError:  # Windows cannot bound a process.
    resource = None  # type: ignore[assignment]

UNREADABLE, TOO_LARGE = 3, 4
PARQUET_ROWS = 250_000
"""Rows that are read from Parquet at once."""
_CELL = 16  # bytes that any cell takes


def book_at(file: str) -> fastexcel.ExcelReader:
    """The workbook in ``file``; where its name says another kind than its first bytes, by these."""
    old = file.lower().endswith(".xls")
    with Path(file).open("rb") as stream:
        if old is not stream.read(2).startswith(b"PK"):
            return fastexcel.read_excel(file)
        stream.seek(0)
        return fastexcel.read_excel(stream.read())


def _workbook(file: str) -> int:
    book = book_at(file)
    for sheet in book.sheet_names:
        book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()
    return 0


def _parquet(file: str, size: int, largest: int) -> int:
    with pyarrow.parquet.ParquetFile(file, pre_buffer=False) as parquet:
        flat = [one.name for one in parquet.schema_arrow if not pa.types.is_nested(one.type)]
        unpacked = 0
        for batch in parquet.iter_batches(PARQUET_ROWS, columns=flat, use_threads=False):
            here = sum(_text_bytes(column) for column in batch.columns)
            unpacked += here
            if here > size or unpacked > largest:
                return TOO_LARGE
    return 0


def _text_bytes(column: pa.Array) -> int:
    """What ``column`` takes as text. A long word in a dictionary stands once, and is meant by every row."""
    if pa.types.is_dictionary(column.type):
        words = column.dictionary.cast(pa.large_string())
        lengths = pc.take(pc.binary_length(words), column.indices)
        return len(column) * _CELL + int(pc.sum(lengths).as_py() or 0)
    return len(column) * _CELL + int(column.nbytes)


def _limit(size: int, seconds: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main() -> int:
    """Open the file that the command line names."""
    kind, size, seconds, largest, file = sys.argv[1:]
    _limit(int(size), int(seconds))
    try:
        return _workbook(file) if kind == "xlsx" else _parquet(file, int(size), int(largest))
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # A panic of a library in Rust is no Exception.
        return UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
