"""The tables of a file that an import takes in: what each is, its reader, its routes into event tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES, Table
from twofour.problems import DataMissing, SchemeError, UsageError
from twofour.sources.checks import unused_columns
from twofour.sources.exports import hooks
from twofour.sources.exports.document import Export, ExportTable
from twofour.sources.exports.fit import Fit, fillable, list_of
from twofour.sources.exports.prepared import Prepared
from twofour.sources.exports.recognise import nearest_export, not_this, recognise_export
from twofour.sources.exports.shop import SHOP, Shops, shop_of
from twofour.sources.generic.recognise import demand, fitting, recognise
from twofour.sources.mapping import Mapping as MappingFile
from twofour.sources.mapping import routes_of
from twofour.sources.mapping.document import Origin
from twofour.sources.mapping.expressions import columns_of
from twofour.sources.mapping.routes import Mapped
from twofour.sources.readers import Broken, Glance, Opened, Reader, ReadOptions
from twofour.sources.reports import Days, Reported, days_of_file
from twofour.sources.route import Route, Straight
from twofour.text import Text, same

USUAL_TIMEZONE = CountingRules().timezone


@dataclass(frozen=True)
class Asked:
    """What was said by hand about the files of an import."""

    table: str | None = None
    mapping: MappingFile | None = None
    timezone: str | None = None
    export: Export | None = None
    shops: Shops = field(default_factory=Shops)


@dataclass(frozen=True)
class Part:
    """One table of a file. ``header_line`` counts from 1; ``used`` and ``unused`` are columns of the file.

    ``days`` are those of the banner or the file's name, where a report needs them; ``timezone`` is the
    shop's, where times in the file are in another.
    """

    reader: Reader
    routes: tuple[Route, ...]
    title: Text
    export: Export | None = None
    sheet: str | None = None
    header_line: int | None = None
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    days: Days | None = None
    timezone: str | None = None
    told: Callable[[], Iterable[Broken]] = tuple
    """What somebody should know about the part as a whole, once it has been read."""


def read_options(mapping: MappingFile | None) -> ReadOptions:
    """How a mapping file says its files are to be read; without one everything is found out."""
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


def parts_of(file: Opened, asked: Asked) -> list[Part]:
    """The parts of ``file``, each recognised: by the mapping file, the table or the kind of export that was
    named, else by the header of an event table, else by the platforms' export documents.

    Raises ``UsageError`` for a file that is nothing known, or not what it was said to be.
    """
    if asked.mapping is not None:
        return [_mapped(file, asked, asked.mapping)]
    if asked.table is not None:
        return [_straight(file, asked, TABLES[asked.table])]
    glances = file.glances()
    shown = [glance for glance in glances if not glance.hidden]
    if glances and not shown:
        raise UsageError(_all_hidden(file.path.name))
    parts, rest = [], []
    for glance in shown:
        if asked.export is None and fitting(glance.header):
            table = recognise(str(file.path), glance.header)
            parts.append(_straight(file, asked, table, glance.sheet))
        else:
            rest.append(glance)
    known = None if asked.export is None else [asked.export]
    several = len(shown) > 1
    parts += [_export(file, asked, one, several) for one in recognise_export(file.path.name, rest, known)]
    if parts:
        return _with_sheets_left_out(parts, glances)
    near = nearest_export(file.path.name, shown, known)
    if near is not None:
        raise UsageError(near)
    if asked.export is not None:
        raise UsageError(not_this(file.path.name, asked.export))
    # Nothing is known; what the header lacks to be an event table helps most.
    header = shown[0].header if shown else ()
    if not any(name.strip(" \t,;|") for name in header):
        raise DataMissing(_nothing_in(file.path.name))
    return [_straight(file, asked, recognise(str(file.path), header), shown[0].sheet)]


def _with_sheets_left_out(parts: list[Part], glances: Sequence[Glance]) -> list[Part]:
    """``parts``, the first of which tells of the sheets that none of them is."""
    taken = {part.sheet for part in parts}
    left = [glance for glance in glances if glance.sheet is not None and glance.sheet not in taken]
    hidden = [glance.sheet or "" for glance in left if glance.hidden]
    unknown = [glance.sheet or "" for glance in left if not glance.hidden]
    told = [
        Broken(None, None, "、".join(names), *why)
        for names, why in ((hidden, _HIDDEN), (unknown, _UNKNOWN))
        if names
    ]
    if not told:
        return parts
    first, *others = parts
    before = first.told
    return [replace(first, told=lambda: (*before(), *told)), *others]


def _straight(file: Opened, asked: Asked, table: Table, sheet: str | None = None) -> Part:
    reader = file.reader(ReadOptions(sheet=sheet))
    demand(str(file.path), reader.header, table)
    route = Straight(table, reader.header, asked.timezone or USUAL_TIMEZONE)
    used = tuple(name for name in reader.header if name in route.needs)
    unused = tuple(name for name in reader.header if name and name not in route.needs)
    title = Text(f"{table.title.zh}（{table.name}）", table.title.en)
    told = partial(unused_columns, unused, table)
    return Part(reader, (route,), title, sheet=sheet, used=used, unused=unused, told=told)


def _mapped(file: Opened, asked: Asked, mapping: MappingFile) -> Part:
    reader = file.reader(read_options(mapping))
    routes = routes_of(mapping, asked.timezone, USUAL_TIMEZONE)
    needs = {name for route in routes for name in route.needs}
    missing = sorted(needs - set(reader.header))
    if missing:
        lacks, shown = ", ".join(missing), ", ".join(reader.header[:20])
        raise SchemeError(
            Text(
                f"映射文件 {mapping.map} 用到的列 {lacks} 不在 {file.path} 里；该文件有：{shown}",
                f"{file.path} lacks columns that map {mapping.map} reads: {lacks}; it has {shown}",
            )
        )
    used = tuple(name for name in reader.header if name in needs)
    unused = tuple(name for name in reader.header if name and name not in needs)
    return Part(reader, tuple(routes), same(mapping.map), used=used, unused=unused)


def _export(file: Opened, asked: Asked, fit: Fit, several: bool) -> Part:
    """The part that ``fit`` found; of ``several`` sheets, figures say which one they stand in."""
    export, shop = fit.export, shop_of(file.path.name, fit, asked.shops)
    place = f"{file.path.name}[{fit.glance.sheet}]" if several else file.path.name
    prepared = Prepared(_reader(file, fit), fit, shop, asked.shops)
    timezone = asked.timezone or export.timezone or USUAL_TIMEZONE
    taken = {fit.headers[name] for name in export.used if name in fit.headers}
    used = tuple(name for name in dict.fromkeys(fit.header.names) if name in taken)
    days = None
    if export.report is not None:
        days = days_of_file(fit.header.banner, file.path.name, fit.glance.sheet)
    routes: tuple[Route, ...]
    if export.report is not None:
        routes = (Reported(export.report, export.platform, place, fit.headers, timezone, days=days),)
    else:
        routes = tuple(
            Exported(part, asked.timezone or part.timezone or timezone, fit.headers, export.added)
            for part in fillable(export, fit.headers)
        )
    line = None if fit.glance.records else fit.header.skip_rows + 1
    return Part(
        prepared,
        routes,
        export.title,
        export,
        fit.glance.sheet,
        line,
        used,
        tuple(fit.unused),
        days,
        asked.timezone or USUAL_TIMEZONE,
        lambda: (*prepared.told(), *_not_chosen(prepared, routes), *unused_columns(fit.unused)),
    )


def _not_chosen(prepared: Prepared, routes: Sequence[Route]) -> Iterator[Broken]:
    """A notice of rows that no table of the export is about; its document says which and why."""
    chosen = [route.chosen for route in routes if isinstance(route, Mapped)]
    left = prepared.rows - prepared.unread - sum(chosen)
    if chosen and left > 0:
        yield Broken(
            None,
            None,
            f"{left:,}",
            Text("有些行不是要导入的内容", "rows that are not what is imported"),
            Text(
                "没有导入，如内部备注、没有任何时间的未付款订单；详见该平台的导入说明",
                "They were left out, such as private notes or unpaid orders without any time; see the how-to",
            ),
        )


def _reader(file: Opened, fit: Fit) -> Reader:
    odd = fit.export.source.reader
    if odd is not None and file.text is not None:
        return hooks.READERS[odd].open(file.text, file.path.name)
    return file.reader(
        ReadOptions(
            sheet=fit.glance.sheet,
            delimiter=fit.glance.delimiter,
            skip_rows=fit.header.skip_rows,
            header_rows=fit.header.rows,
            records=list_of(fit.export, fit.glance),
            fields=tuple(fit.headers.values()) if fit.glance.records else None,
        )
    )


_HIDDEN = (
    Text("隐藏的工作表没有导入", "hidden sheets were left out"),
    Text(
        "需要时在 Excel 里取消隐藏，再导入一次", "If they are needed, unhide them in Excel and import again"
    ),
)
_UNKNOWN = (
    Text("认不出的工作表没有导入", "sheets that are nothing known were left out"),
    Text(
        "说明、封面无须处理；是数据的，请另存为单独的文件导入",
        "Nothing to do for notes; save data as a file of its own",
    ),
)


def _all_hidden(file: str) -> Text:
    return Text(
        f"{file} 的工作表都是隐藏的；请在 Excel 里取消隐藏，再导入",
        f"all sheets of {file} are hidden; unhide them in Excel and import again",
    )


def _nothing_in(file: str) -> Text:
    return Text(f"{file} 里没有内容；请检查导出是否完成", f"{file} holds nothing; check the export")


class Exported(Mapped):
    """An entry under ``tables`` of an export document; problems name the columns of the file.

    What is made of columns alone that the file lacks (``headers``, ``added``: those it has) is left out.
    """

    def __init__(
        self, part: ExportTable, timezone: str, headers: Mapping[str, str], added: Collection[str]
    ) -> None:
        sources = {name: list(columns_of(origin)) for name, origin in part.columns.items()}
        there = {*headers, *added, SHOP}
        kept = {name for name, columns in sources.items() if not columns or there.intersection(columns)}
        kept |= {name for name in sources if part.definition.column(name).required}
        part = part.model_copy(update={"columns": {n: o for n, o in part.columns.items() if n in kept}})
        if "shop_id" not in part.columns:
            part = part.model_copy(
                update={"columns": {**part.columns, "shop_id": Origin.model_validate({"from": SHOP})}}
            )
        super().__init__(part, timezone)
        self.shown = {name: headers.get(own, name) for name, own in self.shown.items() if own != SHOP}
