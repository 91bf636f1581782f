"""Checks of what people enter: shifts and indicators of people, or of metrics, that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import polars as pl

from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import MOST_EXAMPLES, Check, Found, Severity
from twofour.metrics.doctor.gather import ends
from twofour.metrics.own import METRICS_FILE
from twofour.metrics.reported import is_reported, report_names
from twofour.text import Text

_RARE = 5  # a name used a fifth as often as the one that it resembles is a slip


def find_shifts(chart: Chart) -> Iterator[Found]:
    """Shifts of members whom no staff row of any shop knows."""
    members = chart.snapshot.scan("staff").select("member_id")
    rows = chart.scan("shifts").join(members, on="member_id", how="anti").collect()
    if rows.height:
        ids = rows.get_column("member_id").unique().sort().to_list()
        yield Found(
            None,
            rows.height,
            Text(
                f"{rows.height:,} 个班次属于人员表里没有的 {len(ids)} 个员工",
                f"shifts of members whom the staff table does not know: {rows.height:,}",
            ),
            *ends(rows, "day", "day"),
            tuple(ids[:MOST_EXAMPLES]),
        )


def find_subjects(chart: Chart) -> Iterator[Found]:
    """Indicators of agents, members, teams or shops that do not exist."""
    staff = chart.snapshot.scan("staff").select("agent_id", "member_id", "team").collect()
    named = {"agent": "agent_id", "member": "member_id", "team": "team"}
    known = {kind: staff.get_column(column).drop_nulls().unique().to_list() for kind, column in named.items()}
    known["shop"] = chart.snapshot.shop_ids()
    # Agents of platforms' reports are looked at with the reports.
    source = pl.col("metric").str.extract(r"^([^.]+)\.")
    reported = source.is_in(list(report_names())).fill_null(value=False) & (pl.col("subject_kind") == "agent")
    entered = chart.scan("indicators").filter(~reported).collect()
    for kind, ids in known.items():
        rows = entered.filter(pl.col("subject_kind") == kind, ~pl.col("subject_id").is_in(ids))
        if rows.is_empty():
            continue
        strange = rows.get_column("subject_id").unique().sort().to_list()
        title = _KINDS[kind]
        yield Found(
            None,
            rows.height,
            Text(
                f"{rows.height:,} 个手工指标属于不存在的{title.zh}",
                f"indicators of {title.en} that do not exist: {rows.height:,}",
            ),
            *ends(rows, "day", "day"),
            tuple(strange[:MOST_EXAMPLES]),
        )


def find_metrics(chart: Chart) -> Iterator[Found]:
    """Indicators whose name looks like a slip, that nobody defined, or that a computed metric has; figures of
    platforms' reports apart, which need no definition.
    """
    used = chart.scan("indicators").group_by("metric")
    days = used.agg(pl.len(), first=pl.col("day").min(), last=pl.col("day").max()).sort("metric")
    rows = {
        metric: (count, first, last)
        for metric, count, first, last in days.collect().iter_rows()
        if not is_reported(metric, report_names())
    }
    defined = [entry.id for entry in chart.book.values() if entry.indicator is not None]
    for metric, (count, first, last) in rows.items():
        if metric in defined:
            continue
        frequent = [other for other, (often, *_) in rows.items() if often >= count * _RARE]
        near = get_close_matches(metric, [*defined, *chart.book, *frequent], n=1, cutoff=0.85)
        severity: Severity | None = None
        if metric in chart.book:
            what = Text(
                f"手工指标 {metric}（{count:,} 行）与算出来的指标同名，这些数不会用到",
                f"indicator {metric} (rows: {count:,}) is called like a metric that is computed: nobody "
                "reads it",
            )
            remedy = Text("删去，或换个名字再导入", "Leave it out, or import it under another name")
        elif near:
            what = Text(
                f"手工指标 {metric}（{count:,} 行）像是 {near[0]} 的笔误",
                f"indicator {metric} (rows: {count:,}) looks like a slip for {near[0]}",
            )
            remedy = Text(f"改成 {near[0]} 再导入", f"Import it as {near[0]}")
        elif defined:
            what = Text(
                f"{METRICS_FILE} 没有定义手工指标 {metric}（{count:,} 行）",
                f"{METRICS_FILE} does not define the indicator {metric} (rows: {count:,})",
            )
            remedy = Text(
                f"在 {METRICS_FILE} 里定义；方案里已定义就不用管",
                f"Define it in {METRICS_FILE}; leave it if a scheme defines it",
            )
            severity = "note"
        else:
            continue
        yield Found(None, count, what, first, last, (metric,), remedy, severity)


_KINDS = {
    "agent": Text("客服", "agents"),
    "member": Text("员工", "members"),
    "team": Text("团队", "teams"),
    "shop": Text("店铺", "shops"),
}
CHECKS = (
    Check(
        "shift_unknown_member",
        "warning",
        Text("班次的员工不在人员表", "shifts of unknown members"),
        "A shift whose member_id stands in no staff row of any shop.",
        Text("核对员工编号，或在人员表里补上", "Check the member ids, or add them to the staff table"),
        find_shifts,
    ),
    Check(
        "indicator_unknown_subject",
        "warning",
        Text("手工指标的对象不存在", "indicators of nobody"),
        "An indicator whose agent, member or team stands in no staff row, or whose shop has no data; "
        "agents of platforms' reports apart.",
        Text("核对 subject_kind 和 subject_id", "Check subject_kind and subject_id"),
        find_subjects,
    ),
    Check(
        "indicator_unknown_metric",
        "warning",
        Text("手工指标的名字可疑", "indicators of an unknown metric"),
        "An indicator called like a metric that is computed; or nearly like a metric, or like another "
        f"indicator that has at least {_RARE} times as many rows. As a note: one that metrics.yaml in the "
        "data folder does not define, if it defines others.",
        Text("核对指标名", "Check the metric's name"),
        find_metrics,
    ),
)
