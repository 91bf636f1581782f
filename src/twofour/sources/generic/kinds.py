"""How the text of a cell becomes what a column holds; whatever cannot be read comes out null."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl

from twofour.events.tables import Column, Kind
from twofour.money import fen_of, parse_fen, without_commas

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
MOST_FEN = 10**15
# Enough digits for any product of two cells; nothing is rounded on the way in.
EXACT = Context(prec=200)
EPOCH_FORMATS: dict[str, Literal["s", "ms"]] = {"epoch_seconds": "s", "epoch_milliseconds": "ms"}

TIME_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y%m%dT%H%M%S",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M%#z",
)
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d")
_SERIAL = "serial"
# From 2009 on: smaller numbers are more likely to mean something else.
_SERIAL_NUMBER = r"^[45][0-9]{4}(\.[0-9]+)?$"
# 1899-12-30 in microseconds from 1970.
_SERIAL_ZERO = -25_569 * 86_400 * 1_000_000
_MIDNIGHT = r"[ T]00:00(:00(\.0+)?)?$"

_YES, _NO = ("true", "1", "yes", "是"), ("false", "0", "no", "否")
_BOOLEANS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_PLAIN_MONEY = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"
_PLAIN_NUMBER = r"^-?[0-9]{1,20}(\.[0-9]{1,9})?$"
_WHOLE_NUMBER = r"^([+-]?[0-9]{1,18})(?:\.0*)?$"
_WHOLE_IN_THOUSANDS = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.0*)?$"
_HUGE = re.compile(r"[eE][+-]?\d{3,}|.{65,}")
LOST_DIGITS = r"^[0-9]+(\.[0-9]+)?[eE]\+[0-9]+$"
"""An id as a spreadsheet shows a long number: the digits are gone."""


@dataclass(frozen=True)
class Reading:
    """How one column is written in a file.

    ``formats`` (strptime as Polars knows it, or a key of ``EPOCH_FORMATS``) stand in for the usual ones;
    times without an offset are in ``timezone``; a number is multiplied by ``times`` (money: to become yuan).
    """

    column: Column
    timezone: str
    formats: tuple[str, ...] = ()
    times: Decimal = Decimal(1)


def read_column(cells: pl.Series, reading: Reading) -> pl.Series:
    """``cells`` (text, blanks null) as ``reading.column.kind.dtype``; null where a cell cannot be read."""
    return _READERS[reading.column.kind](cells, reading).cast(reading.column.kind.dtype)


def number_of(text: str) -> Decimal:
    """A number as people write it. Raises ``ValueError`` when it is none, ``MisplacedComma`` for one whose
    commas do not part thousands.
    """
    try:
        number = Decimal("" if _HUGE.search(text) else without_commas(text))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


def _read_id(cells: pl.Series, _: Reading) -> pl.Series:
    return _where(cells, ~cells.str.contains(LOST_DIGITS))


def _read_enum(cells: pl.Series, reading: Reading) -> pl.Series:
    if cells.is_in(reading.column.choices).all():
        return cells
    choices = {choice.lower(): choice for choice in reading.column.choices}
    return cells.str.to_lowercase().replace_strict(choices, default=None, return_dtype=pl.String)


def _read_bool(cells: pl.Series, _: Reading) -> pl.Series:
    return cells.str.to_lowercase().replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)


def _read_time(cells: pl.Series, reading: Reading) -> pl.Series:
    times, zone = moments(cells, reading), ZoneInfo(reading.timezone)
    first, last = (
        datetime(year, 1, 1, tzinfo=zone).astimezone(UTC) for year in (EARLIEST_YEAR, LATEST_YEAR + 1)
    )
    return _where(times, (times >= first) & (times < last))


def moments(cells: pl.Series, reading: Reading) -> pl.Series:
    """Times (UTC, whole seconds) or days of any century; null where a cell is none."""
    if reading.column.kind is Kind.DAY:
        forms, bare = reading.formats or DAY_FORMATS, cells.str.replace(_MIDNIGHT, "")
        return _in_turn(bare, (*forms, _SERIAL), _days)
    forms = (*(reading.formats or TIME_FORMATS), _SERIAL)
    return _in_turn(cells, forms, lambda text, form: _times(text, form, reading.timezone)).dt.truncate("1s")


def _days(text: pl.Series, form: str) -> pl.Series:
    return _serials(text).dt.date() if form == _SERIAL else text.str.to_date(form, strict=False)


def _serials(text: pl.Series) -> pl.Series:
    """Days since 1899-12-30, as a spreadsheet counts and shows them where a cell lost its date format."""
    found = _where(text, text.str.contains(_SERIAL_NUMBER)).str.head(18).cast(pl.Decimal(20, 12))
    seconds = (found * 86_400).round().cast(pl.Int64)
    return (seconds * 1_000_000 + _SERIAL_ZERO).cast(pl.Datetime("us"))


def _times(text: pl.Series, form: str, timezone: str) -> pl.Series:
    if form in EPOCH_FORMATS:
        whole = text.str.extract(r"^([0-9]{1,15})(?:\.[0-9]+)?$").cast(pl.Int64)
        return pl.from_epoch(whole, EPOCH_FORMATS[form]).cast(pl.Datetime("us", "UTC"))
    serial = form == _SERIAL
    times = _serials(text) if serial else text.str.to_datetime(form, strict=False, time_unit="us")
    if not isinstance(times.dtype, pl.Datetime) or times.dtype.time_zone is None:
        return _in_utc(times, timezone)
    return times.dt.convert_time_zone("UTC")


def _in_utc(times: pl.Series, timezone: str) -> pl.Series:
    """Times as clocks of ``timezone`` show them, in UTC."""
    ahead = _always_ahead(timezone)
    # Looking the clocks up takes as long as reading the text; in China they never change.
    return _by_the_clock(times, timezone) if ahead is None else (times - ahead).dt.replace_time_zone("UTC")


def _by_the_clock(times: pl.Series, timezone: str) -> pl.Series:
    # A local time that a clock change skipped does not exist; one that it repeated is the earlier one.
    local = times.dt.replace_time_zone(timezone, non_existent="null", ambiguous="earliest")
    return local.dt.convert_time_zone("UTC")


@cache
def _always_ahead(timezone: str) -> timedelta | None:
    """How far ``timezone`` is ahead of UTC; ``None`` if its clocks are changed in any year that is read."""
    first, last = datetime(EARLIEST_YEAR - 1, 12, 31, 12), datetime(LATEST_YEAR + 1, 1, 1, 12)
    # No change has ever been taken back within a day.
    noons = pl.datetime_range(first, last, "1d", eager=True)
    ahead = (noons.dt.replace_time_zone("UTC") - _by_the_clock(noons, timezone)).unique()
    return ahead.item() if len(ahead) == 1 else None


def _read_day(cells: pl.Series, reading: Reading) -> pl.Series:
    days = moments(cells, reading)
    return _where(days, days.dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR))


def _read_clock(cells: pl.Series, _: Reading) -> pl.Series:
    return _by_value(cells, clock_of, pl.String())


def clock_of(text: str) -> str:
    """``9:30``, ``09:30:00`` or a spreadsheet's time of day as ``09:30``. Raises ``ValueError`` otherwise."""
    found = re.fullmatch(r"(?:1899-12-3[01][ T])?(\d{1,2}):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?", text)
    if not found or (int(found[1]), int(found[2])) > (24, 0):
        raise ValueError(f"{text!r} is no time of day")
    return f"{int(found[1]):02d}:{found[2]}"


def _read_money(cells: pl.Series, reading: Reading) -> pl.Series:
    if reading.times != 1:
        fen = _by_value(cells, lambda text: _fen(text, reading.times), pl.Int64())
    else:
        plain = _where(cells, cells.str.contains(_PLAIN_MONEY))
        fen = plain.cast(pl.Decimal(38, 2)).to_physical().cast(pl.Int64)
        if plain.null_count() > cells.null_count():
            rest = _where(cells, plain.is_null())
            fen = fen.zip_with(fen.is_not_null(), _by_value(rest, lambda text: _fen(text, None), pl.Int64()))
    return _in_range(fen, reading.column)


def _fen(text: str, times: Decimal | None) -> int:
    if _HUGE.search(text):
        raise ValueError(f"{text!r} is too much money")
    fen = parse_fen(text) if times is None else fen_of(EXACT.multiply(number_of(text), times))
    if abs(fen) > MOST_FEN:
        raise ValueError(f"{text!r} is too much money")
    return fen


def _read_int(cells: pl.Series, reading: Reading) -> pl.Series:
    parted = cells.str.contains(_WHOLE_IN_THOUSANDS).fill_null(False)
    if parted.any():
        cells = cells.zip_with(~parted, cells.str.replace_all(",", "", literal=True))
    whole = cells.str.extract(_WHOLE_NUMBER).cast(pl.Int64)
    if reading.times != 1:
        whole = _by_value(
            cells, lambda text: _whole(EXACT.multiply(number_of(text), reading.times)), pl.Int64()
        )
    return _in_range(whole, reading.column)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value() or abs(number) >= 10**18:
        raise ValueError(f"{number} is no whole number")
    return int(number)


def _read_number(cells: pl.Series, reading: Reading) -> pl.Series:
    plain = _where(cells, cells.str.contains(_PLAIN_NUMBER))
    if reading.times == 1 and plain.null_count() == cells.null_count():
        return plain.cast(pl.Decimal(38, 9))
    return _by_value(cells, lambda text: decimal_of(text, reading.times), pl.Decimal(38, 9))


def decimal_of(text: str, times: Decimal) -> Decimal:
    """A number times ``times`` with at most nine decimals. Raises ``ValueError`` otherwise."""
    number = EXACT.multiply(number_of(text), times)
    billionths = EXACT.scaleb(number, 9)
    if billionths != billionths.to_integral_value() or abs(number) >= 10**20:
        raise ValueError(f"{text!r} has more than nine decimals")
    return number


def _in_range(numbers: pl.Series, column: Column) -> pl.Series:
    if column.least is not None:
        numbers = _where(numbers, numbers >= column.least)
    if column.most is not None:
        numbers = _where(numbers, numbers <= column.most)
    return numbers


def _where(cells: pl.Series, good: pl.Series) -> pl.Series:
    """``cells``, null where ``good`` is not true."""
    if good.fill_null(True).all():
        return cells
    return pl.select(pl.when(good).then(cells).alias(cells.name)).to_series()


def _in_turn(
    cells: pl.Series, forms: tuple[str, ...], read: Callable[[pl.Series, str], pl.Series]
) -> pl.Series:
    """Each cell by the first of ``forms`` that fits it; the form of the first cell is tried first."""
    filled = cells.drop_nulls().head(1)
    ranked = sorted(forms, key=lambda form: read(filled, form).null_count())
    found = read(cells, ranked[0])
    for form in ranked[1:]:
        if found.null_count() == cells.null_count():
            break
        rest = read(_where(cells, found.is_null()), form)
        found = found.zip_with(found.is_not_null(), rest)
    return found


def _by_value(cells: pl.Series, read: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
    """Cells read one distinct text at a time by plain Python: exact, and seldom more than a few."""
    known: Mapping[str, Any] = {text: _or_none(read, text) for text in cells.drop_nulls().unique()}
    texts, read_as = pl.Series(list(known), dtype=pl.String), pl.Series(list(known.values()), dtype=dtype)
    return cells.replace_strict(texts, read_as, default=None, return_dtype=dtype)


def _or_none(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return None


_READERS: dict[Kind, Callable[[pl.Series, Reading], pl.Series]] = {
    Kind.ID: _read_id,
    Kind.TEXT: lambda cells, _: cells,
    Kind.ENUM: _read_enum,
    Kind.TIME: _read_time,
    Kind.DAY: _read_day,
    Kind.CLOCK: _read_clock,
    Kind.MONEY: _read_money,
    Kind.INT: _read_int,
    Kind.NUMBER: _read_number,
    Kind.BOOL: _read_bool,
}
