"""Imports for the pages: what an upload holds, bringing it in, what was imported, taking an import back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from twofour.events.event_words import column_title, word_for
from twofour.events.lake import Counts, ImportRecord, Lake, Taken
from twofour.events.tables import TABLES
from twofour.problems import DataMissing, TwoFourError
from twofour.sources import Imported, NothingUsable, Understood, import_files, load_mapping, shortened
from twofour.sources.exports import PLATFORMS, exports
from twofour.text import Text
from twofour.web.bridge import held, lake
from twofour.web.bridge.kept import kept
from twofour.web.bridge.uploads import Upload

__all__ = ["Counts", "ImportRecord", "Taken"]

Tell = Callable[[int, int], None]
PROBLEMS = "problems.csv"
_OPTIONS = (
    ("--table", Text("“文件是什么”", "“What the files are”")),
    ("--export", Text("“文件是什么”", "“What the files are”")),
    ("--map", Text("“映射文件”", "“Mapping file”")),
    ("--shop", Text("“店铺”", "“Shop”")),
    ("--customer-key", Text("“买家密钥”", "“Customer key”")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as a page shows it; ``file`` is a bare name, ``line`` 0 where there is none."""

    file: str
    line: int
    column: str
    value: str
    reason: Text
    remedy: Text
    refused: bool


@dataclass(frozen=True, slots=True)
class TableCounts:
    """One table's share of an import."""

    title: Text
    counts: Counts


def look_at(upload: Upload, tell: Tell) -> dict[str, Any]:
    """What an upload holds and would do, as JSON; nothing is written to the lake.

    ``ready``: it can be imported; else ``message`` says why not, and where one of several files is at fault
    ``bad`` says which.
    """
    try:
        done = _imported(upload, upload.paths, tell, problems=upload.folder / PROBLEMS, dry_run=True)
    except TwoFourError as error:
        return {"ready": False, "message": _pair(for_page(error.message, upload)), "bad": _bad(upload)}
    files = [_understood(one) for one in done.understood]
    return {
        "ready": True,
        "files": files,
        "tables": _tables(done),
        "refused": done.refused,
        "shops": sorted({shop for one in done.understood for shop in one.shops}),
        "every_shop": any(not TABLES[one.table.name].by_shop for one in done.outcomes),
    }


def bring_in(upload: Upload, tell: Tell) -> Imported:
    """Import an upload. Raises what ``import_files`` raises, in words for a page."""
    try:
        return _imported(upload, upload.paths, tell)
    except TwoFourError as error:
        said = for_page(error.message, upload)
        raise (DataMissing(said) if isinstance(error, NothingUsable) else type(error)(said)) from None


def read_problems(path: Path) -> list[Found]:
    """The findings of a problem report, refused rows first; names of files without their folder."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        Found(
            _bare(row["file"]),
            int(row["line"] or 0),
            row["column"],
            row["value"],
            Text(row["reason"], row["reason_en"]),
            for_page(Text(row["remedy"], row["remedy_en"])),
            row["severity"] == "refused",
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.refused)


def report_file(path: Path) -> bytes:
    """A problem report to download: the same with bare names of files."""
    text = io.StringIO(newline="")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        writer = csv.writer(text)
        writer.writerow(next(rows))
        writer.writerows([_bare(row[0]), *row[1:]] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def report_of(import_id: str) -> Path:
    """Where the problem report of an import lies, if it had any problem."""
    return lake.data() / "imports" / import_id / PROBLEMS


def records() -> Sequence[ImportRecord]:
    """Every import, the newest first, also those that were taken back."""
    history = lake.data() / "history"
    acts = sum(1 for _ in history.glob("*.json")) if history.is_dir() else 0
    return _records(str(lake.data()), lake.newest(), acts)


def record(import_id: str) -> ImportRecord | None:
    """One import; the last one of that id."""
    return next((one for one in records() if one.import_id == import_id), None)


def counts(record: ImportRecord) -> list[TableCounts]:
    """What became of the rows of an import, table by table."""
    return [TableCounts(TABLES[name].title, found) for name, found in record.tables.items()]


def undo_foreseen(import_id: str) -> list[tuple[Text, Taken]]:
    """What taking an import back would do to each table. Raises ``Refused`` where it cannot be done."""
    found = Lake.open(lake.data()).undo_foreseen(import_id)
    return [(TABLES[name].title, taken) for name, taken in found.items()]


def undo(import_id: str) -> int:
    """Take an import back; the number of the snapshot that stands then."""
    return Lake.open(lake.data()).undo(import_id).snapshot.number


def kinds() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """What files can be said to be, in groups: ``table:orders``, ``export:jd-orders``."""
    tables = [(f"table:{name}", table.title) for name, table in TABLES.items()]
    groups: dict[str, list[tuple[str, Text]]] = {}
    for one in exports():
        groups.setdefault(one.platform, []).append((f"export:{one.export}", one.title))
    platforms = [(PLATFORMS[name], found) for name, found in groups.items()]
    return [(Text("二四自己的表", "TwoFour's own tables"), tables), *platforms]


def for_page(message: Text, upload: Upload | None = None) -> Text:
    """A message of the engine as a page says it: bare names of files, fields instead of options."""
    zh, en = message.zh, message.en
    if upload is not None:
        inside = f"{upload.folder / 'files'}/"
        zh, en = zh.replace(inside, ""), en.replace(inside, "")
    for option, field in _OPTIONS:
        zh, en = zh.replace(option, field.zh), en.replace(option, field.en)
    return Text(zh, en)


def options_of(upload: Upload) -> dict[str, Any]:
    """How an upload's files are to be read."""
    return {
        "table": upload.table or None,
        "export": upload.export or None,
        "mapping": None if upload.mapping is None else load_mapping(upload.mapping),
        "shop": upload.shop or None,
    }


def _imported(upload: Upload, paths: Sequence[Path], tell: Tell, **more: Any) -> Imported:
    key = held.held(upload.id) if upload.keyed else None
    return import_files(paths, lake.data(), customer_key=key, progress=tell, **options_of(upload), **more)


def _bad(upload: Upload) -> dict[str, list[str]]:
    """Which of several files cannot be imported, and why."""
    found = {}
    for path in upload.paths if len(upload.files) > 1 else ():
        try:
            _imported(upload, [path], lambda done, total: None, dry_run=True)
        except TwoFourError as error:
            found[path.name] = _pair(for_page(error.message, upload))
    return found


def _understood(one: Understood) -> dict[str, Any]:
    return {
        "name": _bare(one.file),
        "platform": None if one.platform is None else _pair(one.platform),
        "title": _pair(one.title),
        "encoding": (one.encoding or "").upper(),
        "format": one.format.upper(),
        "sheet": one.sheet or "",
        "header_line": one.header_line,
        "rows": one.rows,
        "days": sorted({str(day) for day in (one.first_day, one.last_day) if day is not None}),
        "shops": list(one.shops),
        "used": list(one.used),
        "unused": list(one.unused),
        "refused": one.refused,
        "notices": one.notices,
        "previews": [
            {
                "title": _pair(preview.title),
                "columns": [_pair(column_title(name)) for name in preview.columns],
                "rows": [
                    [
                        _pair(word_for(name, shortened(cell)))
                        for name, cell in zip(preview.columns, row, strict=True)
                    ]
                    for row in preview.rows
                ],
            }
            for preview in one.previews
        ],
    }


def _tables(done: Imported) -> list[dict[str, Any]]:
    """What the import would do, table by table over all files."""
    read: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    found: dict[str, Counts] = {}
    titles: dict[str, Text] = {}
    for one in done.outcomes:
        name = one.table.name
        read[name] += one.read
        refused[name] += one.refused
        found[name] = found.get(name, Counts()) + one.counts
        titles.setdefault(name, one.title)
    return [
        {
            "title": _pair(titles[name]),
            "read": read[name],
            "new": found[name].new,
            "changed": found[name].changed,
            "same": found[name].unchanged + found[name].repeated,
            "refused": refused[name],
        }
        for name in found
    ]


@kept(LRUCache(4))
def _records(folder: str, number: int, acts: int) -> Sequence[ImportRecord]:
    return () if lake.is_empty() else tuple(reversed(Lake.open(folder).imports()))


def _bare(file: str) -> str:
    return file.replace("\\", "/").rsplit("/", 1)[-1]


def _pair(words: Text) -> list[str]:
    return [words.zh, words.en]


def reasons(problems: Sequence[Found]) -> Mapping[Text, int]:
    """How many rows were refused for which reason, the commonest first."""
    return dict(Counter(one.reason for one in problems if one.refused).most_common())
