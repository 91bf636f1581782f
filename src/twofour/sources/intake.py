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

from twofour.events.export import visible
from twofour.events.lake import Counts, Lake, Receipt, foreseen
from twofour.events.privacy import CustomerKey
from twofour.events.tables import TABLES, Table
from twofour.problems import DataMissing, UsageError
from twofour.sources import checks
from twofour.sources.admission import admitted
from twofour.sources.exports import PLATFORMS, export_called
from twofour.sources.exports.shop import Shops
from twofour.sources.mapping import Mapping
from twofour.sources.parts import Asked, Part, parts_of, read_options
from twofour.sources.readers import Batch, Opened, is_file, opened
from twofour.sources.report import ProblemReport
from twofour.sources.share import Share
from twofour.sources.understood import Understood, days_covered, preview, shops_in
from twofour.text import Text

Progress = Callable[[int, int], None]
"""How many bytes have been imported, and of how many; one that is read and not yet stored is half done."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file in one table; ``title`` says what a person calls these rows. ``read`` = all of
    ``counts`` + ``refused``.

    ``rows`` are the file's own; a mapping file can make more tables, and fewer rows, of them.
    """

    file: str
    rows: int
    table: Table
    title: Text
    read: int
    counts: Counts
    refused: int
    notices: int


@dataclass(frozen=True)
class Imported:
    """A finished import; or, ``dry_run``, one that would do this and did nothing."""

    import_id: str
    receipt: Receipt
    outcomes: tuple[Outcome, ...]
    report: ProblemReport
    understood: tuple[Understood, ...]
    dry_run: bool = False

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
    export: str | None = None,
    shop: str | None = None,
    problems: Path | None = None,
    dry_run: bool = False,
    customer_key: CustomerKey | None = None,
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Import ``files`` into the lake in folder ``data`` as one: all their good rows land together, or none.

    Each file tells what it is: an event table by its header, an export of a platform by its columns.
    ``table`` names the event table and ``export`` the kind of export where the header does not tell;
    ``mapping`` reads every file by a mapping file; ``timezone`` is that of times without an offset, ``shop``
    the shop of exports that name none. Bad rows and notices go to ``problems``, by default
    ``data/imports/<import id>/problems.csv``; without any there is no such file. With ``customer_key``
    customer ids land as pseudonyms; rows of people who were forgotten stay out. A ``dry_run`` does all this
    and writes nothing, a report only where it was asked for.

    Raises ``UsageError`` for files, tables or headers that cannot be meant, ``NothingUsable`` when a file
    holds nothing usable, ``Refused`` when the lake cannot be written. In all these cases it is unchanged.
    """
    lake = Lake.create_or_open(data)
    import_id = new_import_id()
    if table is not None and table not in TABLES:
        raise UsageError(
            Text(
                f"没有名为 {table} 的表；可选：{', '.join(TABLES)}",
                f"there is no table {table}; the tables are {', '.join(TABLES)}",
            )
        )
    kind = None if export is None else export_called(export)
    asked = Asked(table, mapping, timezone, kind, Shops(shop, tuple(lake.snapshot().shop_ids())))
    default = None if dry_run else lake.path / "imports" / import_id / "problems.csv"
    with ProblemReport(problems or default) as report, ExitStack() as files_open:
        loads: list[_Load] = []
        sizes = [path.stat().st_size if is_file(path) else 0 for path in files]
        whole = max(1, sum(sizes))
        # Reading and checking take about as long as sorting and writing: a byte is half done once it is read.
        half = 1.0 if dry_run else 0.5
        for number, path in enumerate(files):
            file = files_open.enter_context(opened(path, read_options(mapping)))
            for load, done in _read(file, asked, report, unquoted=customer_key is not None):
                progress(int(half * (sum(sizes[:number]) + done * sizes[number])), whole)
                if load not in loads:
                    loads.append(load)
        _demand_something(loads, report)
        shares = [share for load in loads for share in load.shares]
        checks.notice_masked_customers(shares)  # now, because a customer key changes their names
        with admitted(data, shares, customer_key, trial=dry_run):
            rows = {name: [share.rows for share in here] for name, here in _by_table(shares)}
            if dry_run:
                receipt = foreseen(lake.snapshot(), rows)
            else:
                receipt = lake.commit(
                    rows,
                    source=_source(import_id, files),
                    progress=lambda stored, rows: progress(int(whole * (half + half * stored / rows)), whole),
                )
        _notice(shares, receipt, incoming=dry_run)
        understood = tuple(_understood(load) for load in loads)
        return Imported(import_id, receipt, tuple(_outcomes(shares, receipt)), report, understood, dry_run)


def look(files: Sequence[Path], data: Path, **options: Any) -> tuple[Understood, ...]:
    """What each of ``files`` is and holds, and what importing it would say; nothing is written anywhere.

    ``options`` and errors are those of ``import_files``.
    """
    return import_files(files, data, **{**options, "dry_run": True}).understood


@dataclass(frozen=True, eq=False)
class _Load:
    """A part of a file, and what it gave to each table."""

    file: Opened
    part: Part
    shares: tuple[Share, ...]


def _read(
    file: Opened, asked: Asked, report: ProblemReport, *, unquoted: bool
) -> Iterator[tuple[_Load, float]]:
    """Every part of ``file``, read; yields each again and again with how far the file is read."""
    parts = parts_of(file, asked)
    for number, part in enumerate(parts):
        name = f"{file.path}[{part.sheet}]" if len(parts) > 1 else str(file.path)
        shares = tuple(Share(name, route, report, unquoted=unquoted) for route in part.routes)
        load = _Load(file, part, shares)
        for done in _fill(part, shares):
            yield load, (number + done) / len(parts)
        yield load, (number + 1) / len(parts)


def new_import_id() -> str:
    """When the import began, and four letters against another one in the same second."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _fill(part: Part, shares: Sequence[Share]) -> Iterator[float]:
    """Pour every batch of ``part`` through the routes of ``shares``; yields how far it is read."""
    wanted = {name for share in shares for name in share.route.needs}
    for batch in _ahead(part.reader.batches(wanted)):
        for number, share in enumerate(shares):
            share.rows_in += batch.frame.height + len(batch.broken)
            share.take(share.route.feed(batch), batch.broken if number == 0 else ())
        yield batch.done
    for share in shares:
        share.take(share.route.finish())
        for notice in share.route.told:
            share.notice(notice)
    for notice in part.told():
        shares[0].notice(notice)


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each read while the one before it is being worked on."""
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, batches, None)
            yield batch


def _demand_something(loads: Sequence[_Load], report: ProblemReport) -> None:
    """Refuse the import if one of its files gives no row to any table."""
    for path in dict.fromkeys(load.file.path for load in loads):
        here = [share for load in loads if load.file.path == path for share in load.shares]
        if any(share.lines.count for share in here):
            continue
        read = sum(share.read for share in here)
        why = (
            Text(
                f"{read:,} 行全部有问题",
                "its only row has a problem" if read == 1 else f"all of its {read:,} rows have problems",
            )
            if read
            else Text("没有任何数据行", "it has no rows")
        )
        raise NothingUsable(
            Text(
                f"{path} 没有可用的数据：{why.zh}。整次导入未改动任何数据",
                f"{path} holds nothing usable: {why.en}. The whole import changed nothing",
            ),
            report,
        )


def _by_table(shares: Sequence[Share]) -> Iterator[tuple[str, list[Share]]]:
    for name in TABLES:
        here = [share for share in shares if share.table.name == name]
        if here:
            yield name, here


def _source(import_id: str, files: Sequence[Path]) -> dict[str, Any]:
    """What the manifest remembers of an import."""
    return {"import": import_id, "files": list(dict.fromkeys(visible(path.name) for path in files))}


def _notice(shares: Sequence[Share], receipt: Receipt, *, incoming: bool) -> None:
    """Look across tables; rows that are only ``incoming`` are not in the receipt's snapshot."""
    for name, here in _by_table(shares):
        if name in receipt.tables:
            checks.notice_repeated(here, receipt.tables[name])
    besides = shares if incoming else ()
    checks.notice_unknown_agents(shares, receipt.snapshot, besides)
    checks.notice_unknown_orders(shares, receipt.snapshot, besides)


def _understood(load: _Load) -> Understood:
    part, shares, export = load.part, load.shares, load.part.export
    first, last = days_covered(shares, part.timezone) or (None, None)
    if export is not None and export.report is not None and part.days is not None and first == last:
        first, last = part.days
    problems = [problem for share in shares for problem in share.told]
    return Understood(
        file=str(load.file.path),
        title=part.title,
        platform=PLATFORMS[export.platform] if export else None,
        export=export.export if export else None,
        format=load.file.format,
        encoding=load.file.text.encoding if load.file.text else None,
        sheet=part.sheet,
        header_line=part.header_line,
        rows=shares[0].rows_in,
        first_day=first,
        last_day=last,
        shops=shops_in(shares),
        used=part.used,
        unused=part.unused,
        previews=tuple(preview(share, part.timezone) for share in shares if share.lines.count),
        problems=tuple(problems),
        refused=sum(share.refused for share in shares),
        notices=sum(share.notices for share in shares),
    )


def _outcomes(shares: Sequence[Share], receipt: Receipt) -> Iterator[Outcome]:
    for name, here in _by_table(shares):
        counts = receipt.tables[name].deliveries if name in receipt.tables else [Counts()] * len(here)
        for share, counted in zip(here, counts, strict=True):
            yield Outcome(
                share.file,
                share.rows_in,
                share.table,
                share.route.title,
                share.read,
                counted,
                share.refused,
                share.notices,
            )
