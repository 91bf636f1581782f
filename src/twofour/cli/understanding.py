"""What an import understood of each file, said before its result: what it is, its first rows as events."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Plain

from twofour.cli.console import console, lang, say
from twofour.cli.tables import plain_table
from twofour.events.event_words import column_title, word_for
from twofour.sources import Preview, Understood, shortened
from twofour.text import Text, counted

_WIDEST_CELL = 24
_COLUMNS_TOLD = 12


def show_understood(files: tuple[Understood, ...], *, previews: bool) -> None:
    """One paragraph per table of a file. Columns and first rows of platforms' exports are always shown,
    because their words were changed; ``previews`` shows those of all files.
    """
    for one in files:
        name = Path(one.file).name + (f"[{one.sheet}]" if one.sheet else "")
        say(Text(f"{name}：{_what(one).zh}", f"{name}: {_what(one).en}"), style="bold")
        say(_facts(one))
        if one.export is not None or previews:
            _say_columns(one)
            for preview in one.previews:
                console().print(_table(preview))
        console().print()


def _what(one: Understood) -> Text:
    if one.platform is None:
        return one.title
    platform, zh = one.platform, one.title.zh
    return Text(zh if zh.startswith(platform.zh) else f"{platform.zh} · {zh}", one.title.en)


def _facts(one: Understood) -> Text:
    """Encoding, header, rows, days and shops in one line."""
    zh, en = [f"{one.rows:,} 行"], [counted(one.rows, "row", "rows")]
    if one.encoding is not None:
        zh.insert(0, one.encoding.upper())
        en.insert(0, one.encoding.upper())
    if one.header_line is not None:
        zh.append(f"表头在第 {one.header_line} 行")
        en.append(f"header in line {one.header_line}")
    if one.first_day is not None and one.last_day is not None:
        days = str(one.first_day) if one.first_day == one.last_day else f"{one.first_day} ~ {one.last_day}"
        zh.append(days)
        en.append(days)
    if one.shops:
        zh.append(f"店铺 {'、'.join(one.shops)}")
        en.append(f"shop {', '.join(one.shops)}")
    return Text("  " + "，".join(zh), "  " + ", ".join(en))


def _say_columns(one: Understood) -> None:
    for columns, zh, en in ((one.used, "用到的列", "columns used"), (one.unused, "没用到的列", "not used")):
        if columns:
            told, more = columns[:_COLUMNS_TOLD], len(columns) - _COLUMNS_TOLD
            say(
                Text(
                    f"  {zh}：{'、'.join(told)}{f' 等 {len(columns)} 列' if more > 0 else ''}",
                    f"  {en}: {', '.join(told)}{f' and {more} more' if more > 0 else ''}",
                )
            )


def _table(preview: Preview) -> Table:
    """The first rows; columns that do not fit the terminal are named below it."""
    language = lang()
    titles = [column_title(name).say(language) for name in preview.columns]
    cells = [
        [shortened(word_for(name, cell).say(language)) for cell in column]
        for name, column in zip(preview.columns, zip(*preview.rows, strict=True), strict=True)
    ]
    widths = [
        min(_WIDEST_CELL, max(map(cell_len, [title, *column])))
        for title, column in zip(titles, cells, strict=True)
    ]
    # Two blanks stand between columns, one behind the last.
    fitting, room = 0, console().width + 1
    for width in widths:
        room -= width + 2
        if room < 0:
            break
        fitting += 1
    left_out = titles[fitting:]
    caption = None
    if left_out:
        listed = "、".join(left_out) if language == "zh" else ", ".join(left_out)
        caption = Text(f"还有：{listed}", f"also: {listed}").say(language)
    name = preview.title.say(language)
    table = plain_table(Text(f"{name}，前几行", f"{name}, first rows").say(language), caption=caption)
    for title, width in zip(titles[:fitting], widths, strict=False):
        table.add_column(title, width=width, no_wrap=True, overflow="ellipsis")
    for row in zip(*cells[:fitting], strict=True):
        table.add_row(*map(Plain, row))
    return table
