"""What an import understood of each file, to be shown before or after it lands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from twofour.events.masking import long_numbers, mask
from twofour.events.tables import Kind, Table
from twofour.money import yuan_of
from twofour.problems import Problem
from twofour.sources.share import Share
from twofour.text import Text

PREVIEW_ROWS = 5


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as events: cells as a person reads them, personal data in texts masked.

    ``title`` says what a person calls such rows. Times are in the shop's zone, money is in yuan; columns
    without any content are left out.
    """

    table: Table
    title: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Understood:
    """One table of a file: what it is, where it stands, what became of it.

    ``platform`` and ``export`` (an export document's id) are ``None`` for event tables and mapping files;
    ``encoding`` is ``None`` for what is no text, ``header_line`` (from 1) for what has none. ``first_day`` to
    ``last_day``, both included, is what its rows cover. ``used`` and ``unused`` are columns of the file.
    ``problems`` are the first ones of the file, notices included; ``refused`` and ``notices`` count all.
    """

    file: str
    title: Text
    platform: Text | None
    export: str | None
    format: str
    encoding: str | None
    sheet: str | None
    header_line: int | None
    rows: int
    first_day: date | None
    last_day: date | None
    shops: tuple[str, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]
    previews: tuple[Preview, ...]
    problems: tuple[Problem, ...]
    refused: int
    notices: int


def preview(share: Share, timezone: str | None = None, count: int = PREVIEW_ROWS) -> Preview:
    """The first good rows of ``share``; times are in ``timezone``, by default the one they were read in."""
    head = share.rows.head(count)
    names = [name for name in share.table.names if head[name].null_count() < head.height]
    columns = [_shown(share, name, head[name], timezone) for name in names]
    return Preview(share.table, share.route.title, tuple(names), tuple(zip(*columns, strict=True)))


def days_covered(shares: Sequence[Share], timezone: str | None = None) -> tuple[date, date] | None:
    """The first and the last day of the rows, in ``timezone``, by default the one they were read in."""
    found: list[date] = []
    for share in shares:
        when = share.table.when
        if when is None or not share.lines.count:
            continue
        for moment in share.rows.select(pl.col(when).min().alias("a"), pl.col(when).max().alias("b")).row(0):
            if isinstance(moment, datetime):
                found.append(moment.astimezone(_zone(share, when, timezone)).date())
            elif isinstance(moment, date):
                found.append(moment)
    return (min(found), max(found)) if found else None


def shops_in(shares: Sequence[Share]) -> tuple[str, ...]:
    """The shops that the rows belong to, as far as they say so; ten at most."""
    found: dict[str, None] = {}
    for share in shares:
        if share.table.by_shop:
            found |= dict.fromkeys(share.rows["shop_id"].unique(maintain_order=True))
    return tuple(sorted(found)[:10])


def _zone(share: Share, column: str, timezone: str | None) -> ZoneInfo:
    return ZoneInfo(timezone or share.route.readings[column].timezone)


def _shown(share: Share, name: str, cells: pl.Series, timezone: str | None) -> list[str]:
    kind = share.table.column(name).kind
    if kind is Kind.TIME:
        zone = _zone(share, name, timezone)
        return _each(cells, lambda moment: f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}")
    if kind is Kind.TEXT:
        # A file is often named after its days, which are nobody's number.
        known = long_numbers([share.file])
        return _each(cells, lambda text: mask(text, known))
    return _each(cells, _SAY.get(kind, str))


def _each(cells: pl.Series, say: Callable[..., str]) -> list[str]:
    return ["" if cell is None else say(cell) for cell in cells]


_SAY: dict[Kind, Callable[..., str]] = {
    Kind.MONEY: lambda fen: f"{yuan_of(fen):f}",
    Kind.NUMBER: lambda number: f"{number:f}".rstrip("0").rstrip("."),
    Kind.BOOL: lambda yes: "true" if yes else "false",
}
