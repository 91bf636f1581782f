"""Write ``docs/reference/metrics*.md`` from catalogue, manual and spec tests; ``--check`` compares them."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from twofour.metrics import METRICS
from twofour.metrics.catalogue import Category
from twofour.metrics.manual import MANUAL
from twofour.metrics.manual.words import CATEGORIES, DIRECTIONS, KINDS, SCOPES, formula, unit_words
from twofour.metrics.own import CATALOGUE, MetricEntry
from twofour.text import Text

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
SPECS = ROOT / "tests" / "spec" / "metrics"
MOST_TESTS = 6
WRITTEN = (
    "Written by `tools/metric_reference.py` from the catalogue, its manual and the spec tests; do not edit."
)
HEAD = f"""# Metrics 指标

{WRITTEN}
`twofour metrics list` and `twofour metrics show METRIC` say the same in the terminal.

A metric is the quotient of two sums of whole numbers over business days; a plain count has no denominator. A
denominator of 0 means *no value*, never 0. Money is counted in fen and shown in yuan. Figures of a longer
period are divided anew from its sums, never averaged; agents' sums add up to members', members' to teams'. A
*snapshot* is computed over the period as a whole and does not add up. *Pending* counts say how many rows may
still turn.

Settings that change a metric are [counting rules](counting-rules.md). A shop adds
[metrics of its own](../how-to/own-metric.md), which behave like these everywhere.
"""


class Shown(NamedTuple):
    """A spec test that shows a metric: where it is, and among how many metrics."""

    metrics: int
    file: str
    name: str


def main() -> None:
    """Write the pages, or compare them."""
    pages = {PAGES / name: text for name, text in _pages().items()}
    if "--check" in sys.argv:
        stale = [
            page for page, text in pages.items() if not page.is_file() or page.read_text("utf-8") != text
        ]
        stale += [page for page in PAGES.glob("metrics*.md") if page not in pages]
        names = ", ".join(page.name for page in stale)
        sys.exit(f"{names} out of date: run just docs" if stale else 0)
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")


def _pages() -> dict[str, str]:
    shown = _shown()
    found = {category: _of(category) for category in CATEGORIES if _of(category)}
    index = [HEAD, *(line for category in found for line in _overview(category, found[category]))]
    pages = {"metrics.md": "\n".join(index).rstrip() + "\n"}
    for category, entries in found.items():
        zh, en = CATEGORIES[category]
        lines = [f"# {en.capitalize()} {zh}", "", f"{WRITTEN} [All metrics](metrics.md)", ""]
        lines += [line for entry in entries for line in _section(entry, shown[entry.id])]
        pages[_page(category)] = "\n".join(lines).rstrip() + "\n"
    return pages


def _of(category: Category) -> list[MetricEntry]:
    return [entry for entry in CATALOGUE.values() if entry.category == category]


def _page(category: Category) -> str:
    return f"metrics-{category}.md"


def _overview(category: Category, entries: list[MetricEntry]) -> Iterator[str]:
    zh, en = CATEGORIES[category]
    yield from (f"## {en.capitalize()} {zh}", "")
    yield "| metric | 中文 | English | formula | unit | better |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for entry in entries:
        link = f"[`{entry.id}`]({_page(category)}#{entry.id})"
        said = formula(CATALOGUE, entry.id).en if METRICS[entry.id].denominator else ""
        notes = ["snapshot"] if METRICS[entry.id].snapshot else []
        notes += (
            ["shop only"] if entry.scope == "shop" else ["people only"] if entry.scope == "member" else []
        )
        said += f" ({', '.join(notes)})" if notes else ""
        cells = [link, entry.title.zh, entry.title.en, said.strip(), unit_words(entry).en, entry.direction]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _section(entry: MetricEntry, tests: list[Shown]) -> Iterator[str]:
    manual, metric = MANUAL[entry.id], METRICS[entry.id]
    direction, unit = DIRECTIONS[entry.direction], unit_words(entry)
    none = Text("无", "none")
    rows = {
        "name 名称": entry.title,
        "counts 计什么": manual.counts,
        "formula 怎么算": formula(CATALOGUE, entry.id),
        "lies on 算在哪天": manual.day,
        "unit 单位": Text(f"{unit.zh}，{direction.zh}", f"{unit.en}, {direction.en}"),
        "kind 性质": KINDS[entry.kind],
        "who has it 谁有": SCOPES[entry.scope],
        "pending 延迟统计": manual.pending or none,
    }
    if metric.denominator is None:
        del rows["formula 怎么算"]
    elif rows["formula 怎么算"] == manual.counts:
        del rows["counts 计什么"]
    yield from (f"## {entry.id}", "", "| | 中文 | English |", "| --- | --- | --- |")
    yield from (f"| {what} | {words.zh} | {words.en} |" for what, words in rows.items())
    yield from (
        "",
        f"Settings that change it 会改变它的口径: {', '.join(f'`{name}`' for name in manual.settings)}.",
    )
    yield from ("", f"Shown by 用例: {_links(tests)}.", "")


def _links(tests: list[Shown]) -> str:
    """Tests that show few other metrics first; they say most about this one."""
    first = sorted(tests)[:MOST_TESTS]
    links = [f"[{test.name}](../../tests/spec/metrics/{test.file})" for test in first]
    rest = len(tests) - len(first)
    return ", ".join(links) + (f" and {rest} more" if rest else "")


def _shown() -> dict[str, list[Shown]]:
    """By metric the tests whose expected tables have it as a column."""
    found: dict[str, list[Shown]] = defaultdict(list)
    for file in sorted(SPECS.glob("test_*_spec.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                columns = set(_columns(node))
                for metric in columns & METRICS.keys():
                    name = node.name.removeprefix("test_").replace("_", " ")
                    found[metric].append(Shown(len(columns), file.name, name))
    return found


def _columns(test: ast.FunctionDef) -> Iterator[str]:
    """The headings of the tables that the test expects."""
    for node in ast.walk(test):
        if isinstance(node, ast.keyword) and node.arg == "expect":
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    blocks = re.split(r"\n\s*\n", part.value.strip())
                    yield from (cell.strip() for block in blocks for cell in block.split("\n")[0].split("|"))


if __name__ == "__main__":
    main()
