"""``twofour measure``: figures of agents, members, teams or a shop, as a table or as rows for tools."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

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
from twofour.events.roster import roster
from twofour.metrics.own import MetricBook, entered_of, measure_book, shop_metrics
from twofour.problems import DataMissing
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
    data: DataDir = DEFAULT_DATA,
) -> None:
    """计算指标 / compute metrics: integers behind every figure, ready to check."""
    chosen = form_of(form, out)
    book = shop_metrics(data, metrics_file).book
    for name in metric or ():
        check_metric(name, book)
    question = question_of(data, shop, (first, last, period), rules, as_of)
    counted = count_with(engine, master, question)
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    found = measure_book(counted, staff, entered_of(question), book, question.period, by.value, grain.value)
    if metric:
        found = [m for m in found if m.metric in metric]
    if not found:
        raise DataMissing(
            Text(
                f"{question.period} 没有任何数据；请检查日期和店铺，或先导入数据",
                f"no data in {question.period}; check days and shop, or import data first",
            )
        )
    names = {m.member_id: m.name for m in roster(staff, question.period)} if by is By.member else {}
    figures = Figures(found, book, names, by.value)
    if chosen is Form.table:
        print_figures(figures, metric or _headlines(book, question.rules.headline_conversion), question)
    else:
        summary = figures_sheet(figures, metric or list(book)) if chosen is Form.xlsx else None
        write_rows(measures_sheet(found), chosen, out, period=question.period, summary=summary)


def _headlines(book: MetricBook, conversion: str) -> list[str]:
    """What a table shows without a word: the headlines, then the shop's own metrics."""
    chosen = [conversion if name == "inquiry_pay_rate" else name for name in HEADLINES]
    return [*chosen, *(entry.id for entry in book.values() if entry.own)]
