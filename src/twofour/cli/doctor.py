"""``twofour doctor``: which days of which shops the data covers, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from twofour.cli.console import progress_bar
from twofour.cli.doctor_table import print_checkup
from twofour.cli.files import Cell, Form, FormOption, OutFile, Sheet, form_of, write_rows
from twofour.cli.options import (
    DEFAULT_DATA,
    DataDir,
    First,
    Last,
    Month,
    RulesFile,
    Shop,
    open_snapshot,
    period_of,
    rules_of,
    shops_of,
)
from twofour.metrics.doctor import Chart, Coverage, Finding, examine
from twofour.metrics.own import shop_metrics
from twofour.period import Period
from twofour.problems import ExitCode
from twofour.text import Text


def doctor(
    shop: Shop = None,
    first: First = None,
    last: Last = None,
    period: Month = None,
    rules: RulesFile = None,
    form: FormOption = None,
    out: OutFile = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="输出逐日行数 / rows by day instead of findings")
    ] = False,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """数据体检：缺哪些天、哪里不对、怎么办 / check the data: days covered, what is wrong, what to do."""
    chosen = form_of(form, out)
    settings = rules_of(rules)
    days = None if first is last is period is None else period_of(first, last, period)
    snapshot = open_snapshot(data)
    book = shop_metrics(data).book
    with progress_bar(Text("逐日统计", "counting days")) as progress:
        chart = Chart(snapshot, shops_of(snapshot, shop), settings, days, book, progress)
        _ = chart.coverage  # counted now, while this bar shows how far it is
    with progress_bar(Text("检查", "checking")) as progress:
        findings = examine(chart, progress)
    if chosen is Form.table:
        print_checkup(chart, findings, data)
    else:
        sheet = _coverage_sheet(chart) if coverage else _findings_sheet(findings)
        write_rows(sheet, chosen, out, period=days or _span(chart))
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(ExitCode.PROBLEMS)


def _findings_sheet(findings: Sequence[Finding]) -> Sheet:
    rows: list[dict[str, Cell]] = [
        {
            "kind": one.kind,
            "severity": one.severity,
            "shop_id": one.shop_id,
            "first_day": one.first,
            "last_day": one.last,
            "count": one.count,
            "examples": "; ".join(one.examples),
            "what_zh": one.what.zh,
            "what_en": one.what.en,
            "remedy_zh": one.remedy.zh,
            "remedy_en": one.remedy.en,
        }
        for one in findings
    ]
    return Sheet(Text("数据体检", "Findings"), _FINDING_COLUMNS, rows)


def _coverage_sheet(chart: Chart) -> Sheet:
    """Every day from a table's first to its last, empty ones too, and the days far away."""
    rows: list[dict[str, Cell]] = []
    for of in _tables(chart):
        inside = {day: of.days.get(day, 0) for day in Period(of.first, of.last + timedelta(days=1)).days}
        for day, count in sorted((inside | of.strays).items()):
            rows.append({"shop_id": of.shop_id, "table": of.table, "day": day, "rows": count})
    return Sheet(Text("数据覆盖", "Coverage"), _COVERAGE_COLUMNS, rows)


def _tables(chart: Chart) -> Iterator[Coverage]:
    return (of for tables in chart.coverage.values() for of in tables.values())


def _span(chart: Chart) -> Period:
    """The days that the data covers; today, where it covers none."""
    ends = [day for of in _tables(chart) for day in (of.first, of.last)]
    first, last = (min(ends), max(ends)) if ends else (_today(), _today())
    return Period(first, last + timedelta(days=1))


def _today() -> date:
    return datetime.now(UTC).date()


_FINDING_COLUMNS = {
    "kind": Text("种类", "kind"),
    "severity": Text("程度", "severity"),
    "shop_id": Text("店铺", "shop"),
    "first_day": Text("首日", "first day"),
    "last_day": Text("末日", "last day"),
    "count": Text("数量", "count"),
    "examples": Text("例子", "examples"),
    "what_zh": Text("发现", "what (zh)"),
    "what_en": Text("发现（英文）", "what"),
    "remedy_zh": Text("怎么办", "remedy (zh)"),
    "remedy_en": Text("怎么办（英文）", "remedy"),
}
_COVERAGE_COLUMNS = {
    "shop_id": Text("店铺", "shop"),
    "table": Text("表", "table"),
    "day": Text("日期", "day"),
    "rows": Text("行数", "rows"),
}
