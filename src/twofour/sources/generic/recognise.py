"""Which event table a file holds, told from its header."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from twofour.events.tables import TABLES, Table
from twofour.problems import UsageError
from twofour.text import Text


def plain(name: str) -> str:
    """A column name as it is compared: without blanks around it, in small letters."""
    return name.strip().lower()


def recognise(file: str, header: Sequence[str]) -> Table:
    """The table all of whose required columns ``header`` has; of several, the one that uses most columns.

    Raises ``UsageError`` when there is none or no best one.
    """
    names = {plain(name) for name in header}
    tables = fitting(header)
    if not tables:
        raise UsageError(_no_table(file, names))
    used = {table.name: len(names & set(table.names)) for table in tables}
    best = [table for table in tables if used[table.name] == max(used.values())]
    if len(best) > 1:
        choice = ", ".join(table.name for table in best)
        raise UsageError(
            Text(
                f"{file} 的表头同时符合 {choice}；请用 --table 指定",
                f"the header of {file} fits {choice} alike; say which with --table",
            )
        )
    return best[0]


def fitting(header: Sequence[str]) -> list[Table]:
    """The tables all of whose required columns ``header`` has."""
    names = {plain(name) for name in header}
    return [table for table in TABLES.values() if names.issuperset(table.required)]


def demand(file: str, header: Sequence[str], table: Table) -> None:
    """Check that ``header`` can be read as ``table``; ``UsageError`` says what is missing or doubled."""
    names = [plain(name) for name in header]
    missing = [name for name in table.required if name not in names]
    if missing:
        raise UsageError(
            Text(
                f"{file} 缺少 {table.name} 表的必填列：{', '.join(missing)}{_near(missing, names).zh}；"
                "表头叫法不同时请用 --map 映射文件",
                f"{file} lacks required columns of {table.name}: "
                f"{', '.join(missing)}{_near(missing, names).en}; "
                "if its header uses other words, write a mapping file and give it with --map",
            )
        )
    doubled = sorted({name for name in names if names.count(name) > 1 and name in table.names})
    if doubled:
        raise UsageError(
            Text(
                f"{file} 的表头里 {', '.join(doubled)} 出现了两次；请删去一列",
                f"the header of {file} has {', '.join(doubled)} twice; delete one of the columns",
            )
        )


def _near(missing: Sequence[str], names: Sequence[str]) -> Text:
    """Columns that look like missing ones: misspellings."""
    pairs = [
        (want, found[0]) for want in missing if (found := get_close_matches(want, names, n=1, cutoff=0.7))
    ]
    if not pairs:
        return Text("", "")
    return Text(
        "（" + "，".join(f"{found} 是否应为 {want}？" for want, found in pairs) + "）",
        " (" + ", ".join(f"is {found} meant to be {want}?" for want, found in pairs) + ")",
    )


def _no_table(file: str, names: set[str]) -> Text:
    def lack(table: Table) -> int:
        return sum(name not in names for name in table.required)

    likely = sorted(TABLES.values(), key=lambda table: (lack(table), -len(names & set(table.names))))
    likely = [table for table in likely if names & set(table.names)][:3]
    shown = ", ".join(sorted(name for name in names if name)[:12])
    near = [(table, ", ".join(name for name in table.required if name not in names)) for table in likely]
    zh = "；".join(f"{table.name} 还缺 {lacks}" for table, lacks in near)
    en = "; ".join(f"{table.name} would also need {lacks}" for table, lacks in near)
    return Text(
        f"认不出 {file} 是哪张表（表头：{shown}）。{zh + '。' if zh else ''}"
        "请用 --table 指定表名，或用 --map 提供映射文件",
        f"the header of {file} ({shown}) fits no table. {en + '. ' if en else ''}"
        "Name the table with --table, or give a mapping file with --map",
    )
