"""``twofour import``: raw exports into the lake, with a summary a person can act on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import typer
from rich.table import Table
from rich.text import Text as Plain

from twofour import sources
from twofour.cli.console import byte_bar, console, lang, say
from twofour.cli.options import DEFAULT_DATA, DataDir
from twofour.cli.privacy_options import KeyFile, key_of
from twofour.cli.tables import plain_table
from twofour.cli.understanding import show_understood
from twofour.cli.undoing import Undo, say_how_to_undo, undo_import
from twofour.events.tables import Table as EventTable
from twofour.problems import ExitCode, Problem, UsageError
from twofour.sources import Imported, NothingUsable, Outcome, ProblemReport, load_mapping, shortened
from twofour.text import Text

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="CSV、XLSX、JSON、Parquet 文件 / CSV, XLSX, JSON or Parquet files", metavar="FILE…"),
]
TableName = Annotated[str | None, typer.Option("--table", help="事件表 / event table", metavar="T")]
ExportName = Annotated[
    str | None,
    typer.Option(
        "--export", help="导出类型，如 chitu-service / kind of export, such as chitu-service", metavar="E"
    ),
]
MapFile = Annotated[Path | None, typer.Option("--map", help="映射文件 / mapping file", metavar="MAP.yaml")]
Zone = Annotated[
    str | None,
    typer.Option("--timezone", help="时间未写时区时按此时区 / zone of times without one", metavar="ZONE"),
]
ReportFile = Annotated[
    Path | None, typer.Option("--problems", help="问题报告写到这里 / problem report", metavar="FILE")
]
ShopName = Annotated[
    str | None,
    typer.Option("--shop", help="导出文件属于哪家店 / whose export it is", metavar="S"),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只看不写：识别、检查、预览 / look and check, write nothing")
]


def import_files(
    files: Files = None,
    shop: ShopName = None,
    dry_run: DryRun = False,
    table: TableName = None,
    export: ExportName = None,
    map_file: MapFile = None,
    data: DataDir = DEFAULT_DATA,
    timezone: Zone = None,
    problems: ReportFile = None,
    customer_key: KeyFile = None,
    undo: Undo = None,
) -> None:
    """导入原始数据 / import raw exports: all files together, all good rows or none."""
    if undo is not None:
        if files:
            raise UsageError(
                Text(
                    "撤销一次导入时不要写文件；导入文件时不要写 --undo",
                    "give files to import or --undo, not both",
                )
            )
        undo_import(undo, data)
        return
    if not files:
        raise UsageError(
            Text(
                "请写出要导入的文件：twofour import 文件…；要撤销一次导入，用 --undo 编号",
                "name the files to import: twofour import FILE…; to take an import back, use --undo IMPORT",
            )
        )
    if timezone is not None and timezone not in available_timezones():
        raise UsageError(
            Text(
                f"没有时区 {timezone}；例如 Asia/Shanghai",
                f"there is no time zone {timezone}; write for instance Asia/Shanghai",
            )
        )
    if [table, map_file, export].count(None) < 2:
        raise UsageError(
            Text(
                "--table、--export 和 --map 只能用一个：每个都已说明文件是什么",
                "give --table or --map or --export, only one of them: each says what the file is",
            )
        )
    mapping = None if map_file is None else load_mapping(map_file)
    try:
        with byte_bar(Text("导入", "importing"), Text("核对", "checking")) as progress:
            done = sources.import_files(
                files,
                data,
                table=table,
                export=export,
                mapping=mapping,
                timezone=timezone,
                shop=shop,
                problems=problems,
                dry_run=dry_run,
                customer_key=key_of(customer_key, data),
                progress=progress,
            )
    except NothingUsable as error:
        _show_problems(error.report)
        raise
    _show(done, data)
    if done.refused:
        raise typer.Exit(ExitCode.PROBLEMS)


def _show(done: Imported, data: Path) -> None:
    show_understood(done.understood, previews=done.dry_run)
    console().print(_summary(done))
    snapshot = done.receipt.snapshot
    if done.dry_run:
        say(
            Text(
                "试运行：以上是将会发生的，什么也没有写入；去掉 --dry-run 就会导入",
                "dry run: this is what would happen; nothing was written. Without --dry-run it is imported",
            )
        )
    elif done.receipt.changed_lake:
        say(
            Text(
                f"数据快照第 {snapshot.number} 号已存入 {data}",
                f"stored in {data} as snapshot {snapshot.number}",
            )
        )
        say_how_to_undo(done.import_id, data)
    elif done.refused:
        say(Text("数据没有变化：没有新的行", "nothing changed: there was no new row"))
    else:
        say(Text("数据没有变化：这些行都已导入过", "nothing changed: all rows were imported before"))
    _show_problems(done.report)


def _summary(done: Imported) -> Table:
    language = lang()
    heading = Text("试运行结果", "Dry run") if done.dry_run else Text("导入结果", "Import")
    table = plain_table(heading.say(language))
    for heading in _HEADINGS:
        table.add_column(heading.say(language), justify="left" if heading in _HEADINGS[:2] else "right")
    for (file, event_table), outcomes in _by_file_and_table(done).items():
        counts = [outcome.counts for outcome in outcomes]
        numbers = (
            sum(outcome.read for outcome in outcomes),
            sum(one.new for one in counts),
            sum(one.changed for one in counts),
            sum(one.unchanged + one.repeated for one in counts),
            sum(outcome.refused for outcome in outcomes),
            sum(outcome.notices for outcome in outcomes),
        )
        called = outcomes[0].title
        en = event_table.name if called == event_table.title else called.en
        title = Text(f"{called.zh} {event_table.name}", en).say(language)
        table.add_row(Plain(Path(file).name), title, *(f"{number:,}" for number in numbers))
    return table


def _by_file_and_table(done: Imported) -> dict[tuple[str, EventTable], list[Outcome]]:
    """What one file gave to each table: orders paid and cancelled, though read apart, are orders."""
    found: dict[tuple[str, EventTable], list[Outcome]] = {}
    for outcome in done.outcomes:
        found.setdefault((outcome.file, outcome.table), []).append(outcome)
    return found


def _show_problems(report: ProblemReport) -> None:
    """The first problems, refusals by reason, and where the rest is."""
    if not report.written:
        return
    language = lang()
    if report.refused > len(report.first):
        for (reason, column), count in report.reasons.most_common(len(report.first)):
            where = f" ({column})" if column else ""
            told = Text(f"✗ 未导入 {count:,}：{reason.zh}{where}", f"✗ refused {count:,}: {reason.en}{where}")
            say(told, style="red")
    console().print()
    table = plain_table(Text("最先遇到的问题", "First findings").say(language))
    for heading in _PROBLEM_HEADINGS:
        table.add_column(heading.say(language), overflow="fold")
    for problem in sorted(report.first, key=lambda problem: problem.severity != "refused"):
        table.add_row(*map(Plain, _cells(problem)))
    console().print(table)
    if report.path is None:
        rest = report.findings - len(report.first)
        if rest:
            say(
                Text(
                    f"另有 {rest:,} 条；用 --problems 写到文件里看",
                    f"{rest:,} more; --problems writes all of them",
                )
            )
        return
    place = Text(f"全部问题见 {report.path}", f"all findings are in {report.path}")
    # Never broken over lines: a path is there to be copied.
    console().print(Plain(place.say(language)), soft_wrap=True)


def _cells(problem: Problem) -> tuple[str, ...]:
    language = lang()
    mark = "✗" if problem.severity == "refused" else "·"
    line = "" if problem.line is None else f":{problem.line}"
    return (
        mark,
        f"{Path(problem.file).name}{line}",
        _column(problem.column or ""),
        shortened(problem.value),
        problem.reason.say(language),
        problem.remedy.say(language),
    )


def _column(names: str) -> str:
    """The column of a problem; of many, the first ones: a report of forty columns fills no screen."""
    listed = names.split(", ")
    if len(listed) <= _COLUMNS_NAMED:
        return names
    first = ", ".join(listed[:_COLUMNS_NAMED])
    return Text(f"{first} 等 {len(listed)} 列", f"{first} and {len(listed) - _COLUMNS_NAMED} more").say(
        lang()
    )


_COLUMNS_NAMED = 3
_HEADINGS = (
    Text("文件", "file"),
    Text("表", "table"),
    Text("读到", "read"),
    Text("新增", "new"),
    Text("更新", "changed"),
    Text("不变", "unchanged"),
    Text("未导入", "refused"),
    Text("提醒", "notices"),
)
_PROBLEM_HEADINGS = (
    Text("", ""),
    Text("位置", "where"),
    Text("列", "column"),
    Text("内容", "value"),
    Text("原因", "reason"),
    Text("处理办法", "remedy"),
)
