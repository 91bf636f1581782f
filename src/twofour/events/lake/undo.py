"""What becomes of an import's rows when it is taken back: as if it had never been."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from twofour.events.lake import layout
from twofour.events.lake.files import DataFile, scan_files
from twofour.events.lake.history import AT, LINKS, Act, History, standing
from twofour.events.lake.layout import SEQ
from twofour.events.lake.receipt import Taken
from twofour.events.lake.snapshot import Snapshot
from twofour.events.tables import Table
from twofour.problems import Refused, UsageError
from twofour.text import Text

_NOW = "now"  # the number by which the lake knows a row today
_NEXT = "next"  # the one by which it will; null: the row goes
_LAST = "last"  # the latest delivery of a row by another import, and
_THEN = "then"  # the number by which the lake knew the row just after it
_FILE = "file"


@dataclass(frozen=True)
class Undoing:
    """What an undo does to a table: rows to write, files to replace, what was done to its rows.

    ``links``: the rows that go by another number since, as ``History`` keeps them.
    """

    rows: pl.DataFrame
    replaced: list[DataFile]
    taken: Taken
    links: pl.DataFrame


def plan_undo(
    base: Snapshot,
    past: Callable[[int], Snapshot],
    history: History,
    acts: Sequence[Act],
    undone: Act,
    table: Table,
) -> Undoing:
    """Take the import ``undone`` out of ``table`` of ``base``. ``acts``: all that count, in order; ``past``
    opens an earlier snapshot.

    A stored row is what the imports that delivered it made of it: the first of them gave its arrival number,
    the last its content. So a row that nobody else delivered goes, one that ``undone`` delivered first gets
    the number of the next delivery, and one that it delivered last gets the content of the one before.
    Raises ``Refused`` when that content is kept no longer.
    """
    own = _deliveries(history, acts, [undone], table)
    here = _still_here(base, table, undone, own)
    own = _with_first(own, here.filter(_numbered_by(undone))).select(_NOW, mine=AT)
    others = [act for act in standing(acts) if act.number != undone.number]
    left = _deliveries(history, acts, others, table).join(here, on=_NOW, how="semi")
    left = _with_first(left, here.filter(~_numbered_by(undone)))
    ends = (
        left.sort(AT)
        .group_by(_NOW)
        .agg(pl.col(AT).first().alias(_NEXT), pl.col(AT).last().alias(_LAST), pl.col(_THEN).last())
    )
    fate = here.join(own, on=_NOW).join(ends, on=_NOW, how="left")

    restored = _earlier(base, past, acts, table, fate.filter(pl.col("mine") > pl.col(_LAST)))
    gone = fate.filter(pl.col(_NEXT).is_null())
    moved = fate.filter(pl.col(_NEXT) != pl.col(_NOW))
    changes = pl.concat([gone.select(_NOW), moved.select(_NOW), restored.select(pl.col(SEQ).alias(_NOW))])
    rows, replaced = _around(base, table, fate.join(changes.unique(), on=_NOW, how="semi"), restored)
    taken = Taken(gone.height, restored.height, fate.height - gone.height - restored.height)
    links = moved.select(pl.col(_NEXT).alias(AT), pl.col(_NOW).alias(SEQ))
    return Undoing(layout.with_month(table, rows), replaced, taken, links)


def _deliveries(history: History, acts: Sequence[Act], imports: Sequence[Act], table: Table) -> pl.DataFrame:
    """Rows of ``imports`` that the lake held already: ``at``, ``then`` and ``now``."""
    pairs = [history.links(act, table.name) for act in imports]
    found = pl.concat([pl.DataFrame(schema=LINKS), *pairs]).select(
        AT, pl.col(SEQ).alias(_THEN), pl.col(SEQ).alias(_NOW)
    )
    for act in acts:
        if act.undoes and (moved := history.links(act, table.name)).height:
            moves = moved.select(pl.col(SEQ).alias(_NOW), pl.col(AT).alias(_NEXT))
            joined = found.join(moves, on=_NOW, how="left")
            found = joined.select(AT, _THEN, pl.coalesce(_NEXT, _NOW).alias(_NOW))
    return found


def _still_here(base: Snapshot, table: Table, undone: Act, own: pl.DataFrame) -> pl.DataFrame:
    """The stored rows that ``undone`` delivered: ``now`` and the name of their ``file``."""
    names = [file.path for file in base.files(table.name)]
    rows = scan_files(base.folder(table.name), table, names, path=_FILE)
    numbers = rows.select(pl.col(SEQ).alias(_NOW), pl.col(_FILE).str.extract(r"([^/\\]+)$"))
    brought = _numbered_by(undone)
    met = numbers.filter(~brought).join(own.lazy().select(_NOW), on=_NOW, how="semi")
    return pl.concat(pl.collect_all([numbers.filter(brought), met], engine="streaming"))


def _numbered_by(act: Act) -> pl.Expr:
    return pl.col(_NOW).is_between(act.first_seq, act.next_seq, closed="left")


def _with_first(linked: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """``linked`` and, for rows that go by the number of a delivery that met nothing, that delivery."""
    bare = first.select(_NOW).join(linked, left_on=_NOW, right_on=AT, how="anti")
    return pl.concat([linked, bare.select(pl.col(_NOW).alias(AT), pl.col(_NOW).alias(_THEN), _NOW)])


def _earlier(
    base: Snapshot, past: Callable[[int], Snapshot], acts: Sequence[Act], table: Table, rows: pl.DataFrame
) -> pl.DataFrame:
    """Rows whose content was another after their ``last`` delivery, with that content and today's ``seq``."""
    columns = list(layout.row_schema(table))
    today = {file.path for file in base.files(table.name)}
    found = [pl.DataFrame(schema=layout.row_schema(table))]
    for act, part in _by_import(table, acts, rows):
        try:
            snapshot = past(act.snapshot)
        except UsageError:
            raise _forgotten(table) from None
        files = snapshot.files(table.name)
        # A file of both snapshots holds the same rows in both.
        wanted = part.filter(~pl.col(_FILE).is_in([_name(file) for file in files]))
        before = [file for file in files if file.path not in today]
        was = _rows_of(snapshot, table, before, wanted.select(pl.col(_THEN).alias(SEQ), _NOW))
        if was.height < wanted.height:
            raise _forgotten(table)
        now = _rows_of(
            base, table, _holding(base, table, wanted), wanted.select(_NOW, pl.col(_NOW).alias(SEQ))
        )
        both = was.join(now, on=_NOW, suffix="_now")
        differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in table.names)
        found.append(both.filter(differs).with_columns(pl.col(_NOW).alias(SEQ)).select(columns))
    return pl.concat(found)


def _by_import(table: Table, acts: Sequence[Act], rows: pl.DataFrame) -> Iterator[tuple[Act, pl.DataFrame]]:
    """``rows`` by the import of their ``last`` delivery."""
    imports = [act for act in acts if act.undoes is None]
    place = pl.lit(pl.Series([act.next_seq for act in imports], dtype=pl.Int64)).search_sorted(
        pl.col(_LAST), side="right"
    )
    for (number,), part in (
        rows.with_columns(place.alias("import")).partition_by("import", as_dict=True).items()
    ):
        if part[_LAST].min() < imports[number].first_seq:
            raise _forgotten(table)
        yield imports[number], part


def _holding(base: Snapshot, table: Table, rows: pl.DataFrame) -> list[DataFile]:
    names = set(rows[_FILE])
    return [file for file in base.files(table.name) if _name(file) in names]


def _rows_of(
    snapshot: Snapshot, table: Table, files: Sequence[DataFile], wanted: pl.DataFrame
) -> pl.DataFrame:
    """The rows of ``files`` whose ``seq`` is in ``wanted``, with the columns of both."""
    if any(not (snapshot.folder(table.name) / file.path).exists() for file in files):
        raise _forgotten(table)
    rows = snapshot.scan_paths(table.name, [file.path for file in files])
    return rows.join(wanted.lazy(), on=SEQ).collect()


def _around(
    base: Snapshot, table: Table, changes: pl.DataFrame, restored: pl.DataFrame
) -> tuple[pl.DataFrame, list[DataFile]]:
    """The rows to write instead of the files in which a row changes, and these files."""
    columns = list(layout.row_schema(table))
    replaced = _holding(base, table, changes)
    going = dict(changes.filter(pl.col(_NEXT).is_null())[_FILE].value_counts().iter_rows())
    partly = [file.path for file in replaced if going.get(_name(file), 0) < file.rows]
    rows = base.scan_paths(table.name, partly)
    numbers = changes.lazy().select(pl.col(_NOW).alias(SEQ), _NEXT)
    rest = rows.join(numbers, on=SEQ, how="anti")
    again = rows.join(restored.lazy(), on=SEQ, how="anti")
    renumbered = pl.concat([again, restored.lazy()]).join(numbers.drop_nulls(), on=SEQ)
    fresh = renumbered.with_columns(pl.col(_NEXT).alias(SEQ)).select(columns)
    return pl.concat(pl.collect_all([rest, fresh])), replaced


def _name(file: DataFile) -> str:
    return PurePosixPath(file.path).name


def _forgotten(table: Table) -> Refused:
    return Refused(
        Text(
            f"{table.title.zh}（{table.name}）在这次导入之前的内容已被清除，无法恢复；撤销没有进行",
            f"what {table.name} held before this import was erased and cannot come back; nothing was undone",
        )
    )
