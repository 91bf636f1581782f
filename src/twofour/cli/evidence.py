"""``twofour evidence``: the chats, orders, refunds and ratings behind one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import polars as pl
import typer

from twofour.cli.books import MetricsFile, check_metric
from twofour.cli.chat import chat_sheet, print_chats
from twofour.cli.console import console, lang, say
from twofour.cli.files import Cell, Form, FormOption, OutFile, Sheet, form_of, write_rows
from twofour.cli.of_run import RunName, of_run, say_locked, say_of_run
from twofour.cli.options import DEFAULT_DATA, AsOf, DataDir, First, Last, Month, RulesFile, Shop, question_of
from twofour.cli.reported import Report, report_question
from twofour.cli.subjects import Agent, Member, Subject, Team, Unmasked, days_words, subject_of, subject_words
from twofour.cli.tables import heading, plain_table
from twofour.explain import Quantity, Unit
from twofour.explain.render_terminal import printable
from twofour.metrics import EvidenceRow, Measure, Question, quantity_of
from twofour.metrics.chat import Chat, chats, masked
from twofour.metrics.own import Behind, MetricEntry, shop_metrics
from twofour.metrics.reported import reported_book
from twofour.money import divide, round_half_up
from twofour.plan.proof import rows_behind
from twofour.problems import DataMissing
from twofour.scorecard.reported import lacking
from twofour.text import Text

_PENDING = Text("延迟统计", "pending")


@dataclass(frozen=True, slots=True)
class _Side:
    """One column of integers: what each row adds to the numerator, the denominator or the pending count."""

    name: str
    title: Text
    unit: Unit
    scale: int = 1

    def of(self, row: EvidenceRow | Measure) -> int:
        """What ``row`` adds, or the measure's own."""
        amount: int = getattr(row, self.name)
        return amount

    @property
    def bare_unit(self) -> Unit:
        """The unit of the integers themselves, as files hold them; scaled ones are mere numbers."""
        return self.unit if self.scale == 1 else "count"

    def quantity(self, amount: int) -> Quantity:
        """As people read it: what people entered has its decimals back."""
        return Quantity(amount if self.scale == 1 else divide(amount, self.scale), self.unit)

    def show(self, amount: int) -> str:
        """Money in yuan, seconds, counts: without the unit, which stands in the heading."""
        if self.unit == "fen":
            return self.quantity(amount).show("en").split()[0]
        return Quantity(self.quantity(amount).amount, "number").show("en")


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure and everything behind it."""

    metric: MetricEntry
    subject: Subject
    name: Text
    question: Question
    behind: Behind

    @property
    def measure(self) -> Measure:
        """The figure's integers."""
        return self.behind.measure

    @property
    def rows(self) -> Sequence[EvidenceRow]:
        """All that adds up to it."""
        return self.behind.rows

    @property
    def sides(self) -> list[_Side]:
        """The columns of integers that this metric has."""
        heads = {"numerator": self.behind.numerator, "denominator": self.behind.denominator}
        sides = [_Side(side, head.title, head.unit, head.scale) for side, head in heads.items() if head]
        return sides + ([_Side("pending", _PENDING, "count")] if self.measure.pending else [])


def show_evidence(
    metric: Annotated[str, typer.Argument(help="指标 / metric", metavar="METRIC")],
    agent: Agent = None,
    member: Member = None,
    team: Team = None,
    shop: Shop = None,
    first: First = None,
    last: Last = None,
    period: Month = None,
    rules: RulesFile = None,
    metrics_file: MetricsFile = None,
    as_of: AsOf = None,
    form: FormOption = None,
    out: OutFile = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="表格最多显示行数 / rows shown in a table")
    ] = 50,
    chat: Annotated[bool, typer.Option("--chat", help="附上聊天记录 / with the chats of each row")] = False,
    unmasked: Unmasked = False,
    report: Report = None,
    run: RunName = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """一个数字背后的每一条记录 / every row behind a figure; their sum is the figure."""
    chosen = form_of(form, out)
    days = (first, last, period)
    asked = None
    if run is not None:
        asked = of_run(data, run, shop, days, (rules, metrics_file, as_of, report))
        question, book, report = asked.question, asked.book, asked.source
        check_metric(metric, book)
    else:
        book = shop_metrics(data, metrics_file).book
        check_metric(metric, book)
        if report is None:
            question = question_of(data, shop, days, rules, as_of)
        else:
            question = report_question(data, shop, days, rules, as_of, report)
            book = reported_book(report, book)
    subject = subject_of(agent, member, team, question.shop_ids[0])
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    figure = rows_behind(question, book, metric, subject, report)
    name = subject_words(subject, staff, question)
    if figure is None and (recipe := book[metric].recipe) is not None:
        why = lacking(recipe)
        raise DataMissing(
            Text(
                f"{name.zh} 没有{book[metric].title.zh}：{why.zh}",
                f"{name.en} has no {book[metric].title.en}: {why.en}",
            )
        )
    if figure is None:
        raise DataMissing(
            Text(
                f"{name.zh} 没有{book[metric].title.zh}：期间内没有录入，或这类对象没有这个指标",
                f"{name.en} has no {book[metric].title.en}: nothing was entered, or only others can have it",
            )
        )
    found = _Found(book[metric], subject, name, question, figure)
    timezone = question.rules.timezone
    if chosen is Form.table:
        _print(found, limit)
    value = quantity_of(figure.measure)
    if asked is not None:
        say_of_run(data, asked, metric, subject, value, stderr=chosen is not Form.table)
    elif chosen is Form.table:
        say_locked(data, question, metric, subject, value)
    if chosen is Form.table:
        if chat:
            print_chats(_chats(found, found.rows[:limit], staff, unmasked), timezone, masked=not unmasked)
        return
    messages = chat_sheet(_chats(found, found.rows, staff, unmasked), timezone) if chat else None
    summary = _summary(found)
    write_rows(
        _sheet(found, [_total(found)] if chosen is Form.csv else []),
        chosen,
        out,
        period=question.period,
        summary=summary,
        messages=messages,
    )


def _chats(found: _Found, rows: Sequence[EvidenceRow], staff: pl.DataFrame, unmasked: bool) -> Sequence[Chat]:
    """The chats of the rows' customers on the rows' days, each once, in the rows' order."""
    wanted: dict[tuple[str, str], set[date]] = {}
    for row in rows:
        if row.shop_id is not None and row.customer_id is not None:
            wanted.setdefault((row.shop_id, row.customer_id), set()).update(row.chat_days)
    talked = [chat for chat in chats(found.question, staff, wanted) if chat.lines]
    return talked if unmasked else masked(talked, found.question.snapshot)


def _summary(found: _Found) -> Sheet:
    kind, subject_id = found.subject
    measure, period = found.measure, found.question.period
    units = {side.name: side.bare_unit for side in found.sides}
    titles = {side.name: side.title for side in found.sides}
    exact = quantity_of(measure)
    # For eyes: the integers beside it are exact.
    value = Quantity(None if exact.amount is None else round_half_up(Decimal(exact.amount), 6), exact.unit)
    cells: dict[str, tuple[Text, Cell]] = {
        "subject_kind": (Text("对象类型", "subject kind"), kind),
        "subject_id": (Text("对象编号", "subject id"), subject_id),
        "subject": (Text("对象", "subject"), found.name.say(lang())),
        "metric": (Text("指标", "metric"), found.metric.id),
        "title": (Text("指标名称", "title"), found.metric.title.say(lang())),
        "first_day": (Text("首日", "first day"), period.start),
        "last_day": (Text("末日", "last day"), period.last),
        "numerator": (titles["numerator"], Quantity(measure.numerator, units["numerator"])),
        "denominator": (
            titles.get("denominator", Text("分母", "denominator")),
            Quantity(measure.denominator, units.get("denominator", "count")),
        ),
        "pending": (_PENDING, measure.pending),
        "value": (Text("数值", "value"), value),
        "unit": (Text("单位", "unit"), value.unit),
    }
    columns = {key: heading for key, (heading, _) in cells.items()}
    return Sheet(Text("指标", "measure"), columns, [{key: cell for key, (_, cell) in cells.items()}])


_COLUMNS = {
    "kind": Text("类别", "kind"),
    "shop_id": Text("店铺", "shop"),
    "day": Text("业务日", "day"),
    "at": Text("时间", "time"),
    "agent_id": Text("客服账号", "agent id"),
    "agent_name": Text("客服", "agent"),
    "customer_id": Text("买家", "customer"),
    "reference": Text("单号", "reference"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "pending": _PENDING,
    "detail_zh": Text("说明", "what happened (Chinese)"),
    "detail_en": Text("说明（英文）", "what happened"),
}


def _total(found: _Found) -> dict[str, Cell]:
    """The measure as the first row of a CSV, which has no other place for it; its kind is ``measure``."""
    measure = found.measure
    amounts: dict[str, Cell] = {side.name: side.of(measure) for side in found.sides}
    detail = {"detail_zh": _equation(found).zh, "detail_en": _equation(found).en}
    return {
        **dict.fromkeys(_COLUMNS),
        "pending": 0,
        "denominator": measure.denominator,
        **amounts,
        **detail,
        "kind": "measure",
    }


def _sheet(found: _Found, before: list[dict[str, Cell]]) -> Sheet:
    zone = ZoneInfo(found.question.rules.timezone)
    units = {side.name: side.bare_unit for side in found.sides}
    rows: list[dict[str, Cell]] = [
        {
            "kind": row.family,
            "shop_id": row.shop_id,
            "day": row.day,
            "at": row.at.astimezone(zone),
            "agent_id": row.agent_id,
            "agent_name": row.agent_name,
            "customer_id": row.customer_id,
            "reference": row.reference,
            "numerator": Quantity(row.numerator, units["numerator"]),
            "denominator": Quantity(row.denominator, units.get("denominator", "count")),
            "pending": row.pending,
            "detail_zh": row.detail.zh,
            "detail_en": row.detail.en,
        }
        for row in found.rows
    ]
    return Sheet(Text("明细", "rows"), _COLUMNS, [*before, *rows])


def _equation(found: _Found) -> Text:
    """``询单付款转化率 37.04% = 付款的询单 10 ÷ 询单人数 27；延迟统计 3``."""
    metric, measure = found.metric, found.measure
    named = [
        Text(
            f"{side.title.zh} {side.quantity(side.of(measure)).show('zh')}",
            f"{side.title.en} {side.quantity(side.of(measure)).show('en')}",
        )
        for side in found.sides
    ]
    whole = named[: 2 if found.behind.denominator else 1]
    pending = named[len(whole) :]
    shown = quantity_of(measure)
    zh, en = f"{metric.title.zh} {shown.show('zh')}", f"{metric.title.en} {shown.show('en')}"
    if found.behind.denominator:
        zh += " = " + " ÷ ".join(word.zh for word in whole)
        en += " = " + " ÷ ".join(word.en for word in whole)
    return Text("；".join([zh, *(p.zh for p in pending)]), "; ".join([en, *(p.en for p in pending)]))


def _print(found: _Found, limit: int) -> None:
    rows, zone = found.rows, ZoneInfo(found.question.rules.timezone)
    say(Text(f"{found.name.zh} · {days_words(found.question).zh}",
             f"{found.name.en} · {days_words(found.question).en}"), style="bold")  # fmt: skip
    say(_equation(found))
    if not rows:
        say(Text("这个对象在期间内没有相关记录", "nothing was counted for this subject in the period"))
        return
    table = plain_table(footer=True)
    table.add_column(Text("时间", "time").say(lang()), Text("合计", "sum").say(lang()), no_wrap=True)
    table.add_column(Text("买家、单号", "customer, reference").say(lang()), overflow="fold")
    several = found.subject[0] != "agent"
    if several:
        table.add_column(Text("客服", "agent").say(lang()), overflow="fold", max_width=12)
    for side in found.sides:
        total = side.show(side.of(found.measure))
        table.add_column(heading(side.title, side.unit), total, justify="right", no_wrap=True)
    table.add_column(Text("说明", "what happened").say(lang()), overflow="fold", ratio=1)
    for row in rows[:limit]:
        table.add_row(
            f"{row.at.astimezone(zone):%m-%d %H:%M:%S}",
            "\n".join(printable(name) for name in (row.customer_id, row.reference) if name),
            *([printable(row.agent_name or row.agent_id or "–")] if several else []),
            *(side.show(side.of(row)) for side in found.sides),
            printable(row.detail.say(lang())),
        )
    console().print(table)
    rest = len(rows) - limit
    if rest > 0:
        say(
            Text(
                f"另有 {rest} 行，合计已包含；--limit 或 --out FILE.xlsx 看全部",
                f"{rest} more rows, included in the sums; see all with --limit or --out FILE.xlsx",
            )
        )
    if any(row.customer_id for row in rows):
        say(
            Text(
                "看聊天原文：加 --chat，或 twofour chat --customer 买家 --day 日期",
                "read the chats: add --chat, or twofour chat --customer C --day D",
            )
        )
