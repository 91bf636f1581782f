"""``--report``: figures from a platform's report in place of counted ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from twofour.cli.console import say
from twofour.cli.options import instant_of, only_shop, open_snapshot, period_of, rules_of
from twofour.events.lake import Snapshot
from twofour.explain.render_terminal import printable
from twofour.metrics import Measure, Question
from twofour.metrics.own import CATALOGUE, MetricBook
from twofour.metrics.reported import (
    ask_reports,
    given,
    report_names,
    report_source,
    reported_shops,
    reported_until,
)
from twofour.problems import DataMissing
from twofour.text import Text

_MOST = 3
_NAMES = "|".join(report_names())
Report = Annotated[
    str | None,
    typer.Option(
        "--report",
        help=f"用平台报表里的数：{_NAMES} / figures from a platform's report",
        metavar="SOURCE",
        show_default=False,
    ),
]


def report_question(
    data: Path,
    shop: str | None,
    days: tuple[str | None, str | None, str | None],
    rules: Path | None,
    as_of: str | None,
    source: str,
) -> Question:
    """What the shared options ask of a shop's reports. Raises ``UsageError`` for an unknown source."""
    report_source(source)
    settings, period, snapshot = rules_of(rules), period_of(*days), open_snapshot(data)
    shop_id = report_shop(snapshot, shop, source)
    return ask_reports(snapshot, shop_id, source, settings, period, instant_of(as_of, settings))


def report_shop(snapshot: Snapshot, shop: str | None, source: str) -> str:
    """The shop asked for, or the only one. Where the lake holds reports of agents and no table that names a
    shop, any name will do.
    """
    if snapshot.shop_ids():
        return only_shop(snapshot, shop)[0]
    return shop or next(iter(reported_shops(snapshot, source)), report_source(source).title.zh)


def say_where_reports_are(question: Question) -> None:
    """Where a shop has reports and neither chats nor orders, how to see their figures."""
    (shop_id,) = question.shop_ids
    if question.as_of:
        return
    for source in report_names():
        if reported_until(question.snapshot, source, shop_id, question.rules) is not None:
            title = report_source(source).title
            say(
                Text(
                    f"没有聊天和订单，上面的 0 不等于没干活；看{title.zh}报表的数请加 --report {source}",
                    f"no chats and orders, so the 0 above says nothing; for the {title.en} report add "
                    f"--report {source}",
                ),
                style="yellow",
            )


def nothing_reported(question: Question, source: str) -> DataMissing:
    """The reports say nothing about the period (or about what was asked of it)."""
    title = report_source(source).title
    return DataMissing(
        Text(
            f"{question.period} 没有{title.zh}报表的数；请先用 twofour import 导入报表，或核对日期和店铺",
            f"no figures of {title.en} reports in {question.period}; import a report with twofour import, or "
            "check days and shop",
        )
    )


def say_reported(
    found: Iterable[Measure], book: MetricBook, wanted: Iterable[str], source: str, staff: pl.DataFrame
) -> None:
    """Below a table: whose figures they are, from which files, what the report lacks, whom nobody knows."""
    title, measures = report_source(source).title, list(found)
    files = list(dict.fromkeys(_file(place) for measure in measures for place in measure.places))
    more = Text(f" 等 {len(files)} 个文件", f" and {len(files) - _MOST} more") if len(files) > _MOST else None
    shown = printable("、".join(files[:_MOST]))
    say(
        Text(
            f"数字来自{title.zh}报表（{shown}{more.zh if more else ''}），不是由聊天和订单统计",
            f"figures of the {title.en} report ({shown}{more.en if more else ''}), not counted from chats",
        ),
        style="dim",
    )
    there = given(book)
    lacking = [CATALOGUE[name] for name in wanted if name not in there and name in CATALOGUE]
    if lacking:
        say(
            Text(
                f"报表里没有：{'、'.join(entry.title.zh for entry in lacking)}",
                f"not in the report: {', '.join(entry.title.en for entry in lacking)}",
            ),
            style="yellow",
        )
    known = set(staff.get_column("agent_id"))
    unknown = sorted({m.subject_id for m in measures if m.subject_kind == "agent"} - known)
    if unknown and known:
        names = printable("、".join(unknown[:_MOST])) + (" …" if len(unknown) > _MOST else "")
        say(
            Text(
                f"{len(unknown)} 个账号不在人员表里，算不到人头上：{names}",
                f"{len(unknown)} accounts are not in the staff table and count for nobody: {names}",
            ),
            style="yellow",
        )


def _file(place: str) -> str:
    """The file of a place, without its rows."""
    return place.rpartition(":")[0] or place
