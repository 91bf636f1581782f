"""Write ``docs/reference/exports.md`` from the export documents; ``--check`` fails if it is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from twofour.metrics import METRICS
from twofour.sources.exports import PLATFORMS, Export, exports
from twofour.sources.exports.document import Report
from twofour.sources.mapping.document import Origin
from twofour.sources.mapping.expressions import columns_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "exports.md"
HEAD = """# Exports that are recognised (能识别的平台导出)

Written by `tools/export_reference.py` from the export documents in `src/twofour/sources/<platform>`; do
not edit.

`twofour import FILE…` finds out by itself which of these a file is; `--export ID` says so where two fit
alike, `--dry-run` shows what it understands. Names of columns match whatever their width, blanks,
arrows, quotes and a unit in brackets behind them. The header may stand up to thirty rows down and may
have two rows (a group over its sub-headers). Only the columns under *told by* must be there; every other
one that is missing leaves its cells blank, one that is not listed is not used. Anything else comes in
with a [mapping file](mapping.md).

A *report* holds figures that the platform has counted. Each becomes a row of the table `indicators`:
metric `<platform>.<figure>`, about an agent or the shop, on its day, with file and row as evidence. A
row that sums up several days lies on the last of them. `-`, `--` and blanks are no figure, never 0; 延迟统计
neither, until the file is imported again. Shares are kept as fractions, durations in seconds, money in
yuan. Rows that sum up others (汇总值, 平均值, 同行…) and remarks below the figures stay out, as do a
workbook's hidden sheets and those that are nothing known; an import says how many, or which. What the
figures mean, and how they differ from ours, stands in [reports](reports.md).

Several people share a buyer's name that a platform has masked (`jd_***`, `t**1`, 张*), so it names nobody. An
order with one comes in as one without a buyer (`order:NUMBER`), and one notice per file says how many rows
that are and what gives full names; a rating loses the name and stays. A chat cannot do without its customer:
messages of one with `**` in the name are refused, for people who share it would be one conversation.
"""
UNITS = {"count": "number", "ratio": "share", "seconds": "duration", "yuan": "yuan", "number": "number"}


def main() -> None:
    """Write the page, or compare it."""
    page = "\n".join([HEAD, *_platforms()])
    if "--check" in sys.argv:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if same else f"{PAGE.name} is out of date: run python tools/export_reference.py")
    PAGE.write_text(page, encoding="utf-8")


def _platforms() -> list[str]:
    lines: list[str] = []
    for platform, title in PLATFORMS.items():
        here = [one for one in exports() if one.platform == platform]
        if here:
            name = title.zh if title.zh == title.en else f"{title.zh} ({title.en})"
            lines += [f"## {name}", "", *(line for one in here for line in _export(one))]
    return lines


def _export(one: Export) -> list[str]:
    lines = [f"### `{one.export}`: {one.title.zh}", "", f"{one.title.en}.", ""]
    lines += [f"- 在哪里 / where: {one.menu.zh} / {one.menu.en}", f"- told by: {_told_by(one)}"]
    if one.shop is not None:
        lines.append(f"- shop: {_origin(one.shop)}")
    if one.row_limit:
        lines.append(f"- may be cut off at {', '.join(f'{limit:,}' for limit in one.row_limit)} rows")
    lines += [f"- {note.zh} / {note.en}" for note in one.notes]
    if one.masked_buyers is not None:
        lines.append(f"- 买家打码时 / masked buyers: {one.masked_buyers.zh} / {one.masked_buyers.en}")
    lines.append("")
    lines += _report(one, one.report) if one.report is not None else _tables(one)
    return [*lines, ""]


def _told_by(one: Export) -> str:
    rules = one.recognise
    parts = [", ".join(rules.all_of)]
    if rules.any_of:
        parts.append(f"one at least of {', '.join(rules.any_of)}")
    if rules.none_of:
        parts.append(f"none of {', '.join(rules.none_of)}")
    parts += [f"`{test.column}` {test.test} {getattr(test, test.test)}" for test in rules.where]
    return "; ".join(parts)


def _report(one: Export, report: Report) -> list[str]:
    about = f"agent: {_called(one, report.subject.column)}" if report.subject.column else "the shop"
    lines = [
        f"A report about {about}" + (f"; day: {_called(one, report.day.column)}." if report.day else ".")
    ]
    lines += ["", "| column | figure | what it is | unit |", "|---|---|---|---|"]
    for figure in report.figures:
        known = METRICS.get(figure.metric)
        name = f"`{one.platform}.{figure.metric}`"
        meaning = known.title.zh if known is not None else ""
        lines.append(f"| {_called(one, figure.column)} | {name} | {meaning} | {UNITS[figure.unit]} |")
    return lines


def _tables(one: Export) -> list[str]:
    lines = ["| table | column | from |", "|---|---|---|"]
    for part in one.tables:
        for name, origin in part.columns.items():
            lines.append(f"| {part.table} | {name} | {_origin(origin, one)} |")
    return list(dict.fromkeys(lines))


def _origin(origin: Origin, one: Export | None = None) -> str:
    if origin.way == "constant":
        return f"always `{origin.constant}`"
    names = [name if one is None else _called(one, name) for name in columns_of(origin)]
    cut = "".join(
        f", what is {word} `{sign}`" for word in ("before", "after") if (sign := getattr(origin, word))
    )
    how = {"first_of": " or ", "sum_of_product": " × "}.get(origin.way, " + ")
    summed = (
        origin.way.removesuffix("_of_product") + " of " if origin.sums_up and origin.way != "count" else ""
    )
    return "number of rows" if origin.way == "count" else f"{summed}{how.join(names)}{cut}"


def _called(one: Export, name: str) -> str:
    """A column and the other words for it."""
    others = one.aliases.get(name, ())
    return f"{name} ({', '.join(others)})" if others else name


if __name__ == "__main__":
    main()
