"""Write ``docs/reference/doctor.md`` from the registry of checks; ``--check`` fails if it is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from twofour.metrics.doctor import CHECKS, SEVERITIES, Check

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "doctor.md"
HEAD = """# What the doctor finds

Written by `tools/doctor_reference.py` from the checks; do not edit. One small table of data that has it,
and one that has not, for each finding are in `tests/spec/doctor`. How to work with the command: [check your
data](../how-to/check-your-data.md).

`twofour doctor` looks at the newest snapshot: at all its days, or at those of `--period` or `--from` and
`--until`. Days and hours are those of the counting rules (`--rules`: `timezone`, `day_cut`). It changes
nothing.

| severity | meaning | exit code |
| --- | --- | --- |
| error | figures are wrong | 1 |
| warning | figures are probably wrong | 1 |
| note | good to know | 0 |

A finding has: `kind`, `severity`, `shop_id` (empty for people of several shops), `first_day` and
`last_day`, `count`, up to three `examples`, what was found and what to do, both in Chinese and English
(`what_zh`, `what_en`, `remedy_zh`, `remedy_en`). `--format csv`, `json`, `xlsx` or `parquet` writes them;
with `--coverage` it writes the number of rows by shop, table and day instead.

Some checks read whole conversations. They look at a shop's *latest busy month* (UTC): the last one with at
least a quarter of the messages of its fullest month; where that is large, at the messages of every n-th
customer.
"""
TITLES = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


def main() -> None:
    """Write the page, or compare it."""
    page = "\n".join([HEAD, *_findings()])
    if "--check" in sys.argv:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if same else f"{PAGE.name} is out of date: run python tools/doctor_reference.py")
    PAGE.write_text(page, encoding="utf-8")


def _findings() -> list[str]:
    lines: list[str] = []
    for severity in SEVERITIES:
        lines += [f"## {TITLES[severity]}", ""]
        for check in CHECKS:
            if check.severity == severity:
                lines += _entry(check)
    return lines


def _entry(check: Check) -> list[str]:
    return [
        f"### `{check.kind}`: {check.title.en} {check.title.zh}",
        "",
        check.rule,
        "",
        f"- What to do: {check.remedy.en}.",
        f"- 怎么办：{check.remedy.zh}。",
        "",
    ]


if __name__ == "__main__":
    main()
