"""Write ``docs/reference/metrics.md`` from the catalogue; ``--check`` fails if the page is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from twofour.events.rules import CountingRules
from twofour.metrics import METRICS, Metric

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "metrics.md"
HEAD = """# Metrics

Written by `tools/metric_reference.py` from the catalogue; do not edit. The rules themselves, one test
per rule with its data, are in `tests/spec/metrics`.

A metric is the quotient of two sums of whole numbers over business days; a plain count has no denominator. A
denominator of 0 means *no value*. Money is in fen, time in seconds. *Pending* counts say how many rows of the
denominator may still turn. A snapshot is computed over the period as a whole and does not add up over days.
"""


def main() -> None:
    """Write the page, or compare it."""
    page = "\n".join([HEAD, *_metrics(), "", *_rules(), ""])
    if "--check" in sys.argv:
        same = PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if same else f"{PAGE.name} is out of date: run just docs")
    PAGE.write_text(page, encoding="utf-8")


def _metrics() -> list[str]:
    lines: list[str] = []
    for category in dict.fromkeys(metric.category for metric in METRICS.values()):
        lines += [f"## {category.capitalize()}", ""]
        lines.append("| id | 中文 | English | numerator / denominator | unit | better |")
        lines.append("| --- | --- | --- | --- | --- | --- |")
        lines += [_row(metric) for metric in METRICS.values() if metric.category == category]
        lines.append("")
    return lines


def _row(metric: Metric) -> str:
    of = f"`{metric.numerator}`" + (f" / `{metric.denominator}`" if metric.denominator else "")
    notes = [f"pending `{metric.pending}`"] if metric.pending else []
    notes += ["snapshot"] if metric.snapshot else []
    notes += ["shop only"] if metric.scope == "shop" else []
    of += f" ({', '.join(notes)})" if notes else ""
    cells = [f"`{metric.id}`", metric.title.zh, metric.title.en, of, metric.unit, metric.direction]
    return f"| {' | '.join(cells)} |"


def _rules() -> list[str]:
    head = "Settings of a rules file or of a scheme's `counting:`, with their defaults."
    lines = ["## Counting rules", "", head, "", "| setting | default |", "| --- | --- |"]
    settings = CountingRules().settings()
    return lines + [f"| `{name}` | `{default}` |" for name, default in settings.items()]


if __name__ == "__main__":
    main()
