"""Tables of web pages: what many back ends call .xls; the largest one's cells as text, without its spans."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path

import polars as pl

from twofour.problems import DataMissing, Refused
from twofour.sources.readers.batch import Batch, Broken, ReadOptions, by_list
from twofour.sources.readers.encoding import Utf8
from twofour.sources.readers.header import joined_header
from twofour.sources.readers.limits import LARGEST_PAGE, LONGEST_TAG, MOST_CELLS, MOST_COLUMNS, too_wide
from twofour.text import Text, same

_CHUNK = 1 << 16
_BLANKS = re.compile(r"\s+")
_TIME_OF_DAY = re.compile(r"(?<![\d:])\d{1,2}:\d\d(?!\d)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:html|table|tr)[\s>]", re.IGNORECASE)
_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
_USUAL = ("utf-8", "gb2312", "gbk", "gb18030", "iso8859-1", "cp1252", "ascii")
"""Encodings that are found out by looking; what a page says of itself is often wrong about them."""


class Markup:
    """The table with most cells of an HTML file; its first row that is not blank is the header.

    A cell over several columns or rows counts once, where it begins, as merged cells of a workbook do. Lines
    are rows of the table, counted from 1 as a spreadsheet shows them.
    """

    def __init__(self, path: Path, text: Utf8, options: ReadOptions) -> None:
        self.path = path
        rows, self._cut = largest_table(path, text)
        filled = [at for at, row in enumerate(rows) if at >= options.skip_rows and any(row)]
        head = filled[0] if filled else 0
        last = head + options.header_rows - 1
        self.header = joined_header(rows[head : last + 1])
        width = len(self.header)
        self._places = [at + 1 for at in filled if at > last]
        self._rows = [[*rows[at - 1][:width], *[""] * (width - len(rows[at - 1]))] for at in self._places]

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """All rows at once: a page that is not too large holds no more."""
        chosen = {
            name: number
            for number, name in reversed(list(enumerate(self.header)))
            if name and (wanted is None or name in wanted)
        }
        columns = {name: [row[number] for row in self._rows] for name, number in chosen.items()}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        cut = [Broken((self._places or [1])[-1] + 1, None, None, *_CUT)] if self._cut else []
        yield Batch(frame, by_list(self._places), 1.0, cut)


def largest_table(path: Path, text: Utf8) -> tuple[list[list[str]], bool]:
    """The rows of the table with most cells, and whether the file breaks off in it.

    Raises ``Refused`` for a page that is too large or has too many columns, ``DataMissing`` for one without a
    table or with damaged tags.
    """
    if text.path.stat().st_size > LARGEST_PAGE:
        raise _too_large(path, same(f"{LARGEST_PAGE >> 20} MB"))
    tables = _Tables(path)
    with text.path.open("rb") as file:
        file.seek(text.start)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while chunk := file.read(_CHUNK):
            tables.take(decoder.decode(chunk))
    # Closing the parser would look at a tag that never ends again and again.
    tables.finish()
    if not any(cell for row in tables.largest for cell in row):
        raise _chats(path) if tables.times > 1 else _no_table(path)
    return tables.largest, tables.cut


def is_page(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a web page."""
    plain = _plain(head)
    return plain.startswith(b"<") and _PAGE.search(plain) is not None


def refuse_foreign(path: Path, head: bytes) -> None:
    """Raise ``DataMissing`` for what only a spreadsheet program opens: its own XML, its web archives."""
    plain = _plain(head)
    if (plain.startswith(b"<?xml") and _WORKBOOK in plain) or plain.startswith(b"MIME-Version:"):
        raise DataMissing(
            Text(
                f"{path.name} 是 Excel 的 XML 或网页存档格式，读不了；{_SAVE_AS.zh}",
                f"{path.name} is XML or a web archive of Excel, which is not read; {_SAVE_AS.en}",
            )
        )


def charset_of(path: Path) -> str | None:
    """The encoding that a page names, where looking does not tell."""
    with path.open("rb") as file:
        found = _CHARSET.search(file.read(_CHUNK))
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else None
    except LookupError:
        return None
    return None if name in _USUAL else name


def _plain(head: bytes) -> bytes:
    """The same in single bytes, whatever comes before the first sign taken off."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\x00", b"")[2:]
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


class _Tables(HTMLParser):
    """Collects the cells of every table; one inside a cell is a table of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._open: list[list[list[str]]] = [[]]
        self._cells: list[list[str] | None] = [None]
        self._below: list[dict[int, int]] = [{}]
        self._spans: list[tuple[int, int]] = [(1, 1)]
        self._held = 0
        self.times = 0
        self.largest: list[list[str]] = []
        self.cut = False

    def take(self, text: str) -> None:
        """More of the page. Raises ``DataMissing`` where its tags are damaged."""
        try:
            self.feed(text)
        except AssertionError:
            raise _damaged(self._path) from None
        if len(self.rawdata) > LONGEST_TAG:
            raise _damaged(self._path)

    def finish(self) -> None:
        """The page is over. A row that it breaks off in is left out, and ``cut`` says so."""
        broken_off = len(self._open) > 1 and (self._cells[-1] is not None or bool(self.rawdata.strip()))
        if broken_off and self._open[-1]:
            self._open[-1].pop()
        for rows in self._open:
            self._keep(rows)
        self.cut = broken_off and self.largest is self._open[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins; the end of the one before it may be missing."""
        if tag == "table":
            if len(self._open) > _DEEPEST:
                raise _damaged(self._path)
            self._open.append([])
            self._cells.append(None)
            self._below.append({})
            self._spans.append((1, 1))
        elif tag == "tr":
            self._end_cell()
            self._begin_row()
        elif tag in ("td", "th"):
            self._end_cell()
            if not self._open[-1]:
                self._begin_row()
            self._cells[-1] = []
            said = dict(attrs)
            self._spans[-1] = (_span(said.get("colspan")), _span(said.get("rowspan")))
        elif tag == "br" and self._cells[-1] is not None:
            self._cells[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A cell, a row or a table ends."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and len(self._open) > 1:
            self._end_cell()
            self._keep(self._open.pop())
            for stack in (self._cells, self._below, self._spans):
                stack.pop()

    def handle_data(self, data: str) -> None:
        """Words; those outside a cell are no figures, but times among them tell a chat."""
        if self.cdata_elem is not None:
            return
        cell = self._cells[-1]
        if cell is not None:
            cell.append(data)
        else:
            self.times += len(_TIME_OF_DAY.findall(data))

    def _begin_row(self) -> None:
        self._open[-1].append([])
        self._fill()

    def _end_cell(self) -> None:
        cell = self._cells[-1]
        if cell is None:
            return
        self._cells[-1] = None
        row, (columns, rows) = self._open[-1][-1], self._spans[-1]
        here = len(row)
        row += [_BLANKS.sub(" ", "".join(cell)).strip(), *[""] * (columns - 1)]
        if rows > 1:
            self._below[-1].update(dict.fromkeys(range(here, len(row)), rows - 1))
        self._fill()
        self._held += len(row) - here
        if len(row) > MOST_COLUMNS:
            raise too_wide(self._path.name, len(row))
        if self._held > MOST_CELLS:
            raise _too_large(self._path, Text(f"{MOST_CELLS:,} 格", f"{MOST_CELLS:,} cells"))

    def _fill(self) -> None:
        """Blanks where a cell of a row above reaches down."""
        row, below = self._open[-1][-1], self._below[-1]
        while (left := below.get(len(row), 0)) > 0:
            if left == 1:
                del below[len(row)]
            else:
                below[len(row)] = left - 1
            row.append("")

    def _keep(self, rows: list[list[str]]) -> None:
        if _size(rows) > _size(self.largest):
            self.largest = rows


_DEEPEST = 20
_SAVE_AS = Text(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入",
    "open it in Excel or WPS, save it as .xlsx and import that",
)


def _span(said: str | None) -> int:
    text = (said or "").strip()
    return min(max(1, int(text)), MOST_COLUMNS) if text.isdecimal() and len(text) < 6 else 1


def _size(rows: list[list[str]]) -> int:
    return sum(map(len, rows))


def _too_large(path: Path, limit: Text) -> Refused:
    return Refused(
        Text(
            f"{path.name} 是网页格式，超过 {limit.zh}不读；{_SAVE_AS.zh}",
            f"{path.name} is a web page of more than {limit.en}; {_SAVE_AS.en}",
        )
    )


_CUT = (
    Text("文件到这里就断了，这一行不完整", "the file breaks off here; the row is incomplete"),
    Text("导出没有完成；请重新导出再导入一次", "The export did not end; export it again and import it"),
)


def _no_table(path: Path) -> DataMissing:
    return DataMissing(
        Text(
            f"{path.name} 是网页格式，里面没有表格，可能是登录页或报错页；请重新导出",
            f"{path.name} is a web page without a table, perhaps a sign-in or error page; export it again",
        )
    )


def _chats(path: Path) -> DataMissing:
    return DataMissing(
        Text(
            f"{path.name} 是网页格式的聊天记录，里面没有表格，读不了；聊天请导出为文本（.txt）、CSV、XLSX 或 "
            "JSON 再导入，或在网页上全选、复制，存成 .txt",
            f"{path.name} is a web page of chats without a table, which is not read; export chats as text "
            "(.txt), CSV, XLSX or JSON, or copy the whole page into a .txt file",
        )
    )


def _damaged(path: Path) -> DataMissing:
    return DataMissing(
        Text(
            f"{path.name} 是网页格式，标签已损坏；{_SAVE_AS.zh}",
            f"{path.name} is a web page with damaged tags; {_SAVE_AS.en}",
        )
    )
