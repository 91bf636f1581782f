"""Choose the reader of a file by its name, or by its first bytes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from twofour.problems import DataMissing, Refused, UsageError
from twofour.sources.readers.batch import Reader, ReadOptions
from twofour.sources.readers.columnar import Columnar
from twofour.sources.readers.delimited import Delimited
from twofour.sources.readers.encoding import as_utf8
from twofour.sources.readers.records import Records
from twofour.sources.readers.spreadsheet import Spreadsheet
from twofour.text import Text

FORMATS = {
    "csv": (".csv", ".tsv", ".txt"),
    "xlsx": (".xlsx", ".xlsm", ".xls", ".ods"),
    "json": (".json", ".jsonl", ".ndjson"),
    "parquet": (".parquet",),
}
_SIGNS = ((b"PAR1", "parquet"), (b"PK\x03\x04", "xlsx"), (b"{", "json"), (b"[", "json"))


@contextlib.contextmanager
def open_file(path: Path, options: ReadOptions) -> Iterator[Reader]:
    """The reader of ``path``; it may be used until the block ends.

    Raises ``UsageError`` for a path that is no file, ``Refused`` for one that may not be read,
    ``DataMissing`` for a file that is empty or not what it claims to be.
    """
    kind = _format(path, options)
    if kind == "parquet":
        yield Columnar(path)
    elif kind == "xlsx":
        yield Spreadsheet(path, options)
    else:
        with as_utf8(path, options.encoding) as text:
            yield Records(path, text, options) if kind == "json" else Delimited(path, text, options)


def _format(path: Path, options: ReadOptions) -> str:
    if not path.is_file():
        raise UsageError(Text(f"没有文件 {path}；请检查路径", f"there is no file {path}; check the path"))
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise Refused(
            Text(
                f"读不了文件 {path}（{error.strerror}）；请检查权限",
                f"{path} cannot be read ({error.strerror})",
            )
        ) from None
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise DataMissing(
            Text(f"{path.name} 是空文件；请检查导出是否完成", f"{path.name} is empty; check the export")
        )
    if options.format is not None:
        return options.format
    for kind, endings in FORMATS.items():
        if path.suffix.lower() in endings:
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for sign, kind in _SIGNS if start.startswith(sign)), "csv")
