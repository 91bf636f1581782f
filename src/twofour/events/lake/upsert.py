"""Which rows of an import are new, change a stored row, or are stored already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from twofour.events.lake import layout
from twofour.events.lake.files import DataFile, scan_files
from twofour.events.lake.history import AT
from twofour.events.lake.layout import SEQ
from twofour.events.lake.receipt import Counts, TableReceipt
from twofour.events.lake.snapshot import Snapshot
from twofour.events.tables import Table

_AT = "_at"  # position of a row in the whole import
_DELIVERY = "_delivery"
_ROW = "_row"  # position of a row in its delivery
_WAS = "_was"
_REPEATED = {"delivery": pl.UInt32, "row": pl.UInt32, "by_delivery": pl.UInt32, "by_row": pl.UInt32}


@dataclass(frozen=True)
class Change:
    """What an import does to a table: rows to write, as ``write_files`` takes them, and files to replace.

    ``links``: the rows of the import that the lake held already, as ``History`` keeps them.
    """

    rows: pl.DataFrame
    replaced: list[DataFile]
    receipt: TableReceipt
    links: pl.DataFrame


def plan(base: Snapshot, table: Table, deliveries: Sequence[pl.DataFrame], next_seq: int) -> Change:
    """Compare ``deliveries`` (frames of ``table.schema``, one per file) with what ``base`` holds.

    A row whose key is stored replaces it and keeps its ``seq``; of several rows with one key the last counts
    at the place of the first. Rows without an id count as many times as their delivery repeats them, whatever
    other deliveries or the lake hold of them. New rows are numbered from ``next_seq`` in order of arrival.
    """
    incoming = _line_up(table, deliveries)
    nameless = _where(incoming, layout.without_id(table) if table.digest_key else pl.lit(False))
    named = _where(incoming, ~layout.without_id(table) if table.digest_key else pl.lit(True))
    copies = _copies(base, table, nameless)
    named, repeated = _last_of_each(table, named)
    stored = _stored_like(base, table, named)
    judged = _judge(table, named, stored)
    both = [copies, judged.select(copies.columns)]
    fresh = pl.concat(_where(rows, pl.col(SEQ).is_null()) for rows in both)
    fresh = fresh.with_columns((pl.col(_AT) + next_seq).alias(SEQ))
    met = pl.concat(rows.filter(pl.col(SEQ).is_not_null()).select(_AT, SEQ) for rows in both)
    changed = judged.filter(pl.col(_WAS))
    receipt = _receipt(len(deliveries), incoming, repeated, fresh, changed)
    replaced, rest = _files_around(base, table, stored, changed)
    columns = list(layout.row_schema(table))
    rows = pl.concat([fresh.select(columns), changed.select(columns), rest.select(columns)])
    links = met.select((pl.col(_AT) + next_seq).alias(AT), SEQ)
    return Change(layout.with_month(table, rows), replaced, receipt, links)


def _where(rows: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """The rows that meet ``condition``; no copy when all of them do, as in most imports."""
    chosen = rows.select(pl.repeat(True, pl.len()).and_(condition).alias("chosen"))["chosen"]
    return rows if chosen.all() else rows.filter(chosen)


def _line_up(table: Table, deliveries: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All deliveries in order of arrival, each row with its position, its delivery and its place there."""
    frames = [
        frame.select(table.names).with_columns(
            pl.lit(number, pl.UInt32).alias(_DELIVERY), pl.int_range(pl.len(), dtype=pl.UInt32).alias(_ROW)
        )
        for number, frame in enumerate(deliveries)
    ]
    return pl.concat(frames).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(_AT))


def _last_of_each(table: Table, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row per key (the last, with the first one's position), and the pairs of repeated rows."""
    key = list(table.key)
    # A cheap look first: as many different hashes as rows means as many different keys.
    if rows.select(pl.struct(key).hash().n_unique()).item() == rows.height:
        return rows, pl.DataFrame(schema=_REPEATED)
    ends = rows.group_by(key).agg(pl.col(_AT).min().alias("_first"), pl.col(_AT).max().alias("_last"))
    joined = rows.join(ends, on=key, how="left", nulls_equal=True, maintain_order="left")
    last = joined.filter(pl.col(_AT) == pl.col("_last"))
    again = joined.filter(pl.col(_AT) != pl.col("_last"))
    by = last.select("_last", by_delivery=_DELIVERY, by_row=_ROW)
    pairs = again.join(by, on="_last", how="left", maintain_order="left")
    kept = last.with_columns(pl.col("_first").alias(_AT)).drop("_first", "_last").sort(_AT)
    return kept, pairs.select(delivery=_DELIVERY, row=_ROW, by_delivery="by_delivery", by_row="by_row")


def _stored_like(base: Snapshot, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Stored rows whose key is among ``rows``, each with its file in ``_path``."""
    key = list(table.key)
    empty = pl.DataFrame(schema={**layout.row_schema(table), "_path": pl.String})
    shops = rows["shop_id"].unique().to_list() if table.by_shop else None
    files = base.files(table.name, shop_ids=shops) if rows.height else []
    if not files:
        return empty
    wanted = rows.lazy().select(key)
    folder = base.folder(table.name)
    # Keys are narrow, rows are wide: find the files first, then read whole rows from those alone.
    keys = scan_files(folder, table, _names(files), path="_path").select(*key, "_path")
    hits = keys.join(wanted, on=key, how="semi", nulls_equal=True).select(pl.col("_path").unique())
    found = _named(files, hits.collect(engine="streaming")["_path"])
    if not found:
        return empty
    whole = scan_files(folder, table, _names(found), path="_path").select(empty.columns)
    return whole.join(wanted, on=key, how="semi", nulls_equal=True).collect()


def _judge(table: Table, rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with the ``seq`` of the stored row (null: new) and ``_was``: whether any column differs."""
    key = list(table.key)
    content = [name for name in table.names if name not in key]
    if stored.is_empty():
        return rows.with_columns(pl.lit(None, pl.Int64).alias(SEQ), pl.lit(False).alias(_WAS))
    joined = rows.join(
        stored.drop("_path"), on=key, how="left", suffix=_WAS, nulls_equal=True, maintain_order="left"
    )
    differs = [pl.col(name).ne_missing(pl.col(name + _WAS)) for name in content]
    return joined.with_columns(
        (pl.col(SEQ).is_not_null() & pl.any_horizontal(*differs, pl.lit(False))).alias(_WAS)
    ).drop(name + _WAS for name in content)


def _copies(base: Snapshot, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without an id, each with the ``seq`` of the stored row that it repeats (null: none).

    The second of two equal rows repeats the second stored one, and so on; of a row that several deliveries
    hold only the first is left.
    """
    if rows.is_empty():
        return rows.with_columns(pl.lit(None, pl.Int64).alias(SEQ))
    files = _files_beside(base, table, rows)
    if not files and rows[_DELIVERY].n_unique() == 1:
        # A first import need not be compared with anything.
        return rows.with_columns(pl.lit(None, pl.Int64).alias(SEQ))
    same = ["_content", *([table.when] if table.when else []), *(["shop_id"] if table.by_shop else [])]
    hashed = rows.with_columns(_content(table))
    stored = _stored_copies(base, table, hashed, same, files)
    if stored.is_empty() and rows[_DELIVERY].n_unique() == 1:
        return rows.with_columns(pl.lit(None, pl.Int64).alias(SEQ))
    ranked = hashed.with_columns(pl.int_range(pl.len()).over(_DELIVERY, *same).alias("_rank"))
    first = ranked.unique([*same, "_rank"], keep="first", maintain_order=True)
    joined = first.join(stored, on=[*same, "_rank"], how="left", maintain_order="left")
    return joined.select(*rows.columns, SEQ)


def _files_beside(base: Snapshot, table: Table, rows: pl.DataFrame) -> list[DataFile]:
    """The stored files of the shops and months of ``rows``."""
    shops = rows["shop_id"].unique().to_list() if table.by_shop else None
    files = base.files(table.name, shop_ids=shops)
    if not files or table.when is None:
        return files
    months = layout.month_names(rows[table.when])
    return [file for file in files if file.month in months]


def _stored_copies(
    base: Snapshot, table: Table, hashed: pl.DataFrame, same: list[str], files: Sequence[DataFile]
) -> pl.DataFrame:
    """The stored rows without an id that equal one of ``hashed``, numbered among equal ones by arrival."""
    rows = scan_files(base.folder(table.name), table, _names(files)).filter(layout.without_id(table))
    content = rows.with_columns(_content(table)).select(*same, SEQ)
    found = content.join(hashed.lazy().select(same), on=same, how="semi").collect(engine="streaming")
    return found.sort(SEQ).with_columns(pl.int_range(pl.len()).over(same).alias("_rank"))


def _content(table: Table) -> pl.Expr:
    # Compared within one process only: Polars promises no stable hash across versions, so none is stored.
    return pl.struct(table.names).hash().alias("_content")


def _files_around(
    base: Snapshot, table: Table, stored: pl.DataFrame, changed: pl.DataFrame
) -> tuple[list[DataFile], pl.DataFrame]:
    """The files in which a row changes, and the rows of those files that stay as they are."""
    key = list(table.key)
    touched = stored.join(changed.select(key), on=key, how="semi", nulls_equal=True)["_path"]
    folder, files = base.folder(table.name), _named(base.files(table.name), touched)
    whole = scan_files(folder, table, _names(files)).select(layout.row_schema(table).keys())
    rest = whole.join(changed.lazy().select(key), on=key, how="anti", nulls_equal=True)
    return files, rest.collect()


def _names(files: Sequence[DataFile]) -> list[str]:
    return [file.path for file in files]


def _named(files: Sequence[DataFile], paths: pl.Series) -> list[DataFile]:
    """The files at ``paths``, told by their names, which are unique wherever the lake lies."""
    names = {Path(path).name for path in paths.unique()}
    return [file for file in files if Path(file.path).name in names]


def _receipt(
    deliveries: int,
    incoming: pl.DataFrame,
    repeated: pl.DataFrame,
    fresh: pl.DataFrame,
    changed: pl.DataFrame,
) -> TableReceipt:
    def per_delivery(column: pl.Series) -> list[int]:
        counts = dict(column.value_counts().iter_rows())
        return [counts.get(number, 0) for number in range(deliveries)]

    tallies = zip(
        per_delivery(incoming[_DELIVERY]),
        per_delivery(fresh[_DELIVERY]),
        per_delivery(changed[_DELIVERY]),
        per_delivery(repeated["delivery"]),
        strict=True,
    )
    counts = tuple(
        Counts(new, change, all_ - new - change - again, again) for all_, new, change, again in tallies
    )
    return TableReceipt(counts, repeated)
