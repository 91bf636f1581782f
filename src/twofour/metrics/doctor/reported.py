"""Checks of platforms' reports, where figures are taken from them: days, agents and figures that lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import MOST_EXAMPLES, Check, Found
from twofour.metrics.reported import Reports, report_source
from twofour.metrics.reported.places import place_of
from twofour.text import Text

_DAY = timedelta(days=1)


def find_in_use(chart: Chart) -> Iterator[Found]:
    """Shops without chats whose figures a report gives."""
    for reports in chart.reports:
        if chart.has_messages(reports.shop_id):
            continue
        days, title = reports.rows["day"], report_source(reports.source).title
        agents = reports.rows.filter(pl.col("subject_kind") == "agent")["subject_id"].n_unique()
        what = Text(
            f"没有聊天，数取自{title.zh}报表：{days.n_unique():,} 天，{agents:,} 个客服",
            f"no chats; the {title.en} report gives the figures: {days.n_unique():,} days, {agents:,} agents",
        )
        yield Found(_shop(reports), days.n_unique(), what, *_ends(reports.rows))


def find_days(chart: Chart) -> Iterator[Found]:
    """Days without a row between those that have one, and those of a period that a report does not reach."""
    for reports in chart.reports:
        title = report_source(reports.source).title
        covered = _covered(reports.rows)
        gaps = [(a + _DAY, b - _DAY) for a, b in pairwise(covered) if b - a > _DAY]
        if chart.period is not None:
            if covered[0] > chart.period.start:
                gaps.insert(0, (chart.period.start, covered[0] - _DAY))
            if covered[-1] < chart.period.last:
                gaps.append((covered[-1] + _DAY, chart.period.last))
        for first, last in gaps:
            what = Text(f"{title.zh}报表里没有这些天", f"the {title.en} report lacks these days")
            yield Found(_shop(reports), (last - first).days + 1, what, first, last)


def find_agents(chart: Chart) -> Iterator[Found]:
    """Agents of a report whom no staff row of any shop knows."""
    known = chart.snapshot.scan("staff").select("agent_id").unique().collect()["agent_id"].to_list()
    for reports in chart.reports:
        title = report_source(reports.source).title
        rows = reports.rows.filter(pl.col("subject_kind") == "agent", ~pl.col("subject_id").is_in(known))
        if rows.is_empty():
            continue
        strange = rows["subject_id"].unique().sort().to_list()
        what = Text(
            f"{title.zh}报表里有 {len(strange):,} 个账号不在人员表里，它们的数算不到人头上",
            f"agents of the {title.en} report who stand in no staff row and count for nobody: "
            f"{len(strange):,}",
        )
        yield Found(_shop(reports), len(strange), what, *_ends(rows), tuple(strange[:MOST_EXAMPLES]))


def find_pending(chart: Chart) -> Iterator[Found]:
    """Rows in which a figure that comes late has not come yet."""
    key = ["subject_kind", "subject_id", "day"]
    for reports in chart.reports:
        source = report_source(reports.source)
        waiting = []
        for recipe in map(source.recipe, [one.metric for one in source.metrics]):
            if recipe.settles:
                late, counted = (
                    reports.rows.filter(pl.col("metric") == figure.name).select(key)
                    for figure in recipe.figures
                )
                # A figure that stands nowhere is none that the report gives.
                waiting.append(counted.join(late, on=key, how="anti") if late.height else counted.clear())
        rows = pl.concat(waiting).unique() if waiting else reports.rows.clear()
        if rows.is_empty():
            continue
        what = Text(
            f"{source.title.zh}报表有 {rows.height:,} 行的成交还没出数（延迟统计），转化率偏低",
            f"rows of the {source.title.en} report whose outcome is not settled yet, so that conversions "
            f"are too low: {rows.height:,}",
        )
        yield Found(_shop(reports), rows.height, what, *_ends(rows))


def _shop(reports: Reports) -> str | None:
    return reports.shop_id or None


def _ends(rows: pl.DataFrame) -> tuple[date, date]:
    days = rows["day"].to_list()
    return min(days), max(days)


def _covered(rows: pl.DataFrame) -> list[date]:
    """Every day that a row is about, those that it sums up included, in order."""
    found = set()
    for day, said in rows.select("day", "evidence").unique().iter_rows():
        first = place_of(said).first or day
        found |= {first + n * _DAY for n in range((day - first).days + 1)}
    return sorted(found)


CHECKS = (
    Check(
        "report_days_missing",
        "warning",
        Text("报表缺天", "days missing in a report"),
        "A day between the first and the last one that the shop's rows of a platform's report are about has "
        "no row; with a period, any of its days.",
        Text(
            "补导这些天的报表；真没人上班就不用管",
            "Import the report of these days; leave it if nobody worked",
        ),
        find_days,
    ),
    Check(
        "report_unknown_agent",
        "warning",
        Text("报表里的账号没人认领", "agents of a report nobody owns"),
        "An agent in a platform's report stands in no staff row of any shop.",
        Text("在人员表里补上这些账号", "Add these agents to the staff table"),
        find_agents,
    ),
    Check(
        "report_pending",
        "warning",
        Text("报表还有延迟统计", "figures of a report not settled"),
        "A row of a platform's report has what a ratio divides by and not yet what is divided (延迟统计), "
        "though other rows have it.",
        Text("过几天重新导出、再导入一次", "Export the report again in some days, and import it"),
        find_pending,
    ),
    Check(
        "report_in_use",
        "note",
        Text("数字取自报表", "figures from a report"),
        "A shop without messages has rows of a platform's report.",
        Text(
            "看数、写方案都可以用报表里的数（measures_from）；补上聊天和订单，每个数都能点开",
            "Measure and pay by the report (measures_from in a scheme); with chats every figure opens",
        ),
        find_in_use,
    ),
)
