"""Choose the reader of a file by its name, or by its first bytes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from twofour.problems import DataMissing, Refused, UsageError
from twofour.sources.readers.apart import try_out
from twofour.sources.readers.archive import check_workbook, refuse_packed
from twofour.sources.readers.batch import Reader, ReadOptions
from twofour.sources.readers.columnar import Columnar
from twofour.sources.readers.delimited import Delimited
from twofour.sources.readers.encoding import Utf8, as_utf8, is_text
from twofour.sources.readers.glance import (
    GLANCE_RECORDS,
    Glance,
    page_at_a_glance,
    sheets_at_a_glance,
    text_at_a_glance,
)
from twofour.sources.readers.markup import Markup, charset_of, is_page, largest_table, refuse_foreign
from twofour.sources.readers.records import Records
from twofour.sources.readers.spreadsheet import Spreadsheet
from twofour.text import Text

FORMATS = {
    "csv": (".csv", ".tsv", ".txt"),
    "xlsx": (".xlsx", ".xlsm", ".xls", ".ods"),
    "json": (".json", ".jsonl", ".ndjson"),
    "parquet": (".parquet",),
}
_SIGNS = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0", "xlsx"),
    (b"{", "json"),
    (b"[", "json"),
)
_HEAD = 1 << 16


@dataclass(frozen=True)
class Opened:
    """A file whose format is known (a key of ``FORMATS``, or ``html``) and whose text, if it is text, is
    UTF-8.
    """

    path: Path
    format: str
    text: Utf8 | None

    def reader(self, options: ReadOptions) -> Reader:
        """The reader of the file."""
        if self.text is None:
            return Columnar(self.path) if self.format == "parquet" else Spreadsheet(self.path, options)
        if self.format == "html":
            return Markup(self.path, self.text, options)
        kind = Records if self.format == "json" else Delimited
        return kind(self.path, self.text, options)

    def glances(self) -> list[Glance]:
        """A look at the beginning of each table of the file."""
        if self.format == "xlsx":
            return sheets_at_a_glance(self.path)
        if self.text is None:
            return [Glance(((0, Columnar(self.path).header),))]
        if self.format == "html":
            rows, _ = largest_table(self.path, self.text)
            return [page_at_a_glance(rows)]
        if self.format == "json":
            records = Records(self.path, self.text, ReadOptions())
            return [Glance((), tuple(records.first(GLANCE_RECORDS)), fields=records.header)]
        return [text_at_a_glance(self.text)]


@contextlib.contextmanager
def open_file(path: Path, options: ReadOptions) -> Iterator[Reader]:
    """The reader of ``path``; it may be used until the block ends. Raises what ``opened`` raises."""
    with opened(path, options) as file:
        yield file.reader(options)


@contextlib.contextmanager
def opened(path: Path, options: ReadOptions) -> Iterator[Opened]:
    """``path``, its format and encoding found out; it may be used until the block ends.

    Raises ``UsageError`` for a path that is no file, ``Refused`` for one that may not be read,
    ``DataMissing`` for a file that is empty or not what it claims to be, ``Refused`` for one that would
    take too much memory to open.
    """
    kind = _format(path, options)
    if kind == "parquet" or (kind == "xlsx" and not check_workbook(path)):
        try_out(path, kind)
    if kind in ("parquet", "xlsx"):
        yield Opened(path, kind, None)
    else:
        with as_utf8(path, options.encoding or (charset_of(path) if kind == "html" else None)) as text:
            yield Opened(path, kind, text)


def is_file(path: Path) -> bool:
    """Whether there is a file at ``path``, however impossible a path it is."""
    return _is(path, Path.is_file)


def _is(path: Path, asked: Callable[[Path], bool]) -> bool:
    try:
        return asked(path)
    except (OSError, ValueError):  # a name that is too long, or holds what no name can
        return False


def _format(path: Path, options: ReadOptions) -> str:
    if _is(path, Path.is_dir):
        inside = f'"{path}"/*' if " " in str(path) else f"{path}/*"
        raise UsageError(
            Text(
                f"{path} 是文件夹；请写出里面的文件，如 {inside}",
                f"{path} is a folder; name the files in it, as in {inside}",
            )
        )
    if not is_file(path):
        raise UsageError(Text(f"没有文件 {path}；请检查路径", f"there is no file {path}; check the path"))
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
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
    refuse_packed(path, head)
    if options.format is not None:
        return options.format
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    refuse_foreign(path, head)
    if is_page(head):
        return "html"
    named = next((kind for kind, endings in FORMATS.items() if path.suffix.lower() in endings), None)
    said = next((kind for sign, kind in _SIGNS if start.startswith(sign)), None)
    if named == "xlsx" and said is None and is_text(head):
        # Many back ends call delimited text .xls.
        return "csv"
    if named in ("xlsx", "csv") and said in ("xlsx", "parquet"):
        return said
    return named or said or "csv"
