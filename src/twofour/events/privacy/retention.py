"""How long rows and texts are kept: ``retention.yaml`` of a data folder, what is due, and its removal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import Field, field_validator

from twofour.documents import Strict, mistake, parse, read_file, unknown, validated
from twofour.events.lake import Lake, erase
from twofour.events.lake.files import DataFile
from twofour.events.lake.turn import take_turn
from twofour.events.privacy import traces
from twofour.events.privacy.finding import FREE_TEXT
from twofour.events.privacy.gate import PENDING, one_at_a_time, unfinished
from twofour.events.privacy.records import Removal, note_removals, removals
from twofour.events.privacy.standing import LOOK_BACK_DAYS
from twofour.events.privacy.wording import filled
from twofour.events.tables import TABLES
from twofour.period import month_of
from twofour.text import Text

RETENTION_FILE = "retention.yaml"
What = Literal["rows", "text"]
Days = Annotated[int, Field(ge=31, le=36_500)]
_DOING = Text("按保存期限删除", "removing what is kept no longer")


class Keep(Strict):
    """How many days one table is kept, and the words in it. Without a number: for ever."""

    retain_days: Days | None = None
    text_days: Days | None = None


class Retention(Strict):
    """The whole file: ``tables: {messages: {retain_days: 1100, text_days: 365}}``."""

    tables: dict[str, Keep] = Field(default_factory=dict)

    @field_validator("tables")
    @classmethod
    def _known(cls, tables: dict[str, Keep]) -> dict[str, Keep]:
        aged = [name for name, table in TABLES.items() if table.when]
        for name, keep in tables.items():
            if name not in aged:
                raise mistake(*unknown(Text("有日期的表", "table with dates"), name, aged))
            if keep.text_days is not None and name not in FREE_TEXT:
                raise mistake(
                    Text(f"{name} 表没有文字内容", f"table {name} holds no words"),
                    Text(
                        f"text_days 只用于 {'、'.join(FREE_TEXT)}", f"text_days is for {', '.join(FREE_TEXT)}"
                    ),
                )
        return tables


@dataclass(frozen=True, slots=True)
class Due:
    """What the rules let go: a table's month of one shop, and how many rows hold it."""

    table: str
    shop: str | None
    month: str
    what: What
    days: int
    rows: int
    files: tuple[str, ...] = field(repr=False)


def load_retention(data: Path) -> Retention:
    """The rules of ``data``; everything is kept if it has none. Raises ``SchemeError`` with file and line."""
    path = data / RETENTION_FILE
    if not path.exists():
        return Retention()
    document = parse(read_file(path), str(path))
    return validated(Retention, document, document.plain())


def due(
    data: Path, retention: Retention, today: date, unclosed: Mapping[str | None, date] | None = None
) -> list[Due]:
    """What is older than the rules keep, whole UTC months at a time.

    ``unclosed``: for each shop (None: tables without shops) the first day whose figures are not final yet;
    neither such days nor the days that their figures look back to are ever due.
    """
    snapshot = Lake.open(data).snapshot()
    told = {name for one in removals(data) if one.what == "text" for name in one.files}
    found: list[Due] = []
    for table, keep in retention.tables.items():
        whats: tuple[tuple[What, int | None], ...] = (("rows", keep.retain_days), ("text", keep.text_days))
        groups: dict[tuple[str | None, str], list[DataFile]] = {}
        for file in snapshot.files(table):
            if file.month and file.rows:
                groups.setdefault((file.shop_id, file.month), []).append(file)
        for (shop, month), files in sorted(groups.items(), key=lambda one: (one[0][0] or "", one[0][1])):
            for what, days in whats:
                rest = [file for file in files if what == "rows" or file.path not in told]
                if (
                    days is None
                    or not rest
                    or not _over(month, what, days, today, (unclosed or {}).get(shop))
                ):
                    continue
                names = tuple(file.path for file in rest)
                found.append(Due(table, shop, month, what, days, sum(file.rows for file in rest), names))
                break  # rows that go take their words with them
    return found


def apply_retention(
    data: Path, found: Collection[Due], *, by: str, words: Collection[str] = ()
) -> list[Removal]:
    """Remove what is due from every version of the data, and note it. ``words`` stay in emptied texts, as in
    ``forget``. May be interrupted: what was not removed is due again.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with one_at_a_time(data), take_turn(data, _DOING):
        if (data / PENDING).exists():
            raise unfinished(data)
        erase.discard(data)
        notes = []
        for one in found:
            files = _of_any_version(data, one)
            for name in files:
                rows = erase.scan(data, one.table, [name]).collect()
                erase.stage(data, one.table, name, _left(one, rows, words))
            notes.append(
                Removal(
                    at, by.strip(), one.table, one.shop, one.month, one.what, one.days, one.rows, tuple(files)
                )
            )
        # First the note: from then on nobody takes the month for an empty one.
        note_removals(data, notes)
        erase.settle(data)
        traces.drop_cache(data)
    return notes


def _over(month: str, what: What, days: int, today: date, unclosed: date | None) -> bool:
    end = month_of(date.fromisoformat(f"{month}-01")).stop
    if unclosed is not None and end > unclosed - timedelta(days=LOOK_BACK_DAYS if what == "rows" else 1):
        return False
    return end <= today - timedelta(days=days)


def _of_any_version(data: Path, one: Due) -> list[str]:
    """All files of the month and shop, older versions' too."""
    found = []
    for name in erase.every_file(data, one.table):
        if not name.startswith(f"{one.month}/"):
            continue
        rows = erase.scan(data, one.table, [name])
        if one.shop is None or rows.select("shop_id").head(1).collect().to_series().to_list() == [one.shop]:
            found.append(name)
    return found


def _left(one: Due, rows: pl.DataFrame, words: Collection[str]) -> pl.DataFrame:
    """What stays of a file's rows."""
    if one.what == "rows":
        return rows.clear()
    return rows.with_columns(filled(rows.get_column(column), words) for column in FREE_TEXT[one.table])
