"""``twofour ledger``: everybody's money over all periods, holds and advances, and whether it all adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import typer

from twofour.cli.console import console, lang, say
from twofour.cli.ledger_options import (
    Amount,
    By,
    Format,
    Into,
    LedgerFormat,
    MemberOption,
    Reason,
    balance_table,
    fen_in,
    ledger_of,
    member_in,
    money,
    plain,
    print_json,
)
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop
from twofour.cli.tables import plain_table
from twofour.ledger import Book, balances, balances_to_json, holding, standing, untrue
from twofour.ledger.book import Hold
from twofour.ledger.facts import CAUSES
from twofour.ledger.runs import read_kept
from twofour.ledger.settling import settlements
from twofour.money import format_fen
from twofour.period import parse_day, parse_period
from twofour.problems import ExitCode, UsageError
from twofour.text import Text, same

ledger = typer.Typer(
    no_args_is_help=True, help="账本：余额、暂扣、预支、核对 / the ledger: balances, holds, advances, checks"
)
_STANDS = {
    "earned": Text("应得", "earned"),
    "adjusted": Text("调整", "adjusted"),
    "paid": Text("已发", "paid"),
    "payable": Text("待发", "payable"),
    "held": Text("暂扣中", "held"),
    "carried": Text("结转", "carried"),
    "advances": Text("预支未扣回", "advances not taken back"),
}


@ledger.command("show")
def show(
    member: Annotated[
        str | None, typer.Option("--member", help="员工编号或姓名 / member", metavar="MEMBER")
    ] = None,
    form: Format = LedgerFormat.table,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """查看余额 / what was earned, and where every fen of it is now."""
    book = ledger_of(data, shop).book()
    id = member_in(book, member) if member else None
    rows = balances(book, member=id)
    now = standing(book, id)
    if form is LedgerFormat.json:
        print_json({"rows": balances_to_json(rows), "standing_fen": now._asdict()})
        return
    title = Text(f"{book.name(id)}（{id}）的账", f"ledger of {book.name(id)} ({id})") if id else _OF_ALL
    names = [row.period if id else f"{row.period} {row.name}" for row in rows]
    console().print(balance_table(rows, title, Text("账期", "Period"), names))
    if id:
        _print_lines(book, id)
    said = [(words, now._asdict()[name]) for name, words in _STANDS.items()]
    zh = "  ".join(f"{words.zh} {format_fen(fen)}" for words, fen in said)
    en = "  ".join(f"{words.en} {format_fen(fen)}" for words, fen in said)
    say(Text(f"\n{zh}（元）", f"\n{en} (yuan)"))
    say(
        Text(
            "应得 + 调整 = 已发 + 待发 + 暂扣中 + 结转 − 预支未扣回",
            "earned + adjusted = paid + payable + held + carried − advances not taken back",
        ),
        style="dim",
    )


_OF_ALL = Text("全部员工", "all members")


@ledger.command("check")
def check(shop: Shop = None, data: DataDir = DEFAULT_DATA) -> None:
    """核对账本 / is the journal whole and unaltered, are its runs there, does everything add up?"""
    found = ledger_of(data, shop)
    book = found.book()
    wrong = untrue(book)
    for one in (run for period in book.periods.values() for run in period.runs.values()):
        read_kept(found.folder, one.run, one.digest)
    for text in wrong:
        say(Text(f"✗ {text.zh}", f"✗ {text.en}"), stderr=True, style="red")
    if book.torn:
        say(
            Text(
                "· 最后一笔没有写完（断电或中断），不算数；下一次入账时自动清除",
                "· the last act was never finished (power failure?) and does not count; "
                "the next one takes its place",
            )
        )
    if wrong:
        raise typer.Exit(ExitCode.PROBLEMS)
    acts = len(found.journal.read().entries)
    runs = sum(len(period.runs) for period in book.periods.values())
    say(
        Text(
            f"✓ {acts} 笔记录首尾相连，未被改动；{runs} 个核算批次都在；各状态合计等于应得",
            f"✓ {acts} acts, chained and unaltered; all {runs} runs are there; "
            "all states sum to what was earned",
        ),
        style="green",
    )
    say(Text(f"账本指纹 {book.head}", f"ledger hash {book.head}"))
    say(
        Text(
            "把指纹记在账本以外的地方，以后可以证明账没有被整本换过",
            "keep the hash elsewhere: it will prove that the whole ledger was not replaced",
        ),
        style="dim",
    )


@ledger.command("hold")
def hold(
    key: Annotated[str, typer.Argument(help="账期 / period", metavar="PERIOD")],
    line: Annotated[str, typer.Option("--line", help="薪资项，如 commission / line id", metavar="LINE")],
    until: Annotated[str, typer.Option("--until", help="到哪天为止 / until this day", metavar="DAY")],
    by: By,
    reason: Reason,
    amount: Annotated[
        str | None, typer.Option("--amount", help="每人金额（元） / yuan each", metavar="YUAN")
    ] = None,
    share: Annotated[
        str | None, typer.Option("--share", help="比例，如 30% / share of the line", metavar="N%")
    ] = None,
    member: Annotated[
        list[str] | None, typer.Option("--member", help="只扣这些人 / only these", metavar="MEMBER")
    ] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """暂扣一部分，到期再发，如退货期 / hold part of a line until a day, such as the return window's end."""
    found = ledger_of(data, shop)
    members = [member_in(found.book(), one) for one in member or ()]
    fen = fen_in(amount) if amount is not None else None
    part = _share(share) if share is not None else None
    day = parse_day(until)
    book = found.write(
        by, lambda book: holding.hold(book, key, line, day, reason, fen=fen, share=part, members=members)
    )
    new = [one for one in book.holds_in(key) if one.line == line and one.until == day]
    total = format_fen(sum(one.fen for one in new))
    say(
        Text(
            f"{key} 的 {line} 现暂扣 {len(new)} 笔，合计 {total} 元，到 {day}",
            f"{line} of {key} has {len(new)} holds, {total} yuan in all, until {day}",
        )
    )


@ledger.command("release")
def release(
    into: Into,
    by: By,
    holds: Annotated[
        list[str] | None, typer.Argument(help="暂扣编号，不写则为所有到期的 / holds", metavar="[HOLD]…")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="提前释放的原因 / why early")] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """释放到期的暂扣 / make holds that have run out payable in the open period."""
    found = ledger_of(data, shop)
    before = {one.hold for one in found.book().released_into(into)}
    book = found.write(by, lambda book: holding.release(book, into, holds or (), reason))
    new = [one for one in book.released_into(into) if one.hold not in before]
    for one in new:
        name, line, fen = book.name(one.member), _title(book, one), format_fen(one.fen)
        say(
            Text(
                f"{one.hold}  {name}  {one.period} {line.zh}  {fen} 元，随 {into} 发放",
                f"{one.hold}  {name}  {one.period} {line.en}  {fen} yuan, paid with {into}",
            )
        )


@ledger.command("advance")
def advance(
    member: MemberOption,
    amount: Amount,
    instalment: Annotated[
        str, typer.Option("--instalment", help="每期扣回（元） / yuan a period", metavar="YUAN")
    ],
    since: Annotated[str, typer.Option("--from", help="从哪个账期起扣回 / from", metavar="PERIOD")],
    by: By,
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="审批人，须另一人 / somebody else", metavar="NAME")
    ],
    reason: Reason,
    name: Annotated[str | None, typer.Option("--name", help="新员工的姓名 / a new member's name")] = None,
    shop: Shop = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """预支，之后分期扣回 / pay an advance, taken back by instalments."""
    found = ledger_of(data, shop)
    id = member if name else member_in(found.book(), member)
    book = found.write(
        by,
        lambda book: holding.advance(
            book,
            id,
            fen_in(amount),
            fen_in(instalment, "--instalment"),
            parse_period(since),
            reason,
            by=by,
            approved_by=approved_by,
            name=name,
        ),
    )
    said = list(book.advances.values())[-1].said
    whole, each = format_fen(said.fen), format_fen(said.instalment)
    say(
        Text(
            f"{said.advance}  {said.name} 预支 {whole} 元，从 {said.since} 起每期扣回 {each} 元；"
            "当期不够扣时只扣到 0，其余顺延",
            f"{said.advance}  {said.name} was advanced {whole} yuan; from {said.since} on "
            f"{each} yuan a period are taken back, never more than there is to pay",
        )
    )


def _title(book: Book, hold: Hold) -> Text:
    """What the held line is called on the statement."""
    line = book.period(hold.period).line(hold.member, hold.line)
    return line.title if line else same(hold.line)


def _share(text: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?%", text) or not 0 < Decimal(text[:-1]) <= 100:
        raise UsageError(Text(f"--share {text} 应写作 30%", f"--share {text} must be written like 30%"))
    return Decimal(text[:-1]).scaleb(-2)


def _print_lines(book: Book, member: str) -> None:
    """Every line behind the balances of one member, and where it comes from."""
    table = plain_table(Text("明细（元）", "lines (yuan)").say(lang()))
    table.add_column(Text("账期", "period").say(lang()), no_wrap=True)
    table.add_column(Text("项目", "line").say(lang()), overflow="fold")
    table.add_column(Text("金额", "amount").say(lang()), justify="right", no_wrap=True)
    table.add_column(Text("来处", "from").say(lang()), overflow="fold")
    for key, title, fen, source in _lines(book, member):
        table.add_row(key, plain(title.say(lang())), money(fen), plain(source.say(lang())))
    console().print()
    console().print(table)


def _lines(book: Book, member: str) -> Iterator[tuple[str, Text, int, Text]]:
    settled = settlements(book)
    for period in book.in_order:
        key = period.key
        for run in period.runs.values():
            if member in run.earned:
                for line in run.earned[member].lines:
                    yield key, line.title, line.fen, Text(f"批次 {run.run}", f"run {run.run}")
        for posted in period.posted:
            said = posted.adjustment
            if said.member == member:
                cause = CAUSES[said.cause]
                yield (
                    key,
                    Text(f"调整：{said.title.zh}", f"adjustment: {said.title.en}"),
                    said.fen,
                    Text(
                        f"{posted.of} {said.line}，{cause.zh}：{said.why.zh}",
                        f"{posted.of} {said.line}, {cause.en}: {said.why.en}",
                    ),
                )
        for hold in book.holds_in(key):
            if hold.member == member:
                held = _title(book, hold)
                title = Text(f"暂扣：{held.zh}", f"held: {held.en}")
                until = Text(f"{hold.hold} 到 {hold.until}", f"{hold.hold} until {hold.until}")
                yield key, title, -hold.fen, Text(f"{until.zh}，{hold.reason}", f"{until.en}, {hold.reason}")
        for hold in book.released_into(key):
            if hold.member == member:
                held = _title(book, hold)
                title = Text(f"释放：{held.zh}", f"released: {held.en}")
                yield key, title, hold.fen, Text(f"{hold.hold}，{hold.period}", f"{hold.hold}, {hold.period}")
        parts = settled[key].get(member)
        for recovery in parts.recoveries if parts else ():
            title = Text("扣回预支", "advance taken back")
            yield key, title, -recovery.fen, Text(recovery.advance, recovery.advance)
        if parts and parts.carried_in:
            title = Text("上期结转", "carried in")
            yield key, title, parts.carried_in, Text("上期应发不足", "the period before came to less than 0")
