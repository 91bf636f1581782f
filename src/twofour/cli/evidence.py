"""``twofour evidence``: the chats, orders, refunds and ratings behind one figure."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.measure import check_metric
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
from twofour.cli.tables import heading, plain_table
from twofour.events.export import escape_cell
from twofour.explain import Unit
from twofour.explain.render_terminal import printable
from twofour.metrics import METRICS, EvidenceRow, Metric, evidence, facts_of, sum_title, sum_unit
from twofour.metrics.measure import SubjectKind
from twofour.money import format_fen
from twofour.problems import UsageError
from twofour.text import Text

_PENDING = Text("待定", "pending")


class EvidenceFormat(Enum):
    """How the rows leave."""

    table = "table"
    csv = "csv"
    json = "json"


@dataclass(frozen=True, slots=True)
class _Side:
    """One column of integers: what each row adds to the numerator, the denominator or the pending count."""

    name: str
    title: Text
    unit: Unit

    def of(self, row: EvidenceRow) -> int:
        """What ``row`` adds."""
        adds: int = getattr(row, self.name)
        return adds

    def show(self, amount: int) -> str:
        """Money in yuan, everything else as it is."""
        return format_fen(amount) if self.unit == "fen" else f"{amount:,}"


def show_evidence(
    metric: Annotated[str, typer.Argument(help="指标 / metric", metavar="METRIC")],
    agent: Annotated[str | None, typer.Option("--agent", help="客服账号 / agent id", metavar="A")] = None,
    member: Annotated[str | None, typer.Option("--member", help="员工 / member id", metavar="M")] = None,
    team: Annotated[str | None, typer.Option("--team", help="团队 / team", metavar="T")] = None,
    shop: Shop = None,
    first: First = None,
    last: Last = None,
    period: Month = None,
    rules: RulesFile = None,
    as_of: AsOf = None,
    form: Annotated[EvidenceFormat, typer.Option("--format", help="输出格式 / output format")] = (
        EvidenceFormat.table
    ),
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="表格最多显示行数 / rows shown in a table")
    ] = 50,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """一个数字背后的每一条记录 / every row behind a figure; their sum is the figure."""
    check_metric(metric)
    question = question_of(data, shop, (first, last, period), rules, as_of)
    settings = question.rules
    subject = _subject(agent, member, team, question.shop_ids[0])
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    definition = METRICS[metric]
    rows = evidence(facts_of(question), staff, settings, definition, subject, question.period)
    if form is EvidenceFormat.table:
        _print_table(definition, subject, rows, limit, settings.timezone)
    else:
        _write(rows, form, settings.timezone)


def _subject(agent: str | None, member: str | None, team: str | None, shop: str) -> tuple[SubjectKind, str]:
    named: list[tuple[SubjectKind, str]] = []
    if agent is not None:
        named.append(("agent", agent))
    if member is not None:
        named.append(("member", member))
    if team is not None:
        named.append(("team", team))
    if len(named) > 1:
        raise UsageError(
            Text("--agent、--member、--team 只能写一个", "write only one of --agent, --member, --team")
        )
    return named[0] if named else ("shop", shop)


def _plain(row: EvidenceRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "kind": row.family,
        "day": row.day.isoformat(),
        "at": row.at.astimezone(zone).isoformat(),
        "agent_id": row.agent_id,
        "customer_id": row.customer_id,
        "reference": row.reference,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "pending": row.pending,
        "detail_zh": row.detail.zh,
        "detail_en": row.detail.en,
    }


def _write(rows: Sequence[EvidenceRow], form: EvidenceFormat, timezone: str) -> None:
    plain = [_plain(row, ZoneInfo(timezone)) for row in rows]
    if form is EvidenceFormat.json:
        text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    else:
        buffer = io.StringIO()
        names = list(EvidenceColumns)
        writer = csv.writer(buffer)
        writer.writerow(names)
        for row in plain:
            cells = [row[name] for name in names]
            writer.writerow([escape_cell(c) if isinstance(c, str) else c for c in cells])
        text = buffer.getvalue()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


EvidenceColumns = (
    "kind", "day", "at", "agent_id", "customer_id", "reference", "numerator", "denominator", "pending",
    "detail_zh", "detail_en",
)  # fmt: skip


def _print_table(
    metric: Metric, subject: tuple[SubjectKind, str], rows: Sequence[EvidenceRow], limit: int, timezone: str
) -> None:
    zone = ZoneInfo(timezone)
    shown = list(rows[:limit])
    sums = {"numerator": metric.numerator, "denominator": metric.denominator}
    sides = [_Side(side, sum_title(name), sum_unit(name)) for side, name in sums.items() if name]
    sides += [_Side("pending", _PENDING, "count")] if any(row.pending for row in rows) else []
    title = f"{metric.title.say(lang())}（{metric.id}）· {printable(subject[1])}"
    table = plain_table(title, footer=True)
    table.add_column(Text("时间", "time").say(lang()), Text("合计", "sum").say(lang()), no_wrap=True)
    table.add_column(Text("买家、单号", "customer, reference").say(lang()), overflow="fold")
    for side in sides:
        table.add_column(
            heading(side.title, side.unit), side.show(sum(map(side.of, rows))), justify="right", no_wrap=True
        )
    table.add_column(Text("说明", "what happened").say(lang()), overflow="fold", ratio=1)
    for row in shown:
        table.add_row(
            f"{row.at.astimezone(zone):%m-%d %H:%M:%S}",
            "\n".join(printable(name) for name in (row.customer_id, row.reference) if name),
            *(side.show(side.of(row)) for side in sides),
            printable(row.detail.say(lang())),
        )
    console().print(table)
    if len(rows) > limit:
        rest = len(rows) - limit
        say(
            Text(
                f"另有 {rest} 行，合计已包含；--limit 或 --format csv 看全部",
                f"{rest} more rows, included in the sums; see all with --limit or --format csv",
            )
        )
    if not rows:
        say(Text("这个对象在期间内没有相关记录", "nothing was counted for this subject in the period"))
