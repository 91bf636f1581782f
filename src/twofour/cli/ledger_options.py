"""What the commands of the ledger share: whose ledger, who acts, amounts, and tables of balances."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text as Styled

from twofour.cli.console import console, lang
from twofour.cli.options import only_shop, open_snapshot
from twofour.cli.tables import heading, plain_table
from twofour.explain.render_terminal import printable
from twofour.ledger import Balance, Book, Ledger
from twofour.ledger.export import COLUMNS, Column
from twofour.money import format_fen, parse_fen
from twofour.problems import UsageError
from twofour.text import Text

By = Annotated[str, typer.Option("--by", help="经办人姓名，必写 / who acts, required", metavar="NAME")]
Key = Annotated[str, typer.Argument(help="账期，如 2026-06 / period", metavar="PERIOD")]
Into = Annotated[str, typer.Option("--into", help="记入哪个未锁定的账期 / the open period", metavar="PERIOD")]
MemberOption = Annotated[str, typer.Option("--member", help="员工编号或姓名 / member", metavar="MEMBER")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元） / yuan", metavar="YUAN")]
Reason = Annotated[str, typer.Option("--reason", help="原因 / why", metavar="WORDS")]


class LedgerFormat(Enum):
    """A table for people or JSON for tools."""

    table = "table"
    json = "json"


Format = Annotated[LedgerFormat, typer.Option("--format", help="输出格式 / output format")]


def ledger_of(data: Path, shop: str | None) -> Ledger:
    """The ledger of the shop asked for; without a word, of the only one in the data."""
    (shop_id,) = only_shop(open_snapshot(data), shop)
    return Ledger(data, shop_id)


def fen_in(text: str, option: str = "--amount") -> int:
    """An amount as written on the command line, in fen."""
    try:
        return parse_fen(text)
    except ValueError:
        raise UsageError(
            Text(
                f"{option} {text} 不是金额；写元，最多两位小数，例如 35.00",
                f"{option} {text} is no amount; write yuan with at most two decimals, such as 35.00",
            )
        ) from None


def member_in(book: Book, written: str) -> str:
    """The id of the member of that id or name. Raises ``UsageError`` if nobody, or more than one, is."""
    if written in book.names:
        return written
    named = [member for member, (name, _) in book.names.items() if name == written]
    if len(named) == 1:
        return named[0]
    near = named or list(book.names)[:8]
    people = [f"{book.name(member)} ({member})" for member in near]
    if named:
        zh, en = f"叫 {written} 的有 {len(named)} 位", f"{len(named)} members are called {written}"
    else:
        zh, en = f"账本里没有 {written}", f"the ledger has no {written}"
    raise UsageError(
        Text(
            f"{zh}；请写员工编号：{'、'.join(people) or '无'}",
            f"{en}; give the member id: {', '.join(people) or 'none'}",
        )
    )


def print_json(payload: Any) -> None:
    """Plain JSON on standard output, for tools."""
    console().file.write(json.dumps(payload, ensure_ascii=False, indent=1) + "\n")


def plain(words: str) -> Styled:
    """A cell of words that somebody wrote: shown as they are."""
    return Styled(printable(words))


def money(fen: int) -> Styled:
    """A cell of money: ``–`` for nothing, red below 0."""
    return Styled(format_fen(fen) if fen else "–", style="red" if fen < 0 else "")


def balance_table(rows: Sequence[Balance], title: Text, first: Text, names: Iterable[str]) -> Table:
    """A row of money for each balance under ``first``; columns in which nobody has anything are left out."""
    shown = [one for one in COLUMNS if any(one.fen(row) for row in rows) or _always(one)]
    note = Text("本期应发 = 它左边各列相加", "payable = the columns to its left, added up")
    table = plain_table(title.say(lang()), note.say(lang()), footer=True)
    table.add_column(first.say(lang()), Text("合计", "total").say(lang()), overflow="fold", min_width=4)
    for one in shown:
        total = sum(one.fen(row) for row in rows)
        bold = "bold" if one.title.en == "Payable" else ""
        table.add_column(heading(one.title, "yuan"), money(total), justify="right", no_wrap=True, style=bold)
    for name, row in zip(names, rows, strict=True):
        table.add_row(plain(name), *(money(one.fen(row)) for one in shown))
    return table


def _always(column: Column) -> bool:
    return column.title.en in ("Earned", "Payable")
