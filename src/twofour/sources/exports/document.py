"""The vocabulary of an export document: a kind of file that a platform gives, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from twofour.documents import Id, Strict, Words, mistake, unknown
from twofour.events.tables import TABLES, Kind
from twofour.sources.exports import hooks
from twofour.sources.exports.names import key
from twofour.sources.mapping.document import Condition, Number, Origin, TableMap, Zone
from twofour.sources.mapping.expressions import columns_of, columns_tested
from twofour.text import Text

PLATFORMS = {
    "taobao": Text("淘宝 / 千牛", "Taobao / Qianniu"),
    "sycm": Text("生意参谋", "SYCM"),
    "chitu": Text("赤兔", "Chitu"),
    "jd": Text("京东", "JD"),
    "pinduoduo": Text("拼多多", "Pinduoduo"),
    "feige": Text("抖音飞鸽", "Douyin Feige"),
    "xiaohongshu": Text("小红书", "Xiaohongshu"),
    "chatwoot": Text("Chatwoot", "Chatwoot"),
}
"""Where exports come from, and what a person calls it."""

Unit = Literal["count", "ratio", "seconds", "yuan", "number"]


def _many(given: Any) -> Any:
    return given if isinstance(given, (list, tuple)) else [given]


def _origin(given: Any) -> Any:
    return {"from": given} if isinstance(given, str) else given


def _metric(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise mistake(
            Text(f"{name} 不是指标名", f"{name} is no metric name"),
            Text("小写英文和下划线，如 mean_response", "Small letters and underscores, as in mean_response"),
        )
    return name


Many = Annotated[tuple[str, ...], BeforeValidator(_many)]
Where = Annotated[Origin, BeforeValidator(_origin)]
MetricName = Annotated[str, BeforeValidator(_metric)]


class Recognise(Strict):
    """How the file gives itself away, in canonical column names.

    It has ``all_of`` these columns, one at least of ``any_of`` and none of ``none_of``; one of its first rows
    passes ``where``. Fields of JSON records are written ``a.b``, as everywhere.
    """

    all_of: Annotated[tuple[str, ...], Field(min_length=1)]
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()


class FileKind(Strict):
    """How to read the file where it does not explain itself.

    ``records``: the list of JSON records that are the rows, ``a.b`` for a list ``b`` in the records of list
    ``a``; of several the first that the file has.
    ``reader`` and ``steps`` name what stands in ``hooks``: a reader for a format of its own, and what
    adds columns to the rows in order.
    """

    format: Literal["csv", "xlsx", "json", "parquet"] | None = None
    records: Many = ()
    reader: str | None = None
    steps: Many = ()

    @model_validator(mode="after")
    def _hooks_exist(self) -> FileKind:
        if self.reader is not None and self.reader not in hooks.READERS:
            raise mistake(*unknown(Text("读取方式", "reader"), self.reader, hooks.READERS), "reader")
        for step in self.steps:
            if step not in hooks.STEPS:
                raise mistake(*unknown(Text("步骤", "step"), step, hooks.STEPS), "steps")
        return self


class ExportTable(TableMap):
    """An event table that the export fills. ``shop_id`` may be left out: then it is the shop of the file."""

    GIVEN: ClassVar[tuple[str, ...]] = ("shop_id",)

    @cached_property
    def needs(self) -> list[list[str]]:
        """For each required column of the table that is read from the file, the columns it may come from."""
        read = (self.columns[name] for name in self.definition.required if name in self.columns)
        return [sources for origin in read if (sources := list(columns_of(origin)))]


class Subject(Strict):
    """Whom a row of a report is about: the agent named in ``column``, or the shop as a whole."""

    kind: Literal["agent", "shop"]
    column: str | None = None

    @model_validator(mode="after")
    def _agents_are_named(self) -> Subject:
        if (self.kind == "agent") != (self.column is not None):
            raise mistake(
                Text("agent 要写 column，shop 不写", "an agent needs a column, a shop has none"),
                Text("写 {kind: agent, column: 客服} 或 {kind: shop}", "Write {kind: agent, column: …}"),
            )
        return self


class Day(Strict):
    """The column with the day of a row, or a range of days, of which the last counts."""

    column: str


class ReportFigure(Strict):
    """A column of figures and the metric it counts; ``times`` is applied to every number first.

    Ratios become fractions, durations seconds, money yuan. A unit in the header itself (分钟, 万元, %) is
    heeded without being told. A ratio above 100% is refused unless it ``may_exceed_one``.
    """

    column: str
    metric: MetricName
    unit: Unit
    times: Number = Decimal(1)
    may_exceed_one: bool = False


class Report(Strict):
    """A table of figures already counted: each becomes a row of ``indicators``.

    Without ``day`` the day is that of the banner above the header or of the file's name.
    """

    subject: Subject
    day: Day | None = None
    figures: Annotated[tuple[ReportFigure, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _metrics_once(self) -> Report:
        seen: set[str] = set()
        for at, one in enumerate(self.figures):
            for word in (one.metric, key(one.column)):
                if word in seen:
                    raise mistake(
                        Text(f"{word} 写了两次", f"{word} stands twice"),
                        Text("每列、每个指标只写一次", "Each column and each metric once"),
                        "figures",
                        at,
                    )
                seen.add(word)
        return self


class Export(Strict):
    """A whole export document.

    ``shop`` says where the file names its shop; with ``before`` or ``after`` the shop is derived from another
    id, and a shop given by hand goes before it. ``blanks`` are words that mean *no value*, beside the usual
    ones; ``masked_buyers`` says, where the platform masks them, what becomes of such rows and what gives full
    names; ``summary_rows`` are beginnings of rows that sum up others, beside the usual ones; at ``row_limit``
    rows the platform cuts an export off.
    """

    export: Id
    platform: Literal["taobao", "sycm", "chitu", "jd", "pinduoduo", "feige", "xiaohongshu", "chatwoot"]
    title: Words
    menu: Words
    notes: tuple[Words, ...] = ()
    recognise: Recognise
    aliases: dict[str, Many] = Field(default_factory=dict)
    source: FileKind = FileKind()
    timezone: Zone | None = None
    shop: Where | None = None
    blanks: Many = ()
    masked_buyers: Words | None = None
    summary_rows: Many = ()
    row_limit: Annotated[tuple[int, ...], BeforeValidator(_many)] = ()
    tables: tuple[ExportTable, ...] = ()
    report: Report | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Export:
        if not self.export.startswith(self.platform):
            raise mistake(
                Text(f"{self.export} 应以平台名开头", f"{self.export} must begin with its platform"),
                Text(f"例如 {self.platform}-orders", f"Such as {self.platform}-orders"),
                "export",
            )
        if bool(self.tables) == (self.report is not None):
            raise mistake(
                Text("tables 和 report 写且只写一个", "tables or report: exactly one of them"),
                Text(
                    "逐条数据写 tables，汇总数据写 report",
                    "Events fill tables; figures already counted, a report",
                ),
            )
        if self.shop is not None and self.shop.sums_up:
            raise mistake(
                Text("shop 不能是汇总", "shop cannot sum up rows"), Text("写一列", "Name a column"), "shop"
            )
        return self

    @model_validator(mode="after")
    def _names_agree(self) -> Export:
        known: dict[str, str] = {}
        for name in self.columns:
            if known.setdefault(key(name), name) != name:
                raise mistake(
                    Text(
                        f"同一列写成了 {known[key(name)]} 和 {name}", f"{name} is spelt otherwise elsewhere"
                    ),
                    Text("请统一写法", f"Write {known[key(name)]} everywhere"),
                )
        for name in self.aliases:
            if name not in known.values():
                raise mistake(
                    *unknown(Text("列", "column"), name, known.values()),
                    "aliases",
                    name,
                )
        spoken: dict[str, str] = {}
        for name in known.values():
            for word in (name, *self.aliases.get(name, ())):
                if spoken.setdefault(key(word), name) != name:
                    raise mistake(
                        Text(f"{word} 同时指两列", f"{word} means two columns"),
                        Text(f"已用于 {spoken[key(word)]}", f"It already stands for {spoken[key(word)]}"),
                        "aliases",
                    )
        return self

    @cached_property
    def columns(self) -> dict[str, None]:
        """Every canonical column that the document speaks of, in order."""
        tested = (name for condition in self.recognise.where for name in columns_tested(condition))
        rules = (*self.recognise.all_of, *self.recognise.any_of, *self.recognise.none_of, *tested)
        return {name: None for name in dict.fromkeys((*rules, *self.used)) if name not in self.added}

    @cached_property
    def used(self) -> dict[str, None]:
        """The canonical columns that end up in events or indicators, or decide about them."""
        needed = (name for step in self.source.steps for name in hooks.STEPS[step].needs)
        names = dict.fromkeys((*self._of_shop(), *self._of_tables(), *self._of_report(), *needed))
        return {name: None for name in names if name not in self.added}

    @cached_property
    def added(self) -> set[str]:
        """Columns that no file has: steps make them."""
        return {name for step in self.source.steps for name in hooks.STEPS[step].adds}

    @property
    def verbatim(self) -> set[str]:
        """Columns of free text: no cell of them means *no value*."""
        return {
            name
            for part in self.tables
            for column, origin in part.columns.items()
            if part.definition.column(column).kind is Kind.TEXT and column == "text"
            for name in columns_of(origin)
        }

    def _of_shop(self) -> Iterator[str]:
        yield from columns_of(self.shop) if self.shop is not None else ()

    def _of_tables(self) -> Iterator[str]:
        for part in self.tables:
            for origin in part.columns.values():
                yield from columns_of(origin)
            for condition in part.where:
                yield from columns_tested(condition)
            yield from part.group_by

    def _of_report(self) -> Iterator[str]:
        if self.report is not None:
            if self.report.subject.column is not None:
                yield self.report.subject.column
            if self.report.day is not None:
                yield self.report.day.column
            yield from (one.column for one in self.report.figures)

    @property
    def fills(self) -> tuple[str, ...]:
        """The event tables that the export fills."""
        return tuple(dict.fromkeys(part.table for part in self.tables)) or (TABLES["indicators"].name,)
