"""Rows of text become rows of an event table; a row that cannot is put aside with its first bad cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from twofour.events.tables import Column, Kind, Table
from twofour.sources.generic.kinds import Reading, read_column

LARGEST_CELL = 1_000_000
"""Bytes: a longer cell is a mistake of the export, not something a customer wrote."""


_SAMPLE = 1_000
_WORDS = (Kind.ID, Kind.ENUM, Kind.TEXT)


_Fault = tuple[str, pl.Series, bool]  # column, which rows, whether the cell is too long


@dataclass(frozen=True)
class Bad:
    """Rows refused for one column: their positions and the text of the cell (null: it is missing)."""

    column: str
    rows: pl.Series
    cells: pl.Series
    too_long: bool = False


@dataclass(frozen=True)
class Rows:
    """``good``: rows of the table's schema; ``kept``: their positions (``None``: all)."""

    good: pl.DataFrame
    kept: pl.Series | None
    bad: tuple[Bad, ...]


def read_rows(table: Table, cells: pl.DataFrame, readings: Mapping[str, Reading]) -> Rows:
    """``cells``: text columns named as the table's; columns of the table that are absent are blank."""
    names = [name for name in table.names if name in cells.columns]
    cells = cells.select(_filled(cells[name]) for name in names)
    sound = {name for name in names if _sound(cells[name], readings[name])}
    clean = cells.select(pl.col(name) if name in sound else _clean(table.column(name)) for name in names)
    typed = {name: cells[name] for name in sound}
    typed |= {name: read_column(clean[name], readings[name]) for name in names if name not in sound}
    spoiled = [name for name in names if typed[name].null_count() > clean[name].null_count()]
    if spoiled:
        # Perhaps only blanks around the cells are in the way; looking for them everywhere takes time.
        clean = clean.with_columns(pl.col(spoiled).str.strip_chars())
        typed |= {name: read_column(clean[name], readings[name]) for name in spoiled}
    faults = {name: _fault(table, name, typed[name], clean[name]) for name in names}
    absent = [name for name in table.required if name not in names]
    too_long = [name for name in names if (clean[name].str.len_bytes() > LARGEST_CELL).any()]
    good = pl.DataFrame([typed.get(name, _nothing(table, name, cells.height)) for name in table.names])
    order: list[_Fault] = [(name, clean[name].str.len_bytes() > LARGEST_CELL, True) for name in too_long]
    order += [(name, pl.repeat(True, cells.height, eager=True), False) for name in absent]
    order += [(name, fault, False) for name, fault in faults.items() if fault is not None]
    if table.name == "messages":
        # A message that an agent sent must say which one.
        order.append(("agent_id", (good["sender"] == "agent") & good["agent_id"].is_null(), False))
    order = [(name, mask.fill_null(False), too_long) for name, mask, too_long in order if mask.any()]
    return _apart(good, clean, order) if order else Rows(good, None, ())


def _filled(cells: pl.Series) -> pl.Series:
    """Null where there is nothing."""
    filled = cells.str.len_bytes() > 0
    return cells if filled.all() else pl.select(pl.when(filled).then(cells).alias(cells.name)).to_series()


def _sound(cells: pl.Series, reading: Reading) -> bool:
    """Whether every cell stands for itself: told from the different ones where those are few."""
    if reading.column.kind not in _WORDS or cells.head(_SAMPLE).n_unique() > _SAMPLE // 2:
        return False
    words = cells.unique().to_frame()
    return words.to_series().equals(read_column(words.select(_clean(reading.column)).to_series(), reading))


def _apart(good: pl.DataFrame, clean: pl.DataFrame, order: list[_Fault]) -> Rows:
    empty = clean.select(pl.all_horizontal(pl.all().is_null()).alias("x"))["x"]
    settled, bad = empty, []
    for name, fault, too_long in order:
        fresh = fault & ~settled
        if fresh.any():
            at = fresh.arg_true()
            cells = (
                clean[name].gather(at)
                if name in clean.columns
                else pl.Series([None] * len(at), dtype=pl.String)
            )
            bad.append(Bad(name, at, cells, too_long))
            settled |= fresh
    kept = (~settled).arg_true()
    return Rows(good[kept], kept, tuple(bad))


def _clean(column: Column) -> pl.Expr:
    """A cell, null if there is nothing in it; ids without the blanks around them."""
    cell = pl.col(column.name)
    if column.kind is Kind.ID:
        cell = cell.str.strip_chars()
        return pl.when(cell.str.len_bytes() > 0).then(cell).alias(column.name)
    return pl.when(~cell.str.contains(r"^\s*$")).then(cell).alias(column.name)


def _fault(table: Table, name: str, typed: pl.Series, clean: pl.Series) -> pl.Series | None:
    """Which rows the column spoils: a required cell that is missing, any cell that cannot be read."""
    if table.column(name).required:
        return typed.is_null() if typed.null_count() else None
    return typed.is_null() & clean.is_not_null() if typed.null_count() > clean.null_count() else None


def _nothing(table: Table, name: str, height: int) -> pl.Series:
    return pl.Series(name, [], table.schema[name]).extend_constant(None, height)
