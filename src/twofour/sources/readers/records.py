"""JSON: one record a line, or records in an array; numbers stay as written."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from twofour.problems import DataMissing
from twofour.sources.readers.batch import Batch, Broken, ReadOptions, by_list
from twofour.sources.readers.encoding import Utf8
from twofour.text import Text

PARENT = "parent"
"""``parent.x`` is field ``x`` of the record around the rows, where the rows are a list inside each record."""

_ROWS = 50_000
_LOOK_AHEAD = 1_000
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_BETWEEN = re.compile(r"[\s,]*")
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class _Found(NamedTuple):
    """What stands in a line: a record, or text that is none. ``done`` is the share of the file read."""

    line: int
    record: Mapping[str, Any] | None
    text: str
    done: float


class Records:
    """JSON records. ``a.b`` names field ``b`` of the record in field ``a``; a missing field is blank."""

    def __init__(self, path: Path, text: Utf8, options: ReadOptions) -> None:
        self.path = path
        self._text = text
        self._list = options.records
        self._fields = options.fields
        self._size = max(1, text.path.stat().st_size)
        first = list(islice(self._records(), _LOOK_AHEAD))
        if not any(found.record for found in first):
            raise DataMissing(
                Text(
                    f"{path.name} 里没有 JSON 记录；应是每行一个对象，或一个对象数组",
                    f"{path.name} holds no JSON records; write one object a line, or an array of objects",
                )
            )
        self.header = options.fields or tuple(
            dict.fromkeys(_whole(name) for found in first for name in found.record or ())
        )

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order. Without ``fields`` a batch has those ``wanted`` that its records have."""
        rows: list[dict[str, Any]] = []
        lines: list[int] = []
        broken: list[Broken] = []
        done = 0.0
        for line, record, text, done in self._records():
            children = None if record is None else self._children(record)
            if children is None:
                broken.append(Broken(line, self._list, text, *(_NO_RECORD if record is None else _NO_LIST)))
            else:
                rows.extend(children)
                lines.extend([line] * len(children))
            if len(rows) + len(broken) >= _ROWS:
                yield Batch(self._frame(rows, wanted), by_list(lines), done, broken)
                rows, lines, broken = [], [], []
        yield Batch(self._frame(rows, wanted), by_list(lines), done, broken)

    def _children(self, record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """The rows inside ``record``: itself, or the entries of the list that ``records`` names."""
        if self._list is None:
            return [dict(record)]
        children = _dig(record, self._list)
        if not isinstance(children, list) or not all(isinstance(child, dict) for child in children):
            return None
        return [{**child, PARENT: record} for child in children]

    def _frame(self, rows: list[dict[str, Any]], wanted: Collection[str] | None) -> pl.DataFrame:
        names = self._fields or dict.fromkeys(name for row in rows for name in row)
        chosen = [name for name in names if wanted is None or name in wanted]
        columns = {name: [_cell(_dig(row, name)) for row in rows] for name in chosen}
        return pl.DataFrame(columns, schema=dict.fromkeys(chosen, pl.String))

    def _records(self) -> Iterator[_Found]:
        """Every record: line by line if the first line is one, else one value after another in the text."""
        with self._text.path.open("rb") as file:
            done = file.seek(self._text.start)
            first = True
            for line, raw in enumerate(file, start=1):
                done += len(raw)
                if not raw.strip():
                    continue
                record = _record(raw)
                if first and record is None:
                    text = (raw + file.read()).decode("utf-8", "surrogatepass")
                    if _is_one_value_or_array(text):
                        yield from _values(text, line)
                        return
                    file.seek(done)
                first = False
                yield _Found(line, record, raw.decode("utf-8", "replace").strip(), done / self._size)


def _record(raw: bytes) -> Mapping[str, Any] | None:
    """The record that a line is, if it is one."""
    text = raw.decode("utf-8", "surrogatepass")
    if _HALF_CHARACTER.search(text):
        return None
    try:
        record = _decoder.decode(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _is_one_value_or_array(text: str) -> bool:
    """Whether ``text`` begins with a JSON value over several lines, or an array, whole or not."""
    if text.lstrip().startswith("["):
        return True
    try:
        _decoder.raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return False
    return True


def _values(text: str, line: int) -> Iterator[_Found]:
    """Records in an array, or one after another over several lines, until the text is no JSON any more."""
    text = _whole(text)
    position = _skip(text, 0)
    if text.startswith("[", position):
        position += 1
    counted = 0
    while (position := _skip(text, position)) < len(text):
        line += text.count("\n", counted, position)
        counted = position
        if text[position] == "]" and not text[position + 1 :].strip():
            return
        try:
            record, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield _Found(line, None, text[position : position + 200], 1.0)
            return
        shown = text[counted : min(position, counted + 200)]
        yield _Found(line, record if isinstance(record, dict) else None, shown, position / len(text))


def _skip(text: str, position: int) -> int:
    """The next place after blanks and commas."""
    gap = _BETWEEN.match(text, position)
    return gap.end() if gap else position


def _dig(record: Mapping[str, Any], name: str) -> Any:
    """The field ``name``, or ``b`` of the record in field ``a`` for ``a.b``; ``None`` where there is none."""
    if name in record:
        return record[name]
    head, dot, rest = name.partition(".")
    inner = record.get(head)
    return _dig(inner, rest) if dot and isinstance(inner, dict) else None


def _whole(text: str) -> str:
    """``text`` with a sign in the place of half characters, which no table can store."""
    return _HALF_CHARACTER.sub("\ufffd", text)


def _cell(content: Any) -> str | None:
    """A JSON value as the text of a cell."""
    if content is None or isinstance(content, str):
        return None if content is None else _whole(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    return json.dumps(content, ensure_ascii=False)


_NO_RECORD = (
    Text("不是 JSON 记录", "is no JSON record"),
    Text(
        '每行应是一个完整的对象，如 {"shop_id": …}',
        'Each row must be one whole object such as {"shop_id": …}',
    ),
)
_NO_LIST = (
    Text("这条记录里没有所需的列表", "the record lacks the list that holds the rows"),
    Text("请检查映射文件的 records", "Check records in the mapping file"),
)
