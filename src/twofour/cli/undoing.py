"""``twofour imports`` and ``twofour import --undo``: what was imported, and taking a whole import back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text as Plain

from twofour.cli.console import console, lang, say
from twofour.cli.options import DEFAULT_DATA, DataDir
from twofour.cli.tables import plain_table
from twofour.events.lake import Counts, ImportRecord, Lake
from twofour.events.tables import TABLES
from twofour.text import Text

Undo = Annotated[
    str | None,
    typer.Option("--undo", help="撤销一次导入(编号) / take an import back (its id)", metavar="IMPORT"),
]


def list_imports(data: DataDir = DEFAULT_DATA) -> None:
    """每次导入：编号、文件、行数、是否已撤销 / every import: id, files, rows, undone or not."""
    language = lang()
    caption = Text("+ 新增行，~ 更新行", "+ rows new, ~ rows changed")
    table = plain_table(Text("导入记录", "Imports").say(language), caption.say(language))
    for heading in _HEADINGS:
        table.add_column(heading.say(language), overflow="fold", no_wrap=heading is _HEADINGS[0])
    for record in Lake.open(data).imports():
        rows = "\n".join(_rows(name, counts) for name, counts in record.tables.items())
        table.add_row(
            Plain(record.import_id),
            f"{record.created.astimezone():%Y-%m-%d %H:%M}",
            Plain("\n".join(record.files)),
            rows if record.changed_lake else Text("无变化", "nothing new").say(language),
            _state(record),
        )
    console().print(table)


def undo_import(import_id: str, data: Path) -> None:
    """Take an import back and say what became of its rows."""
    done = Lake.open(data).undo(import_id)
    language = lang()
    say(Text(f"已撤销导入 {import_id}", f"undid import {import_id}"), style="bold")
    table = plain_table()
    for heading in _UNDONE:
        table.add_column(heading.say(language), justify="left" if heading is _UNDONE[0] else "right")
    for name, rows in done.tables.items():
        table.add_row(_title(name), f"{rows.gone:,}", f"{rows.restored:,}", f"{rows.kept:,}")
    console().print(table)
    if not done.changed_lake:
        say(
            Text(
                "数据没有变化：其他导入也带来了这些行",
                "nothing changed: other imports brought these rows too",
            )
        )
        return
    number = done.snapshot.number
    say(
        Text(
            f"撤销后的数据是快照第 {number} 号，存在 {data}；之前的快照和已封存的工资单不变",
            f"the data is now snapshot {number} in {data}; earlier snapshots and frozen statements stay",
        )
    )


def say_how_to_undo(import_id: str, data: Path) -> None:
    """One line below an import's summary; a command is there to be copied, so it is not broken."""
    command = f"twofour import --undo {import_id} --data {data}"
    say(Text(f"导入编号 {import_id}；撤销：{command}", f"import {import_id}; to undo it: {command}"))


def _rows(name: str, counts: Counts) -> str:
    parts = [f"+{counts.new:,}"] if counts.new else []
    parts += [f"~{counts.changed:,}"] if counts.changed else []
    return " ".join([_title(name), *(parts or ["0"])])


def _title(name: str) -> str:
    return TABLES[name].title.zh if lang() == "zh" else name


def _state(record: ImportRecord) -> str:
    return "" if record.undone is None else Text("已撤销", "undone").say(lang())


_HEADINGS = (
    Text("编号", "import"),
    Text("时间", "when"),
    Text("文件", "files"),
    Text("行数", "rows"),
    Text("状态", "state"),
)
_UNDONE = (
    Text("表", "table"),
    Text("删除", "removed"),
    Text("还原", "restored"),
    Text("保留", "kept"),
)
