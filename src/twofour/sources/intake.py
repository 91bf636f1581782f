"""An import from end to end: files to rows, rows to the lake, findings to the report."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twofour.events.lake import Counts, Lake, Receipt
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES, Table
from twofour.problems import DataMissing, SchemeError, UsageError
from twofour.sources import checks
from twofour.sources.generic.recognise import demand, recognise
from twofour.sources.mapping import Mapping, routes_of
from twofour.sources.readers import Batch, Reader, ReadOptions, open_file
from twofour.sources.report import ProblemReport
from twofour.sources.route import Route, Straight
from twofour.sources.share import Share
from twofour.text import Text

Progress = Callable[[int, int], None]
"""How many bytes have been read, and of how many."""

USUAL_TIMEZONE = CountingRules().timezone


@dataclass(frozen=True)
class Outcome:
    """What became of one file in one table. ``read`` = all of ``counts`` + ``refused``.

    ``rows`` are the file's own; a mapping file can make more tables, and fewer rows, of them.
    """

    file: str
    rows: int
    table: Table
    read: int
    counts: Counts
    refused: int
    notices: int


@dataclass(frozen=True)
class Imported:
    """A finished import."""

    import_id: str
    receipt: Receipt
    outcomes: tuple[Outcome, ...]
    report: ProblemReport

    @property
    def refused(self) -> int:
        """Rows that stayed out, over all files."""
        return sum(outcome.refused for outcome in self.outcomes)


class NothingUsable(DataMissing):
    """A file of the import gives no row to any table; ``report`` tells why its rows were refused."""

    def __init__(self, message: Text, report: ProblemReport) -> None:
        super().__init__(message)
        self.report = report


def import_files(
    files: Sequence[Path],
    data: Path,
    *,
    table: str | None = None,
    mapping: Mapping | None = None,
    timezone: str | None = None,
    problems: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Import ``files`` into the lake in folder ``data`` as one: all their good rows land together, or none.

    ``table`` names the event table where the header does not tell; ``mapping`` reads every file by a mapping
    file; ``timezone`` is that of times without an offset. Bad rows and notices go to ``problems``, by default
    ``data/imports/<import id>/problems.csv``; without any there is no such file.

    Raises ``UsageError`` for files, tables or headers that cannot be meant, ``NothingUsable`` when a file
    holds nothing usable, ``Refused`` when the lake cannot be written. In all these cases it is unchanged.
    """
    lake = Lake.create_or_open(data)
    import_id = _new_import_id()
    if table is not None and table not in TABLES:
        raise UsageError(
            Text(
                f"没有名为 {table} 的表；可选：{', '.join(TABLES)}",
                f"there is no table {table}; the tables are {', '.join(TABLES)}",
            )
        )
    with (
        ProblemReport(problems or lake.path / "imports" / import_id / "problems.csv") as report,
        ExitStack() as opened,
    ):
        shares: list[Share] = []
        sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
        for number, path in enumerate(files):
            reader = opened.enter_context(open_file(path, _options(mapping)))
            routes = _routes(path, reader, table, mapping, timezone)
            here = [Share(str(path), route, report) for route in routes]
            for done in _fill(reader, here):
                progress(sum(sizes[:number]) + int(done * sizes[number]), max(1, sum(sizes)))
            shares += here
        _demand_something(shares, report)
        rows = {name: [share.rows for share in here] for name, here in _by_table(shares)}
        receipt = lake.commit(rows, source=_source(import_id, shares))
        _notice(shares, receipt)
        return Imported(import_id, receipt, tuple(_outcomes(shares, receipt)), report)


def _new_import_id() -> str:
    """When the import began, and four letters against another one in the same second."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _options(mapping: Mapping | None) -> ReadOptions:
    if mapping is None:
        return ReadOptions()
    source = mapping.source
    needs = sorted({name for route in routes_of(mapping, None, USUAL_TIMEZONE) for name in route.needs})
    return ReadOptions(
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        skip_rows=source.skip_rows,
        records=source.records,
        fields=tuple(needs),
    )


def _routes(
    path: Path, reader: Reader, table: str | None, mapping: Mapping | None, timezone: str | None
) -> list[Route]:
    if mapping is None:
        chosen = TABLES[table] if table else recognise(str(path), reader.header)
        demand(str(path), reader.header, chosen)
        return [Straight(chosen, reader.header, timezone or USUAL_TIMEZONE)]
    routes: list[Route] = [*routes_of(mapping, timezone, USUAL_TIMEZONE)]
    missing = sorted({name for route in routes for name in route.needs} - set(reader.header))
    if missing:
        shown = ", ".join(reader.header[:20])
        raise SchemeError(
            Text(
                f"映射文件 {mapping.map} 用到的列 {', '.join(missing)} 不在 {path} 里；该文件有：{shown}",
                f"{path} lacks columns that map {mapping.map} reads: {', '.join(missing)}; it has {shown}",
            )
        )
    return routes


def _fill(reader: Reader, shares: Sequence[Share]) -> Iterator[float]:
    """Pour every batch of ``reader`` through the routes of ``shares``; yields how far the file is read."""
    wanted = {name for share in shares for name in share.route.needs}
    for batch in _ahead(reader.batches(wanted)):
        for number, share in enumerate(shares):
            share.rows_in += batch.frame.height + len(batch.broken)
            share.take(share.route.feed(batch), batch.broken if number == 0 else ())
        yield batch.done
    for share in shares:
        share.take(share.route.finish())
        if isinstance(share.route, Straight):
            unused = [name for name in reader.header if name and name not in wanted]
            checks.notice_unused_columns(share, unused)


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each read while the one before it is being worked on."""
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, batches, None)
            yield batch


def _demand_something(shares: Sequence[Share], report: ProblemReport) -> None:
    """Refuse the import if one of its files gives no row to any table."""
    for file in dict.fromkeys(share.file for share in shares):
        here = [share for share in shares if share.file == file]
        if any(share.lines.count for share in here):
            continue
        read = sum(share.read for share in here)
        why = (
            Text(f"{read:,} 行全部有问题", f"all of its {read:,} rows have problems")
            if read
            else Text("没有任何数据行", "it has no rows")
        )
        raise NothingUsable(
            Text(
                f"{file} 没有可用的数据：{why.zh}。整次导入未改动任何数据",
                f"{file} holds nothing usable: {why.en}. The whole import changed nothing",
            ),
            report,
        )


def _by_table(shares: Sequence[Share]) -> Iterator[tuple[str, list[Share]]]:
    for name in TABLES:
        here = [share for share in shares if share.table.name == name]
        if here:
            yield name, here


def _source(import_id: str, shares: Sequence[Share]) -> dict[str, Any]:
    """What the manifest remembers of an import."""
    files = dict.fromkeys(Path(share.file).name for share in shares)
    return {"import": import_id, "files": list(files)}


def _notice(shares: Sequence[Share], receipt: Receipt) -> None:
    for name, here in _by_table(shares):
        if name in receipt.tables:
            checks.notice_repeated(here, receipt.tables[name])
    checks.notice_unknown_agents(shares, receipt.snapshot)
    checks.notice_unknown_orders(shares, receipt.snapshot)


def _outcomes(shares: Sequence[Share], receipt: Receipt) -> Iterator[Outcome]:
    for name, here in _by_table(shares):
        counts = receipt.tables[name].deliveries if name in receipt.tables else [Counts()] * len(here)
        for share, counted in zip(here, counts, strict=True):
            yield Outcome(
                share.file, share.rows_in, share.table, share.read, counted, share.refused, share.notices
            )
