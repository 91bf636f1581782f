"""How well the beginning of a file fits an export document: where its header is, which columns are which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from twofour.sources.exports import hooks
from twofour.sources.exports.document import Export, ExportTable
from twofour.sources.exports.names import key
from twofour.sources.mapping.expressions import chosen_by
from twofour.sources.readers import Glance
from twofour.sources.readers.header import joined_header
from twofour.sources.readers.records import PARENT, dig, entries

_DEEPEST_HEADER = 30
_OTHERS = re.compile("同行|行业|同层|全店|团队|环比|同比|对比|较|上期|上周|上月|去年")


@dataclass(frozen=True)
class Header:
    """Where the names of the columns stand: below ``skip_rows`` lines, in ``rows`` rows; JSON has none.

    ``below`` is what the second of two rows says alone.
    """

    names: tuple[str, ...]
    skip_rows: int = 0
    rows: int = 1
    banner: tuple[str, ...] = ()
    body: tuple[tuple[str, ...], ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """An export document and a table of a file.

    ``headers`` leads from the document's columns to the file's own. ``lacking`` are the columns for want of
    which the file is not such an export; ``other`` says that it is not for another reason.
    """

    export: Export
    glance: Glance
    header: Header
    headers: Mapping[str, str]
    lacking: tuple[str, ...]
    other: bool

    @property
    def fits(self) -> bool:
        """Whether the table is such an export."""
        return not self.lacking and not self.other

    @property
    def score(self) -> int:
        """How many columns of the document the table has."""
        return len(self.headers)

    @property
    def exact(self) -> int:
        """How many of them it calls as the document does, not by an alias."""
        return sum(key(name) == key(own) for name, own in self.headers.items())

    @property
    def unused(self) -> list[str]:
        """Columns of the file that nothing is made of."""
        used = {self.headers[name] for name in self.export.used if name in self.headers}
        return [name for name in dict.fromkeys(self.header.names) if name and name not in used]


def fits_of(documents: Iterable[Export], glance: Glance) -> list[Fit]:
    """The best way to read ``glance`` as each document whose format is that of the file."""
    rows = list(_of_rows(glance))
    return [one for export in documents if (one := _fit(export, glance, rows)) is not None]


def _fit(export: Export, glance: Glance, rows: list[Header]) -> Fit | None:
    if bool(glance.records) != (export.source.format == "json"):
        return None
    if export.source.reader is not None:
        odd = hooks.READERS[export.source.reader]
        headers = [Header(odd.header)] if odd.looks_like(list(glance.lines)) else []
    else:
        headers = [_of_records(export, glance)] if glance.records else rows
    fits = [_judged(export, glance, header) for header in headers]
    return max(fits, key=_rank, default=None)


def _rank(one: Fit) -> tuple[bool, int, int, int]:
    """Better fits are larger; of equal ones the plainer header, then the earlier one."""
    return one.fits, one.score, -one.header.rows, -one.header.skip_rows


def _of_rows(glance: Glance) -> Iterator[Header]:
    """Each of the first rows as a header, alone and with the one below it."""
    for at, (above, cells) in enumerate(glance.rows[:_DEEPEST_HEADER]):
        banner = tuple(" ".join(cell for cell in row if cell.strip()) for _, row in glance.rows[:at])
        body = tuple(row for _, row in glance.rows[at + 1 :])
        yield Header(joined_header([cells]), above, 1, banner, body)
        if body and glance.rows[at + 1][0] == above + 1:
            below = tuple(cell.strip() for cell in body[0])
            yield Header(joined_header([cells, body[0]]), above, 2, banner, body[1:], below)


def _of_records(export: Export, glance: Glance) -> Header:
    """The fields that the document speaks of and some record has."""
    rows = _rows_of(export, glance)
    spoken = [word for name in export.columns for word in (name, *export.aliases.get(name, ()))]
    present = [word for word in dict.fromkeys(spoken) if any(dig(row, word) is not None for row in rows)]
    taken = {PARENT, *(word.partition(".")[0] for word in present)}
    others = dict.fromkeys(name for row in rows for name in row if name not in taken)
    return Header((*present, *others))


def _rows_of(export: Export, glance: Glance) -> list[Mapping[str, Any]]:
    path = list_of(export, glance)
    if path is None:
        return list(glance.records)
    return [row for record in glance.records for row in entries(record, path) or ()]


def list_of(export: Export, glance: Glance) -> str | None:
    """Which list of the records holds the rows; ``None``: the records are the rows themselves."""
    named = export.source.records
    found = (path for path in named if any(entries(record, path) for record in glance.records))
    return next(found, named[0] if named else None)


def _judged(export: Export, glance: Glance, header: Header) -> Fit:
    headers = _named(export, header, exact=bool(glance.records))
    rules = export.recognise
    lacking = [name for name in rules.all_of if name not in headers]
    if rules.any_of and not any(name in headers for name in rules.any_of):
        lacking.append(" / ".join(rules.any_of))
    lacking += [name for name in _unfillable(export, headers) if name not in lacking]
    other = any(name in headers for name in rules.none_of)
    if not lacking and not other and rules.where:
        other = not _some_row_passes(export, glance, header, headers)
    return Fit(export, glance, header, headers, tuple(lacking), other)


def _named(export: Export, header: Header, exact: bool) -> dict[str, str]:
    """Document column -> the file's column, by name or else by the first alias that the file has."""
    own: dict[str, str] = {}
    for name in header.names:
        if name:
            own.setdefault(name if exact else key(name), name)
    found: dict[str, str] = {}
    for name in export.columns:
        words = (name, *export.aliases.get(name, ()))
        hit = next((own[w] for word in words if (w := word if exact else key(word)) in own), None)
        if hit is not None and hit not in found.values():
            found[name] = hit
    return found if not header.below else found | _without_groups(export, header, found)


def _without_groups(export: Export, header: Header, found: Mapping[str, str]) -> dict[str, str]:
    """More columns, told by their sub-header alone: a group such as 响应 over 平均响应时间 adds nothing.

    A sub-header that stands below two groups is none; nor is one below a group of others' figures.
    """
    subs: dict[str, set[str]] = {}
    for name, below in zip(header.names, header.below, strict=False):
        if below and name != below:
            subs.setdefault(key(below), set()).add(name)
    more: dict[str, str] = {}
    for name in export.columns:
        for word in () if name in found else (name, *export.aliases.get(name, ())):
            meant = subs.get(key(word), set()) - {*found.values(), *more.values()}
            if len(meant) == 1 and not _OTHERS.match(hit := meant.pop()):
                more[name] = hit
                break
    return more


def _unfillable(export: Export, headers: Mapping[str, str]) -> list[str]:
    """What no table can be filled without; of several tables one must be fillable."""
    if export.report is not None:
        column = export.report.subject.column
        return [column] if column is not None and column not in headers else []
    return min((_wants(part, headers, export.added) for part in export.tables), key=len)


def fillable(export: Export, headers: Mapping[str, str]) -> list[ExportTable]:
    """The entries under ``tables`` that have a column for each required column of their table."""
    return [part for part in export.tables if not _wants(part, headers, export.added)]


def _wants(part: ExportTable, headers: Mapping[str, str], added: Collection[str]) -> list[str]:
    """For each required column of the table that nothing in the file fills, what would."""
    return [
        sources[0]
        for sources in part.needs
        if not any(source in headers or source in added for source in sources)
    ]


def _some_row_passes(export: Export, glance: Glance, header: Header, headers: Mapping[str, str]) -> bool:
    if glance.records:
        rows = [{name: dig(row, own) for name, own in headers.items()} for row in _rows_of(export, glance)]
    else:
        places = {name: header.names.index(own) for name, own in headers.items()}
        rows = [{name: cells[at] for name, at in places.items() if at < len(cells)} for cells in header.body]
    columns = {name: [_word(row.get(name)) for row in rows] for name in export.columns}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return bool(frame.select(chosen_by(export.recognise.where).alias("x"))["x"].any())


def _word(found: Any) -> str | None:
    if found is None or isinstance(found, str):
        return found
    return str(found).lower() if isinstance(found, bool) else str(found)
