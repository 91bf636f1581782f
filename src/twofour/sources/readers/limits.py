"""How much of a file is too much: what no honest export holds, and what a hostile one uses to fill memory."""

from __future__ import annotations

from twofour.problems import Refused
from twofour.text import Text

LONGEST_LINE = 32 << 20
"""Characters of one line, and of one row over several lines: a thousand times what a chat holds."""
LONGEST_RECORD = 64 << 20
"""Characters of one JSON value: all rows of a small export may stand in one."""
LONGEST_HEADER = 1 << 20
"""Characters above the first row: a file without a table begins like that."""
MOST_COLUMNS = 2_000
"""Columns of one table: the widest reports that platforms give have about two hundred."""
HELD = 32 << 20
"""Bytes of JSON that are turned into one batch of rows: Python's own values take ten times as much."""
LARGEST_PAGE, MOST_CELLS = 64 << 20, 4_000_000
"""Bytes and cells of a table in HTML: what back ends call .xls holds some thousand rows."""
LONGEST_TAG = 1 << 20
"""Characters of one tag or comment in HTML."""

MOST_INFLATED = 2 << 30
"""Bytes of a workbook's parts once unpacked: a full sheet of a million rows and thirty columns has less."""
FREE_INFLATION, HIGHEST_RATIO = 64 << 20, 200
"""A workbook larger than the first may be unpacked to the second times its packed size: sheets reach 30."""

LEAST_UNPACKED = 1 << 30
"""Bytes that any Parquet file may unpack to; a larger one to ``HIGHEST_RATIO`` times its size."""
MEMORY_APART = 2 << 30
"""Bytes of address space for opening what only its own library can size."""
SECONDS_APART = 300
"""Seconds of computing for the same."""


def too_wide(name: str, columns: int) -> Refused:
    """The error for a table with more than ``MOST_COLUMNS`` columns."""
    return Refused(
        Text(
            f"{name} 有 {columns:,} 列，最多读 {MOST_COLUMNS:,} 列；请删去多余的空列再导入",
            f"{name} has {columns:,} columns, at most {MOST_COLUMNS:,} are read; delete the empty ones",
        )
    )


def too_long_a_line(name: str, limit: int) -> Refused:
    """The error for a file whose beginning never ends."""
    return Refused(
        Text(
            f"{name} 开头 {limit:,} 个字符里没有表头和换行，不是表格；请重新导出",
            f"{name} shows no header in its first {limit:,} characters: no table; export it again",
        )
    )


def too_much_memory(name: str) -> Refused:
    """The error for a file that its library cannot open within ``MEMORY_APART`` and ``SECONDS_APART``."""
    limit, minutes = f"{MEMORY_APART >> 30} GB", SECONDS_APART // 60
    return Refused(
        Text(
            f"打开 {name} 需要超过 {limit} 内存或 {minutes} 分钟，文件可能已损坏或是恶意的；"
            "请另存为 CSV，或分成几个文件再导入",
            f"opening {name} takes more than {limit} of memory or {minutes} minutes: it may be damaged or "
            "hostile; save it as CSV, or in several files",
        )
    )
