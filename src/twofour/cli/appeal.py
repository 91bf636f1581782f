"""``twofour appeal``: object to a line or to whose an order is, and decide such objections."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.ledger_options import (
    By,
    Format,
    Into,
    LedgerFormat,
    MemberOption,
    Reason,
    fen_in,
    ledger_of,
    member_in,
    money,
    plain,
    print_json,
)
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop
from twofour.cli.tables import plain_table
from twofour.ledger import Book, correcting
from twofour.ledger.book import Appeal
from twofour.money import format_fen
from twofour.period import parse_day
from twofour.text import Text

appeal = typer.Typer(no_args_is_help=True, help="申诉：提交、处理 / appeals: file, decide")

Name = Annotated[str, typer.Argument(help="申诉编号，如 A1 / appeal", metavar="APPEAL")]


@appeal.command("file")
def file(
    key: Annotated[str, typer.Argument(help="账期 / period", metavar="PERIOD")],
    member: MemberOption,
    line: Annotated[str, typer.Option("--line", help="哪一薪资项，如 commission / line id", metavar="LINE")],
    amount: Annotated[
        str, typer.Option("--amount", help="应改多少（元，可为负） / yuan to add", metavar="YUAN")
    ],
    evidence: Annotated[
        str, typer.Option("--evidence", help="证据：会话时间、截图位置 / what shows it", metavar="WORDS")
    ],
    due: Annotated[str, typer.Option("--due", help="应在哪天前处理 / decide by", metavar="DAY")],
    by: By,
    order: Annotated[
        str | None, typer.Option("--order", help="归属有误的订单 / the order in question", metavar="ORDER")
    ] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """提交申诉 / object to a line, or to whose an order is."""
    ledger = ledger_of(data, shop)
    id = member_in(ledger.book(), member)
    fen, day = fen_in(amount), parse_day(due)
    book = ledger.write(by, lambda book: correcting.appeal(book, key, id, line, fen, evidence, day, order))
    name = list(book.appeals)[-1]
    say(
        Text(
            f"已提交申诉 {name}，请在 {day} 前由另一人处理：",
            f"appeal {name} is filed; somebody else decides it by {day}:",
        )
    )
    say(Text(f"  twofour appeal show {name}", f"  twofour appeal show {name}"))


@appeal.command("approve")
def approve(
    name: Name,
    into: Into,
    reason: Reason,
    by: By,
    amount: Annotated[
        str | None,
        typer.Option("--amount", help="另定金额（元），默认按申请 / other than asked", metavar="YUAN"),
    ] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """申诉成立，记入调整 / approve: an adjustment in the open period; the computed line stays."""
    fen = fen_in(amount) if amount is not None else None
    book = ledger_of(data, shop).write(
        by, lambda book: correcting.approve_appeal(book, name, into, reason, by, fen)
    )
    said = book.period(into).posted[-1].adjustment
    who, fen_said = book.name(said.member), format_fen(said.fen)
    say(
        Text(
            f"申诉 {name} 成立：{who} 的 {said.title.zh} 在 {into} 调整 {fen_said} 元；原来的工资单不变",
            f"appeal {name} is approved: {fen_said} yuan for {said.title.en} of {who} in {into}; "
            "the original statement stays",
        )
    )


@appeal.command("reject")
def reject(name: Name, reason: Reason, by: By, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """驳回申诉 / reject, with a reason."""
    book = ledger_of(data, shop).write(by, lambda book: correcting.reject_appeal(book, name, reason, by))
    decided = book.appeals[name].decided
    words = decided.reason if decided else ""
    say(Text(f"申诉 {name} 已驳回：{words}", f"appeal {name} is rejected: {words}"))


@appeal.command("list")
def list_(form: Format = LedgerFormat.table, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """列出申诉 / every appeal and where it stands."""
    book = ledger_of(data, shop).book()
    if form is LedgerFormat.json:
        print_json([_json(one) for one in book.appeals.values()])
        return
    if not book.appeals:
        say(Text("没有申诉", "there are no appeals"))
        return
    table = plain_table()
    for title in (Text("编号", "no."), Text("账期", "period")):
        table.add_column(title.say(lang()), no_wrap=True)
    for title in (Text("员工", "member"), Text("薪资项", "line"), Text("订单", "order")):
        table.add_column(title.say(lang()), overflow="fold")
    table.add_column(Text("申请(元)", "asked (yuan)").say(lang()), justify="right", no_wrap=True)
    table.add_column(Text("状态", "state").say(lang()), overflow="fold")
    for one in book.appeals.values():
        said = one.said
        table.add_row(
            said.appeal,
            said.period,
            plain(book.name(said.member)),
            plain(said.line),
            plain(said.order or "–"),
            money(said.fen),
            plain(_state(one).say(lang())),
        )
    console().print(table)


@appeal.command("show")
def show(
    name: Name, form: Format = LedgerFormat.table, shop: Shop = None, data: DataDir = DEFAULT_DATA
) -> None:
    """查看一份申诉和它的证据 / one appeal, its evidence, and how to open the numbers behind it."""
    book = ledger_of(data, shop).book()
    one = correcting.appeal_of(book, name)
    if form is LedgerFormat.json:
        print_json(_json(one))
        return
    said = one.said
    rows = [
        (Text("申诉", "appeal"), f"{said.appeal}  {one.by}  {one.at:%Y-%m-%d}"),
        (Text("员工", "member"), f"{book.name(said.member)} ({said.member})"),
        (Text("薪资项", "line"), f"{said.period} {said.line}"),
        (Text("订单", "order"), said.order or "–"),
        (Text("申请", "asked"), f"{format_fen(said.fen)} {Text('元', 'yuan').say(lang())}"),
        (Text("证据", "evidence"), said.evidence),
        (Text("状态", "state"), _state(one).say(lang())),
    ]
    for label, words in rows:
        say(Text(f"{label.zh}  {words}", f"{label.en}  {words}"))
    for command in _commands(book, one, str(data)):
        say(Text(f"  {command}", f"  {command}"), style="cyan")


def _commands(book: Book, one: Appeal, data: str) -> list[str]:
    """Commands that open what the appeal is about: the line's tree, and the orders behind it."""
    said = one.said
    runs = [run.run for run in book.period(said.period).runs.values() if said.member in run.earned]
    explain = [f"twofour explain {data}/ledger/runs/{run} {said.member} {said.line}" for run in runs]
    orders = f"twofour evidence sales --member {said.member} --period {said.period} --data {data}"
    return [*explain, orders]


def _state(one: Appeal) -> Text:
    said, decided = one.said, one.decided
    if decided is None:
        late = Text("，已逾期", ", overdue") if date.today() > said.due else Text("", "")
        return Text(f"待处理，{said.due} 前{late.zh}", f"open, due {said.due}{late.en}")
    if decided.adjustment is None:
        return Text(
            f"{one.decided_by} 驳回：{decided.reason}", f"rejected by {one.decided_by}: {decided.reason}"
        )
    fen = format_fen(decided.adjustment.fen)
    return Text(
        f"{one.decided_by} 认定成立，{decided.into} 调整 {fen} 元：{decided.reason}",
        f"approved by {one.decided_by}, {fen} yuan in {decided.into}: {decided.reason}",
    )


def _json(one: Appeal) -> dict[str, object]:
    decided = one.decided
    return {
        **one.said.model_dump(mode="json", exclude={"act"}),
        "by": one.by,
        "at": one.at.isoformat(),
        "decided": decided and decided.model_dump(mode="json", exclude={"act", "appeal"}, exclude_none=True),
        "decided_by": one.decided_by,
    }
