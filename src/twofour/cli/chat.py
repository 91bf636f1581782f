"""``twofour chat``: what a customer and the shop wrote on a business day, every counted wait marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.text import Text as Styled

from twofour.cli.console import console, lang
from twofour.cli.files import Cell, Form, FormOption, OutFile, Sheet, form_of, write_rows
from twofour.cli.of_run import RunName, of_run
from twofour.cli.options import DEFAULT_DATA, AsOf, DataDir, RulesFile, Shop, question_of
from twofour.cli.subjects import Unmasked
from twofour.cli.tables import plain_table
from twofour.explain import Quantity
from twofour.explain.render_terminal import printable
from twofour.metrics.chat import Chat, ChatLine, chats, masked
from twofour.problems import DataMissing
from twofour.text import Text, same

_SENDERS = {
    "customer": Text("买家", "customer"),
    "agent": Text("客服", "agent"),
    "bot": Text("机器人", "bot"),
    "system": Text("系统", "system"),
    "order": Text("订单", "order"),
}
_KINDS = {
    "image": Text("图片", "image"),
    "product": Text("商品", "product"),
    "card": Text("卡片", "card"),
    "order": Text("订单", "order"),
}
_UNANSWERED = Text("未获回复", "no reply")
_AUTOMATIC = Text("自动", "automatic")


def show_chat(
    customer: Annotated[str, typer.Option("--customer", help="买家 / customer id", metavar="C")],
    day: Annotated[str, typer.Option("--day", help="业务日 / business day", metavar="DAY")],
    shop: Shop = None,
    rules: RulesFile = None,
    as_of: AsOf = None,
    form: FormOption = None,
    out: OutFile = None,
    unmasked: Unmasked = False,
    run: RunName = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """一位买家某天的聊天，标出每次等待 / a customer's chat of a day, every wait marked."""
    chosen = form_of(form, out)
    days = (day, day, None)
    if run is None:
        question = question_of(data, shop, days, rules, as_of)
    else:
        question = of_run(data, run, shop, days, (rules, as_of)).question
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    wanted = {(question.shop_ids[0], customer): frozenset(question.period.days)}
    found = chats(question, staff, wanted)
    if not found[0].lines:
        raise DataMissing(
            Text(
                f"{customer} 在 {day} 没有聊天或订单；请检查买家、日期和店铺",
                f"{customer} has no chat or order on {day}; check customer, day and shop",
            )
        )
    shown = found if unmasked else masked(found, question.snapshot)
    if chosen is Form.table:
        print_chats(shown, question.rules.timezone, masked=not unmasked)
    else:
        write_rows(chat_sheet(shown, question.rules.timezone), chosen, out, period=question.period)


def print_chats(found: Iterable[Chat], timezone: str, *, masked: bool) -> None:
    """Each chat as a table: time, who, what, and how long the customer waited."""
    for chat in found:
        console().print()
        _print_chat(chat, ZoneInfo(timezone), masked)


def chat_sheet(found: Iterable[Chat], timezone: str) -> Sheet:
    """Every line of the chats for tools and spreadsheets."""
    zone = ZoneInfo(timezone)
    columns = {
        "shop_id": Text("店铺", "shop"),
        "customer_id": Text("买家", "customer"),
        "day": Text("业务日", "day"),
        "at": Text("时间", "time"),
        "sender": Text("发送方", "sender"),
        "agent_id": Text("客服账号", "agent id"),
        "agent_name": Text("客服", "agent"),
        "kind": Text("类型", "kind"),
        "text": Text("内容", "text"),
        "automatic": Text("自动", "automatic"),
        "opens": Text("会话开始", "conversation begins"),
        "waited": Text("等待（秒）", "waited (s)"),
        "unanswered": Text("未获回复", "unanswered"),
    }
    rows = [_cells(chat, line, zone) for chat in found for line in chat.lines]
    return Sheet(Text("聊天", "chats"), columns, rows)


def _cells(chat: Chat, line: ChatLine, zone: ZoneInfo) -> dict[str, Cell]:
    return {
        "shop_id": chat.shop_id,
        "customer_id": chat.customer_id,
        "day": line.day,
        "at": line.at.astimezone(zone),
        "sender": line.sender,
        "agent_id": line.agent_id,
        "agent_name": line.agent_name,
        "kind": line.kind,
        "text": line.text if line.note is None else line.note.say(lang()),
        "automatic": line.automatic,
        "opens": line.opens,
        "waited": None if line.waited is None else Quantity(line.waited, "second"),
        "unanswered": line.unanswered,
    }


def _print_chat(chat: Chat, zone: ZoneInfo, hidden: bool) -> None:
    days = Text("、", ", ").say(lang()).join(sorted({line.day.isoformat() for line in chat.lines}))
    title = f"{printable(chat.customer_id)} · {printable(chat.shop_id)} · {days}"
    table = plain_table(title, _caption(chat, hidden).say(lang()))
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=14)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(justify="right", no_wrap=True)
    several = len({line.day for line in chat.lines}) > 1
    form = "%m-%d %H:%M:%S" if several else "%H:%M:%S"
    for number, line in enumerate(chat.lines):
        if line.opens and number:
            table.add_section()
        table.add_row(
            line.at.astimezone(zone).strftime(form), _who(line), _what(line), _waited(line),
            style="dim" if line.automatic or line.sender in ("system", "order") else "",
        )  # fmt: skip
    console().print(table)


def _who(line: ChatLine) -> str:
    if line.sender == "agent" and line.agent_id is not None:
        return printable(line.agent_name or line.agent_id)
    return _SENDERS[line.sender].say(lang())


def _what(line: ChatLine) -> str:
    """The words; before them what they are, where they are no plain text and do not say so themselves."""
    if line.note is not None:
        return printable(line.note.say(lang()))
    words = printable((line.text or "").replace("\n", " "))
    if line.kind in (None, "text") or words.startswith("["):
        return words
    kind = _KINDS.get(line.kind or "", same(line.kind or ""))
    return f"[{kind.say(lang())}] {words}".rstrip()


def _waited(line: ChatLine) -> Styled:
    if line.unanswered:
        return Styled(_UNANSWERED.say(lang()), style="yellow")
    if line.waited is not None:
        return Styled(Quantity(line.waited, "second").show(lang()), style="cyan")
    return Styled(_AUTOMATIC.say(lang()) if line.automatic else "")


def _caption(chat: Chat, hidden: bool) -> Text:
    waits, longest = chat.waits, max(chat.waits, default=0)
    zh = [f"已回复的等待 {len(waits)} 次" + (f"，最长 {longest} 秒" if waits else "")]
    en = [f"{len(waits)} answered waits" + (f", the longest {longest} s" if waits else "")]
    if chat.unanswered:
        zh.append(f"未获回复 {chat.unanswered} 次")
        en.append(f"{chat.unanswered} unanswered")
    if hidden:
        zh.append("手机号、地址等已打码，--unmasked 看原文")
        en.append("phones and addresses masked, see them with --unmasked")
    return Text("；".join(zh), "; ".join(en))
