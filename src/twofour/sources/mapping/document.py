"""The vocabulary of a mapping file, checked while it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import available_timezones

import polars as pl
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from twofour.documents import Strict, mistake, only_one, unknown
from twofour.events.tables import TABLES, Kind, Table
from twofour.sources.generic.kinds import EPOCH_FORMATS
from twofour.text import Text

UNITS = {"yuan": Decimal(1), "jiao": Decimal("0.1"), "fen": Decimal("0.01"), "wan": Decimal(10_000)}
_ORIGINS = ("from_", "constant", "template", "first_of")
_CUTS = ("without_prefix", "before", "after")
_SUMMARIES = ("sum", "sum_of_product", "first", "min", "max", "count")
_CONDITIONS = (
    "equals",
    "not_equals",
    "starts_with",
    "not_starts_with",
    "present",
    "absent",
    "less_than",
    "greater_than",
    "contains",
    "not_contains",
    "equals_column",
    "not_equals_column",
)


def _one_or_many(given: Any) -> Any:
    return given if isinstance(given, (list, tuple)) else [given]


def _yes(given: Any) -> Any:
    return True if given == "true" else given


def _decimal(given: Any) -> Decimal:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise mistake(
            Text(f"{given} 不是数字", f"{given} is no number"), Text("例如 -1 或 0.01", "Such as -1 or 0.01")
        )
    return number


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise mistake(*unknown(Text("时区", "time zone"), name, available_timezones()))
    return name


def _date_format(form: str) -> str:
    """A format that reads what it writes; any other would come to light only in the middle of an import."""
    if form not in EPOCH_FORMATS:
        noon = pl.Series([datetime(2026, 6, 1, 12, tzinfo=UTC)])
        try:
            written = noon.dt.strftime(form.replace("%#z", "%z"))
            sound = written.str.to_datetime(form, strict=False).null_count() == 0
        except pl.exceptions.PolarsError:
            sound = False
        if not sound:
            raise mistake(
                Text(f"{form} 不是日期格式", f"{form} is no date format"),
                Text("例如 %Y-%m-%d %H:%M:%S", "Such as %Y-%m-%d %H:%M:%S"),
            )
    return form


Yes = Annotated[Literal[True], BeforeValidator(_yes)]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Formats = Annotated[tuple[Annotated[str, AfterValidator(_date_format)], ...], BeforeValidator(_one_or_many)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Zone = Annotated[str, AfterValidator(_zone)]


class Origin(Strict):
    """Where the cells of one column come from: exactly one of the ways below.

    ``template`` puts source columns in braces; ``first_of`` takes the first that is not blank (an entry with
    braces is a template). The rest sum up a group and need ``group_by``. ``without_prefix`` takes a beginning
    off ``from`` or ``first``; ``before`` and ``after`` keep what stands on one side of a sign's first place.
    """

    from_: Annotated[str | None, Field(alias="from")] = None
    constant: str | None = None
    template: str | None = None
    first_of: tuple[str, ...] | None = None
    sum: str | None = None
    sum_of_product: Annotated[tuple[str, ...] | None, Field(min_length=2)] = None
    first: str | None = None
    min: str | None = None
    max: str | None = None
    count: Yes | None = None
    without_prefix: str | None = None
    before: Annotated[str | None, Field(min_length=1)] = None
    after: Annotated[str | None, Field(min_length=1)] = None

    @model_validator(mode="after")
    def _one_way(self) -> Origin:
        only_one(self, (*_ORIGINS, *_SUMMARIES))
        for cut in _CUTS:
            if getattr(self, cut) is not None and self.from_ is None and self.first is None:
                raise mistake(
                    Text(f"{cut} 不能单独用", f"{cut} stands alone"),
                    Text("要和 from 或 first 一起用", "Use it with from or first"),
                    cut,
                )
        return self

    @cached_property
    def way(self) -> str:
        """Which way is written: ``from_``, ``constant``, …, ``count``."""
        return only_one(self, (*_ORIGINS, *_SUMMARIES))

    @property
    def sums_up(self) -> bool:
        """Whether it says something about a whole group of rows."""
        return self.way in _SUMMARIES


class Condition(Strict):
    """One test of a source column, blanks around a cell aside; a row must pass all tests of ``where``."""

    column: str
    equals: Words | None = None
    not_equals: Words | None = None
    starts_with: str | None = None
    not_starts_with: str | None = None
    present: Yes | None = None
    absent: Yes | None = None
    less_than: Number | None = None
    greater_than: Number | None = None
    contains: Words | None = None
    not_contains: Words | None = None
    equals_column: str | None = None
    not_equals_column: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        only_one(self, _CONDITIONS)
        return self

    @property
    def test(self) -> str:
        """Which test is written."""
        return only_one(self, _CONDITIONS)


class Unit(Strict):
    """What a number counts (``unit``, money only) and what it is multiplied by before anything else."""

    unit: Literal["yuan", "jiao", "fen", "wan"] = "yuan"
    times: Number = Decimal(1)

    @property
    def factor(self) -> Decimal:
        """From the number as written to yuan (or to the plain number)."""
        return UNITS[self.unit] * self.times


def _origin(given: Any) -> Any:
    return {"from": given} if isinstance(given, str) else given


def _unit(given: Any) -> Any:
    return {"unit": given} if isinstance(given, str) else given


class TableMap(Strict):
    """How an event table is filled; keys of ``columns``, ``values``, ``dates``, ``units`` are its columns."""

    table: str
    where: tuple[Condition, ...] = ()
    group_by: Words = ()
    columns: dict[str, Annotated[Origin, BeforeValidator(_origin)]]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: dict[str, Formats] = Field(default_factory=dict)
    units: dict[str, Annotated[Unit, BeforeValidator(_unit)]] = Field(default_factory=dict)
    timezone: Zone | None = None

    GIVEN: ClassVar[tuple[str, ...]] = ()
    """Columns of the event table that come from elsewhere."""

    @model_validator(mode="after")
    def _fits_the_table(self) -> TableMap:
        if self.table not in TABLES:
            raise mistake(*unknown(Text("表", "table"), self.table, TABLES), "table")
        for section in ("columns", "values", "dates", "units"):
            for name in getattr(self, section):
                self._check_column(section, name)
        given = {*self.columns, *self.GIVEN}
        missing = [name for name in self.definition.required if name not in given]
        if missing:
            listed = ", ".join(missing)
            raise mistake(
                Text(f"{self.table} 表缺少必填列", f"{self.table} lacks required columns"),
                Text(f"请在 columns 里写上 {listed}", f"Write {listed} under columns"),
                "columns",
            )
        for name, origin in self.columns.items():
            if origin.sums_up and not self.group_by:
                raise mistake(
                    Text(f"{name} 要对一组行求值", f"{name} sums up a group of rows"),
                    Text("请用 group_by 写明按哪列分组", "Say with group_by which rows make a group"),
                    "columns",
                    name,
                )
        return self

    def _check_column(self, section: str, name: str) -> None:
        table = self.definition
        if name not in table.names:
            raise mistake(
                *unknown(Text(f"{self.table} 列", f"column of {self.table}"), name, table.names),
                section,
                name,
            )
        kind = table.column(name).kind
        money = kind is Kind.MONEY
        if section != "columns" and name not in self.columns:
            wrong = Text(f"columns 里没有 {name}", f"{name} is not under columns")
            right = Text("请写进 columns，或删掉这一项", "Write it there, or delete this entry")
        elif section == "dates" and kind not in (Kind.TIME, Kind.DAY):
            wrong = Text(f"{name} 不是日期或时间", f"{name} is neither a date nor a time")
            right = Text("请删掉这一项", "Delete this entry")
        elif section == "units" and not money and kind not in (Kind.INT, Kind.NUMBER):
            wrong = Text(f"{name} 不是数字", f"{name} is no number")
            right = Text("请删掉这一项", "Delete this entry")
        elif section == "units" and not money and self.units[name].unit != "yuan":
            wrong = Text(f"{name} 不是金额", f"{name} is no money")
            right = Text("请写 {times: …}", "Write {times: …}")
        else:
            return
        raise mistake(wrong, right, section, name)

    @property
    def definition(self) -> Table:
        """The event table."""
        return TABLES[self.table]


class Source(Strict):
    """How to read the file; whatever is left out is found out. See ``ReadOptions``."""

    format: Literal["csv", "xlsx", "json", "parquet"] | None = None
    encoding: str | None = None
    delimiter: Annotated[str | None, Field(pattern=r"^[\x01-\x09\x20\x21\x23-\x7e]$")] = None
    sheet: str | None = None
    skip_rows: Annotated[int, Field(ge=0, le=1000)] = 0
    records: str | None = None


class Mapping(Strict):
    """A whole mapping file: one foreign export and the event tables that it fills."""

    map: str
    source: Source = Source()
    timezone: Zone | None = None
    tables: Annotated[tuple[TableMap, ...], Field(min_length=1)]
