"""Write ``docs/reference/reports.md`` from the data files of reports; ``--check`` fails if it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from twofour.metrics.catalogue import METRICS
from twofour.metrics.reported import Recipe, report_names, report_source

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "reports.md"
HEAD = """# Figures from platforms' reports 平台报表里的数

Written by `tools/report_reference.py` from `src/twofour/metrics/reported/*.yaml`; do not edit. One test
per rule, with its data, is in `tests/spec/metrics/test_reported_spec.py`. How to work with them: [start
from reports](../how-to/start-from-reports.md).

A report is imported into the table `indicators`: one row per figure, agent (or shop) and day, called
`<source>.<figure>`, with the file and the row as its evidence. `twofour measure --report SOURCE`,
`twofour evidence --report SOURCE` and `counting: {measures_from: SOURCE}` in a scheme take metrics from
there instead of counting them.

- **Sums.** Daily rows add up. A ratio is the sum of one count over the sum of another; a mean is
  weighted by a count, never averaged as it is. Both sides of a weighted mean are kept in millionths;
  amounts finer than a fen are rounded HALF_UP, row by row. So days, months, agents and teams add up
  exactly.
- **Rows over several days** count for the period that holds their last day, and stand for all rows of
  the same figure and agent inside their days.
- **Missing.** A row without one of the figures that a metric needs says nothing about it. Where payments
  come late (延迟统计), the day's inquiries are in the denominator and pending. What a report does not give
  is missing, never 0; `missing:` in the scheme decides, and `twofour scheme lint` names it.
- **People.** An account's rows count for the member and the team that the staff table names on that day.
  The shop has its own rows where the report has any, else the sum of the accounts.
- **Explanations** say 赤兔报表 (or whichever it is), name file and rows, and end there: a report opens to no
  chats.

A metric that is not listed under a source cannot be had from it.
"""


def main() -> None:
    """Write the page, or compare it."""
    page = "\n".join([HEAD, *(line for name in report_names() for line in _source(name))])
    if "--check" in sys.argv:
        same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if same else f"{PAGE.name} is out of date: run just docs")
    PAGE.write_text(page, encoding="utf-8")


def _source(name: str) -> list[str]:
    source = report_source(name)
    lines = [f"## `{name}` {source.title.zh} · {source.title.en}", "", source.note.zh, "", source.note.en, ""]
    lines += ["| metric | 由什么算 made of | 为什么和我们的数不同 | why it may differ from ours |"]
    lines += ["| --- | --- | --- | --- |"]
    for one in source.metrics:
        title, recipe = METRICS[one.metric].title, source.recipe(one.metric)
        made = _made(recipe)
        lines += [f"| `{one.metric}` {title.zh} | {made} | {one.differs.zh} | {one.differs.en} |"]
    return [*lines, ""]


def _made(recipe: Recipe) -> str:
    titles = [figure.title.zh for figure in recipe.figures]
    if recipe.how == "ratio":
        return " ÷ ".join(titles)
    if recipe.how == "mean":
        return f"{titles[0]}，按{titles[1]}加权"
    return titles[0] if recipe.how == "sum" else f"最后一次的{titles[0]}"


if __name__ == "__main__":
    main()
