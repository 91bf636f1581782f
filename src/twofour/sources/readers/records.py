"""JSON: one record a line, or records in an array; numbers stay as written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

import polars as pl

from twofour.problems import DataMissing
from twofour.sources.readers import json_stream
from twofour.sources.readers.batch import Batch, Broken, ReadOptions, by_list
from twofour.sources.readers.encoding import Utf8, whole
from twofour.sources.readers.json_stream import (
    SHOWN,
    Found,
    is_one_value_or_array,
    record_of,
    values,
)
from twofour.sources.readers.limits import HELD, LONGEST_LINE, MOST_COLUMNS, too_wide
from twofour.text import Text

PARENT = "parent"
"""``parent.x`` is field ``x`` of the record around the rows, where the rows are a list inside each record."""

_ROWS = 50_000
_LOOK_AHEAD = 1_000


class Records:
    """JSON records. ``a.b`` names field ``b`` of the record in field ``a``; a missing field is blank."""

    def __init__(self, path: Path, text: Utf8, options: ReadOptions) -> None:
        self.path = path
        self._text = text
        self._list = options.records
        self._fields = options.fields
        self._size = max(1, text.path.stat().st_size)
        first = list(self._beginning())
        if not any(found.record for found in first):
            raise DataMissing(
                Text(
                    f"{path.name} 里没有 JSON 记录；应是每行一个对象，或一个对象数组",
                    f"{path.name} holds no JSON records; write one object a line, or an array of objects",
                )
            )
        self.header = options.fields or tuple(
            dict.fromkeys(whole(name) for found in first for name in found.record or ())
        )
        if len(self.header) > MOST_COLUMNS:
            raise too_wide(path.name, len(self.header))

    def first(self, count: int) -> list[Mapping[str, Any]]:
        """The first records of the file, ``count`` at most."""
        return [found.record for found in islice(self._records(), count) if found.record is not None]

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows in file order. Without ``fields`` a batch has those ``wanted`` that its records have."""
        rows: list[dict[str, Any]] = []
        lines: list[int] = []
        broken: list[Broken] = []
        done, held = 0.0, 0
        for found in self._records():
            done, held = min(1.0, found.read / self._size), held + found.size
            children = None if found.record is None else self._children(found.record)
            if children is None:
                why = _NO_RECORD if found.record is None else _NO_LIST
                broken.append(Broken(found.line, self._list, found.text, *why))
            for child in children or ():
                rows.append(child)
                lines.append(found.line)
                if len(rows) >= _ROWS:
                    yield Batch(self._frame(rows, wanted), by_list(lines), done, broken)
                    rows, lines, broken = [], [], []
            if len(broken) >= _ROWS or held > HELD:
                yield Batch(self._frame(rows, wanted), by_list(lines), done, broken)
                rows, lines, broken, held = [], [], [], 0
        yield Batch(self._frame(rows, wanted), by_list(lines), done, broken)

    def _beginning(self) -> Iterator[Found]:
        """The first records, as many as can be held at once."""
        held = 0
        for found in islice(self._records(), _LOOK_AHEAD):
            yield found
            held += found.size
            if held > HELD:
                return

    def _children(self, record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """The rows inside ``record``: itself, or the entries of the list that ``records`` names."""
        if self._list is None:
            return [dict(record)]
        return entries(record, self._list)

    def _frame(self, rows: list[dict[str, Any]], wanted: Collection[str] | None) -> pl.DataFrame:
        names = self._fields or dict.fromkeys(name for row in rows for name in row)
        chosen = [name for name in names if wanted is None or name in wanted]
        columns = {name: [_cell(dig(row, name)) for row in rows] for name in chosen}
        return pl.DataFrame(columns, schema=dict.fromkeys(chosen, pl.String))

    def _records(self) -> Iterator[Found]:
        """Every record: line by line if the first line is one, else one value after another in the text."""
        with self._text.path.open("rb") as file:
            begin = file.seek(self._text.start)
            first = True
            for line, raw in enumerate(json_stream.lines(file), start=1):
                if not raw.strip():
                    begin = file.tell()
                    continue
                record = record_of(raw)
                if first and record is None:
                    after = file.tell()
                    file.seek(begin)
                    if is_one_value_or_array(file):
                        file.seek(begin)
                        yield from values(file, line)
                        return
                    file.seek(after)
                first = False
                text = raw[: 4 * SHOWN].decode("utf-8", "replace").strip()[:SHOWN]
                yield Found(line, record, text, file.tell(), len(raw))


def entries(record: Mapping[str, Any], path: str) -> list[dict[str, Any]] | None:
    """The entries of the list ``path`` of ``record``, each with the record around it; ``None`` without one.

    ``a.b`` is list ``b`` of the record ``a``, or all lists ``b`` of the records in list ``a`` together.
    """
    found = dig(record, path)
    if _records_in(found):
        return [{**child, PARENT: record} for child in found]
    steps = path.split(".")
    for cut in range(1, len(steps)):
        outer = dig(record, ".".join(steps[:cut]))
        if _records_in(outer):
            inner = [entries({**child, PARENT: record}, ".".join(steps[cut:])) for child in outer]
            lists = [rows for rows in inner if rows is not None]
            return [row for rows in lists for row in rows] if lists or not outer else None
    return None


def _records_in(found: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(found, list) and all(isinstance(child, dict) for child in found)


def dig(record: Mapping[str, Any], name: str) -> Any:
    """The field ``name``, or ``b`` of the record in field ``a`` for ``a.b``; ``None`` where there is none."""
    if name in record:
        return record[name]
    head, dot, rest = name.partition(".")
    inner = record.get(head)
    return dig(inner, rest) if dot and isinstance(inner, dict) else None


def _cell(content: Any) -> str | None:
    """A JSON value as the text of a cell."""
    if content is None or isinstance(content, str):
        return None if content is None else whole(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    return json.dumps(content, ensure_ascii=False)


_NO_RECORD = (
    Text("不是 JSON 记录", "is no JSON record"),
    Text(
        f'每行应是一个完整的对象，如 {{"shop_id": …}}，不超过 {LONGEST_LINE >> 20} MB',
        f'Each row must be one whole object such as {{"shop_id": …}}, of {LONGEST_LINE >> 20} MB at most',
    ),
)
_NO_LIST = (
    Text("这条记录里没有所需的列表", "the record lacks the list that holds the rows"),
    Text("请检查映射文件的 records", "Check records in the mapping file"),
)
