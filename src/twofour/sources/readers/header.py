"""Headers of one row, or of two: groups in merged cells over their sub-headers."""

from __future__ import annotations

from collections.abc import Sequence


def joined_header(rows: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """The names that the header ``rows`` give their columns, blanks around them aside.

    Of two rows the upper one names groups: a blank cell there belongs to the group on its left, as long as
    there is a sub-header below it. ``询单->最终付款 |`` over ``人数 | 成功率`` names two columns
    ``询单->最终付款人数`` and ``询单->最终付款成功率``; a column without a sub-header keeps the upper name.
    """
    cells = [[(cell or "").strip() for cell in row] for row in rows]
    names = cells[0]
    for below in cells[1:]:
        width = max(len(names), len(below))
        above, names = [*names, *[""] * (width - len(names))], []
        group = ""
        for upper, lower in zip(above, [*below, *[""] * (width - len(below))], strict=True):
            group = upper or (group if lower else "")
            names.append(f"{group}{lower}" if group != lower else lower)
    return tuple(names)
