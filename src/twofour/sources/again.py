"""Rows of a file as they stand in it, to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twofour.events.lake import Lake
from twofour.sources.exports import export_called
from twofour.sources.exports.prepared import Prepared
from twofour.sources.exports.shop import Shops
from twofour.sources.mapping import Mapping as MappingFile
from twofour.sources.parts import Asked, Part, parts_of, read_options
from twofour.sources.readers import Opened, Reader, opened

_TABULAR = ("csv", "xlsx", "html")


@dataclass(frozen=True)
class Excerpt:
    """Some rows of one table of a file: its header, and by line the cells as text, as the file has them.

    ``name`` is the table's in problems: the path, with the sheet where a workbook has several.
    """

    path: Path
    name: str
    header: tuple[str, ...]
    rows: Mapping[int, tuple[str, ...]]


def rows_again(
    files: Sequence[Path],
    data: Path,
    lines: Mapping[str, Collection[int]],
    *,
    table: str | None = None,
    mapping: MappingFile | None = None,
    export: str | None = None,
    shop: str | None = None,
) -> list[Excerpt]:
    """The rows of ``files`` that stand in ``lines`` (by the name that problems give), asked for as they were
    imported. Only of tables with a header and cells: records, chats as text and reports of a whole range are
    not put together again from single rows. Raises what ``import_files`` raises for such files.
    """
    kind = None if export is None else export_called(export)
    known = tuple(Lake.create_or_open(data).snapshot().shop_ids())
    asked = Asked(table, mapping, None, kind, Shops(shop, known))
    found: list[Excerpt] = []
    for path in files:
        with opened(path, read_options(mapping)) as file:
            found += _of_file(file, parts_of(file, asked), lines)
    return found


def _of_file(file: Opened, parts: Sequence[Part], lines: Mapping[str, Collection[int]]) -> Iterator[Excerpt]:
    for part in parts:
        name = f"{file.path}[{part.sheet}]" if len(parts) > 1 else str(file.path)
        reader = _written(file, part)
        if reader is None or name not in lines:
            continue
        rows = _rows(reader, set(lines[name]))
        if rows:
            yield Excerpt(file.path, name, reader.header, rows)


def _written(file: Opened, part: Part) -> Reader | None:
    """The reader of the table as the file writes it; ``None`` where single rows mean nothing."""
    if file.format not in _TABULAR:
        return None
    if part.export is not None and (part.export.report is not None or part.export.source.reader is not None):
        return None
    return part.reader.written if isinstance(part.reader, Prepared) else part.reader


def _rows(reader: Reader, lines: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for batch in reader.batches(None):
        frame = batch.frame
        at = [n for n, line in enumerate(batch.locate(range(frame.height))) if line in lines]
        if not at:
            continue
        here = batch.locate(at)
        cells = frame[at].rows(named=True)
        for line, row in zip(here, cells, strict=True):
            found[line] = tuple(row.get(name) or "" for name in reader.header)
    return found
