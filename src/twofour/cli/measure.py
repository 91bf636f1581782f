"""``twofour measure``: figures of agents, members, teams or a shop, as a table or as rows for tools."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import polars as pl
import typer

from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.options import (
    DEFAULT_DATA,
    AsOf,
    DataDir,
    First,
    Last,
    Month,
    RulesFile,
    Shop,
    question_of,
)
from twofour.cli.tables import heading, plain_table, short
from twofour.events.roster import roster
from twofour.explain.render_terminal import printable
from twofour.metrics import METRICS, Measure, Question, count_lake, measures, quantity_of
from twofour.problems import DataMissing, UsageError
from twofour.text import Text

HEADLINES = (
    "received",
    "mean_response",
    "inquiries",
    "inquiry_pay_rate",
    "effective_sales",
    "rating_score",
)


class By(Enum):
    """Whose figures."""

    agent = "agent"
    member = "member"
    team = "team"
    shop = "shop"


class Grain(Enum):
    """One figure for the period, or one a day."""

    total = "total"
    day = "day"


class Format(Enum):
    """How the rows leave."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def measure(
    shop: Shop = None,
    first: First = None,
    last: Last = None,
    period: Month = None,
    by: Annotated[By, typer.Option("--by", help="按谁统计 / whose figures")] = By.agent,
    grain: Annotated[Grain, typer.Option("--grain", help="合计或逐日 / total or by day")] = Grain.total,
    metric: Annotated[
        list[str] | None, typer.Option("--metric", help="只看这些指标 / only these metrics", metavar="M")
    ] = None,
    rules: RulesFile = None,
    as_of: AsOf = None,
    form: Annotated[Format, typer.Option("--format", help="输出格式 / output format")] = Format.table,
    out: Annotated[
        Path | None, typer.Option("--out", help="写入文件 / write to a file", metavar="FILE")
    ] = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """计算指标 / compute metrics: integers behind every figure, ready to check."""
    for name in metric or ():
        check_metric(name)
    question = question_of(data, shop, (first, last, period), rules, as_of)
    days = question.period
    with progress_bar(Text("统计中", "counting")) as progress:
        counted = count_lake(question, progress)
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    found = measures(counted, staff, days, by.value, grain.value)
    if metric:
        found = [m for m in found if m.metric in metric]
    if form is Format.table:
        names = {m.member_id: m.name for m in roster(staff, days)} if by is By.member else {}
        _print_table(found, names, question, metric or HEADLINES, grain)
    else:
        _write(found, form, grain, out)


def check_metric(name: str) -> None:
    """Refuse a metric that is not in the catalogue, and name the nearest that is."""
    if name in METRICS:
        return
    near = get_close_matches(name, METRICS, n=3, cutoff=0.5)
    asked = Text(f"；是否想写 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?")
    listed = Text("；全部指标见 docs/reference/metrics.md", "; all are listed in docs/reference/metrics.md")
    right = asked if near else listed
    raise UsageError(Text(f"没有指标 {name!r}{right.zh}", f"there is no metric {name!r}{right.en}"))


def _rows(found: Sequence[Measure], grain: Grain) -> list[dict[str, Any]]:
    rows = [asdict(m) for m in found]
    for row in rows:
        day = row.pop("day")
        if grain is Grain.day:
            row["day"] = day.isoformat()
    return rows


def _write(found: Sequence[Measure], form: Format, grain: Grain, out: Path | None) -> None:
    rows = _rows(found, grain)
    if form is Format.json:
        payload = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    elif form is Format.csv:
        text = io.StringIO()
        names = ["subject_kind", "subject_id", "metric", "numerator", "denominator", "pending", "unit"]
        writer = csv.DictWriter(text, names + (["day"] if grain is Grain.day else []))
        writer.writeheader()
        writer.writerows(rows)
        payload = text.getvalue().encode()
    else:
        buffer = io.BytesIO()
        pl.DataFrame(rows).write_parquet(buffer)
        payload = buffer.getvalue()
    if out is not None:
        out.write_bytes(payload)
        say(Text(f"已写入 {out}（{len(rows)} 行）", f"wrote {out} ({len(rows)} rows)"), stderr=True)
        return
    if form is Format.parquet and sys.stdout.isatty():
        raise UsageError(Text("parquet 是二进制格式；请加 --out FILE", "parquet is binary; add --out FILE"))
    sys.stdout.buffer.write(payload)
    sys.stdout.buffer.flush()


def _print_table(
    found: Sequence[Measure],
    names: Mapping[str, str],
    question: Question,
    wanted: Sequence[str],
    grain: Grain,
) -> None:
    if not found:
        raise DataMissing(
            Text(
                f"{question.period} 没有任何数据；请检查日期和店铺，或先导入数据",
                f"no data in {question.period}; check days and shop, or import data first",
            )
        )
    shown = [name for name in dict.fromkeys(wanted) if any(m.metric == name for m in found)]
    rows: dict[tuple[str, str], dict[str, Measure]] = {}
    for m in found:
        key = (m.subject_id, m.day.isoformat() if m.day else "")
        rows.setdefault(key, {})[m.metric] = m
    table = plain_table(_title(question), _caption(found, question))
    table.add_column(Text("对象", "subject").say(lang()), overflow="fold")
    if grain is Grain.day:
        table.add_column(Text("日期", "day").say(lang()), no_wrap=True)
    for name in shown:
        metric = METRICS[name]
        table.add_column(heading(metric.title, metric.unit), justify="right", no_wrap=True)
    for (subject, day), of in rows.items():
        cells = [short(quantity_of(of[name])) if name in of else "" for name in shown]
        table.add_row(printable(names.get(subject, subject)), *([day] if grain is Grain.day else []), *cells)
    console().print(table)


def _title(question: Question) -> str:
    shops = "、".join(question.shop_ids)
    days = f"{question.period.start} – {question.period.last}"
    return Text(f"{shops}　{days}（含末日）", f"{shops}  {days} (last day included)").say(lang())


def _caption(found: Sequence[Measure], question: Question) -> str:
    pending = sum(m.pending for m in found if m.metric == "inquiry_pay_rate")
    zone = ZoneInfo(question.rules.timezone)
    latest = max(question.as_of.values(), default=None)
    words = []
    if latest is not None:
        moment = datetime.fromtimestamp(latest, UTC).astimezone(zone)
        words.append(Text(f"数据截至 {moment:%Y-%m-%d %H:%M:%S}", f"data as of {moment:%Y-%m-%d %H:%M:%S}"))
    if pending:
        words.append(
            Text(f"延迟统计：{pending} 个询单仍可能付款", f"pending: {pending} inquiries may still be paid")
        )
    words.append(
        Text("全部指标：--format csv 或 --metric 指标名", "all metrics: --format csv, or --metric NAME")
    )
    return Text("；".join(w.zh for w in words), "; ".join(w.en for w in words)).say(lang())
