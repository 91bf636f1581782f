"""``twofour period``: open a month, attach runs, review, approve, lock and pay it; correct a closed one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.adjusting import adjust_period
from twofour.cli.console import console, lang, say
from twofour.cli.ledger_options import (
    By,
    Format,
    Key,
    LedgerFormat,
    balance_table,
    ledger_of,
    member_in,
    plain,
    print_json,
)
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop
from twofour.cli.tables import plain_table
from twofour.ledger import Book, Registry, balances, balances_to_json, closing
from twofour.ledger.book import PeriodBook
from twofour.ledger.export import payroll
from twofour.ledger.facts import State
from twofour.ledger.runs import keep_run
from twofour.ledger.states import STATES, next_act, next_step
from twofour.money import format_fen
from twofour.period import parse_period
from twofour.problems import Refused, UsageError
from twofour.statements.words import period_words
from twofour.text import Text

period = typer.Typer(
    no_args_is_help=True,
    help="账期：开账、复核、审批、锁定、发放 / periods: open, review, approve, lock, pay",
)
period.command("adjust")(adjust_period)


@period.command("open")
def open_(key: Key, by: By, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """开账 / open a period as a draft."""
    days = parse_period(key)
    book = ledger_of(data, shop).write(by, lambda book: closing.open_period(book, days))
    _said(book, str(days))


@period.command("attach")
def attach(
    key: Key,
    run: Annotated[Path, typer.Argument(help="核算批次文件夹 / run folder", metavar="RUN")],
    by: By,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """挂接核算批次 / give a draft period the lines of a run."""
    ledger = ledger_of(data, shop)
    kept = keep_run(ledger.folder, run)
    book = ledger.write(by, lambda book: closing.attach(book, key, kept.run, kept.id, kept.digest))
    count, total = len(kept.run.payslips), format_fen(kept.run.total)
    say(
        Text(
            f"已挂接 {kept.id}：{count} 人，{total} 元", f"attached {kept.id}: {count} members, {total} yuan"
        )
    )
    _said(book, key)


@period.command("review")
def review(key: Key, by: By, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """复核 / look a draft through."""
    _move(key, "reviewed", by, shop, data)


@period.command("approve")
def approve(key: Key, by: By, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """审批，须由经办以外的人 / approve, by somebody who did not write into it."""
    _move(key, "approved", by, shop, data)


@period.command("lock")
def lock(key: Key, by: By, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """锁定，从此不再改 / settle every member for good."""
    _move(key, "locked", by, shop, data)


@period.command("reopen")
def reopen(
    key: Key,
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="退回的原因 / why", metavar="WORDS")],
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """退回一步，锁定之前才可以 / one step back, before the lock."""
    _said(ledger_of(data, shop).write(by, lambda book: closing.step_back(book, key, reason)), key)


@period.command("pay")
def pay(
    key: Key,
    by: By,
    reference: Annotated[
        str, typer.Option("--reference", help="转账凭证 / reference of the transfer", metavar="WORDS")
    ],
    member: Annotated[
        list[str] | None, typer.Option("--member", help="只发给这些人 / only these", metavar="MEMBER")
    ] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """登记发放 / record that a locked period was paid."""
    ledger = ledger_of(data, shop)
    chosen = [member_in(ledger.book(), one) for one in member or ()]
    book = ledger.write(by, lambda book: closing.pay_out(book, key, reference, chosen))
    paid = book.period(key).payments[-1][2].payments
    total = format_fen(sum(one.fen for one in paid))
    say(
        Text(
            f"已登记发放：{len(paid)} 人，{total} 元", f"recorded as paid: {len(paid)} members, {total} yuan"
        )
    )
    _said(book, key)


@period.command("show")
def show(
    key: Key, form: Format = LedgerFormat.table, shop: Shop = None, data: DataDir = DEFAULT_DATA
) -> None:
    """查看一个账期 / a period's state, runs, steps and every member's money."""
    book = ledger_of(data, shop).book()
    found = book.period(key)
    rows = balances(book, period=key)
    if form is LedgerFormat.json:
        print_json({**_period_json(found), "rows": balances_to_json(rows)})
        return
    title = period_words(found.period)
    names = [f"{row.name} ({row.member})" for row in rows]
    console().print(balance_table(rows, title, Text("员工", "Member"), names))
    for one in found.runs.values():
        where = f"{data}/ledger/runs/{one.run}"
        say(Text(f"批次  {one.scheme.title.zh}  {where}", f"run  {one.scheme.title.en}  {where}"))
    for step in found.steps:
        title = STATES[step.state].title
        reason = Text(f"（{step.reason}）", f" ({step.reason})") if step.reason else Text("", "")
        when = f"{step.at.astimezone():%Y-%m-%d %H:%M}"
        say(
            Text(f"{when}  {title.zh}  {step.by}{reason.zh}", f"{when}  {title.en}  {step.by}{reason.en}"),
            style="dim",
        )
    _said(book, key)


@period.command("list")
def list_(form: Format = LedgerFormat.table, shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """列出所有账期 / every period, what its state means and what is next."""
    book = ledger_of(data, shop).book()
    if form is LedgerFormat.json:
        print_json([_period_json(one) for one in book.in_order])
        return
    if not book.periods:
        say(
            Text(
                "还没有开账。开账：twofour period open 2026-06 --by 姓名",
                "no period is open yet: twofour period open 2026-06 --by NAME",
            )
        )
        return
    table = plain_table()
    for title in (Text("账期", "period"), Text("状态", "state")):
        table.add_column(title.say(lang()), no_wrap=True)
    table.add_column(Text("应发(元)", "payable (yuan)").say(lang()), justify="right", no_wrap=True)
    table.add_column(Text("含义", "meaning").say(lang()), overflow="fold")
    table.add_column(Text("下一步", "next").say(lang()), overflow="fold")
    for one in book.in_order:
        state = STATES[one.state]
        due = sum(row.settlement.payable for row in balances(book, period=one.key))
        table.add_row(
            one.key,
            state.title.say(lang()),
            format_fen(due),
            state.means.say(lang()),
            plain(next_act(one).say(lang())),
        )
    console().print(table)


@period.command("export")
def export(
    key: Key,
    out: Annotated[
        Path,
        typer.Option("--out", help="FILE.xlsx、.csv 或 .json / FILE.xlsx, .csv or .json", metavar="FILE"),
    ],
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """导出工资发放表 / the period's payroll for payroll software."""
    form = out.suffix.removeprefix(".").lower()
    if form not in ("xlsx", "csv", "json"):
        raise UsageError(
            Text(f"{out} 应以 .xlsx、.csv 或 .json 结尾", f"{out} must end in .xlsx, .csv or .json")
        )
    content = payroll(ledger_of(data, shop).book(), key, form)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refused(
            Text(f"写不进 {out}：{error.strerror}", f"cannot write {out}: {error.strerror}")
        ) from error
    say(Text(f"已导出 {out}", f"written to {out}"))


def _move(key: str, to: State, by: str, shop: str | None, data: Path) -> None:
    approved = Registry(data).digests() if to == "approved" else set()
    book = ledger_of(data, shop).write(by, lambda book: closing.move(book, key, to, by, approved))
    _said(book, key)


def _said(book: Book, key: str) -> None:
    """Where the period stands now, what that means, and what comes next."""
    found = book.period(key)
    state, onward = STATES[found.state], next_step(found)
    due = format_fen(sum(row.settlement.payable for row in balances(book, period=key)))
    say(
        Text(
            f"{key}「{state.title.zh}」：{state.means.zh}。应发 {due} 元",
            f"{key} is {state.title.en}: {state.means.en}. Payable: {due} yuan",
        ),
        style="bold",
    )
    say(Text(f"下一步  {onward.zh}", f"next  {onward.en}"))


def _period_json(found: PeriodBook) -> dict[str, object]:
    onward = next_step(found)
    return {
        "period": found.key,
        "first_day": found.period.start.isoformat(),
        "last_day": found.period.last.isoformat(),
        "state": found.state,
        "next": onward._asdict(),
        "runs": {id: {"run": one.run, "digest": one.digest} for id, one in sorted(found.runs.items())},
        "steps": [
            {"state": step.state, "at": step.at.isoformat(), "by": step.by, "reason": step.reason}
            for step in found.steps
        ],
    }
