"""Words that leave: never a formula in a spreadsheet, never a command to a terminal."""

from __future__ import annotations

import re

# Spreadsheets also take the full-width signs of a Chinese keyboard, and look past blanks, quotes and signs
# without width in front of them.
_FORMULA = re.compile(r"[\s\"'“”‘’\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# Control characters steer a terminal; marks of direction make a name read as another; halves are no text.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def escape_cell(text: str) -> str:
    """``text`` as it is, or behind an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def visible(text: str) -> str:
    """``text`` with a sign in the place of every character that steers instead of being shown."""
    return _STEERING.sub("\ufffd", text)
