"""``twofour measure``: figures of agents, members, teams or a shop, as a table or as rows for tools."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from twofour.cli.beside import BesideOption, beside_sheet, print_beside
from twofour.cli.books import MetricsFile, check_metric
from twofour.cli.engines import Engine, EngineOption, Master, count_with
from twofour.cli.files import Form, FormOption, OutFile, form_of, write_rows
from twofour.cli.measure_files import figures_sheet, measures_sheet
from twofour.cli.measure_table import Figures, print_figures
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
from twofour.cli.reported import (
    Report,
    nothing_reported,
    report_question,
    say_reported,
    say_where_reports_are,
)
from twofour.events.roster import roster
from twofour.metrics import Measure, Question
from twofour.metrics.measuring import Counted
from twofour.metrics.own import MetricBook, entered_of, measure_book, shop_metrics
from twofour.metrics.reported import (
    Reports,
    given,
    measure_reports,
    report_of,
    report_source,
    reported_book,
    reports_of,
)
from twofour.metrics.reported import beside as beside_report
from twofour.problems import DataMissing, UsageError
from twofour.text import Text

# The headline conversion, which shops choose, stands where its default does.
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
    metrics_file: MetricsFile = None,
    as_of: AsOf = None,
    form: FormOption = None,
    out: OutFile = None,
    engine: EngineOption = Engine.local,
    master: Master = None,
    report: Report = None,
    beside: BesideOption = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """计算指标 / compute metrics: integers behind every figure, ready to check."""
    chosen = form_of(form, out)
    book = plain = shop_metrics(data, metrics_file).book
    for name in metric or ():
        check_metric(name, book)
    if beside is not None:
        _check_alone(report, grain)
        report_source(beside)
    counted: Counted | Reports
    if report is None:
        question = question_of(data, shop, (first, last, period), rules, as_of)
        counted = count_with(engine, master, question)
    else:
        question = report_question(data, shop, (first, last, period), rules, as_of, report)
        counted, book = reports_of(question, report), reported_book(report, plain)
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    found = measure_book(counted, staff, entered_of(question), book, question.period, by.value, grain.value)
    if metric:
        found = [m for m in found if m.metric in metric]
    if beside is not None:
        theirs = measure_reports(reports_of(question, beside), staff, question.period, by.value)
        _show_beside([*found], theirs, beside, by, staff, question, metric, (chosen, out))
        return
    if not found and report is not None:
        raise nothing_reported(question, report)
    if not found:
        raise DataMissing(
            Text(
                f"{question.period} 没有任何数据；请检查日期和店铺，或先导入数据",
                f"no data in {question.period}; check days and shop, or import data first",
            )
        )
    figures = Figures(found, plain, _names(by, staff, question), by.value)
    if chosen is Form.table:
        wanted = metric or _headlines(book, question.rules.headline_conversion)
        print_figures(figures, wanted, question)
        if report is None:
            say_where_reports_are(question)
        else:
            say_reported(found, book, wanted, report, staff)
    else:
        summary = figures_sheet(figures, metric or list(book)) if chosen is Form.xlsx else None
        write_rows(measures_sheet(found), chosen, out, period=question.period, summary=summary)


def _names(by: By, staff: pl.DataFrame, question: Question) -> dict[str, str]:
    """What people are called."""
    return {m.member_id: m.name for m in roster(staff, question.period)} if by is By.member else {}


def _check_alone(report: str | None, grain: Grain) -> None:
    if report is not None or grain is not Grain.total:
        raise UsageError(
            Text(
                "--beside 对照整个期间，不能和 --report、--grain day 一起用",
                "--beside compares a period as a whole; it goes neither with --report nor with --grain day",
            )
        )


def _show_beside(
    ours: list[Measure],
    theirs: list[Measure],
    source: str,
    by: By,
    staff: pl.DataFrame,
    question: Question,
    metric: list[str] | None,
    written: tuple[Form, Path | None],
) -> None:
    """Both side by side. Raises ``DataMissing`` where the reports, or our own figures, are missing."""
    if not theirs:
        raise nothing_reported(question, source)
    if not question.as_of:
        raise DataMissing(
            Text(
                "没有聊天和订单，没有可对照的数；只看报表请用 --report",
                "there are no chats and orders to hold beside it; for the report alone use --report",
            )
        )
    pairs = [one for one in beside_report(ours, theirs, source) if not metric or one.entry.id in metric]
    form, out = written
    names = _names(by, staff, question)
    if form is Form.table:
        print_beside(pairs, names, by.value, source, question)
    else:
        write_rows(beside_sheet(pairs, names), form, out, period=question.period)


def _headlines(book: MetricBook, conversion: str) -> list[str]:
    """What a table shows without a word: the headlines, then the shop's own metrics. A report that knows no
    refunds has sales.
    """
    chosen = [conversion if name == "inquiry_pay_rate" else name for name in HEADLINES]
    if report_of(book) is not None and "effective_sales" not in given(book):
        chosen[chosen.index("effective_sales")] = "sales"
    return [*chosen, *(entry.id for entry in book.values() if entry.own)]
