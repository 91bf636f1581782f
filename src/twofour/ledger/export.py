"""The payroll of a period from the ledger, for payroll software and for people: CSV, XLSX, JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from twofour.events.export import escape_cell
from twofour.ledger.balances import Balance, balances, balances_to_json
from twofour.ledger.book import Book
from twofour.ledger.states import STATES
from twofour.money import yuan_of
from twofour.statements.words import period_words
from twofour.statements.workbook import MONEY, workbook_bytes, write_number, write_text
from twofour.statements.workbook import Book as Workbook
from twofour.text import Lang, Text


class Column(NamedTuple):
    """A column of money: its heading and what it shows of a balance, in signed fen."""

    title: Text
    fen: Callable[[Balance], int]


_WHO = (Text("员工编号", "Member ID"), Text("姓名", "Name"), Text("小组", "Team"))
COLUMNS = (
    Column(Text("本期应得", "Earned"), lambda row: row.settlement.earned),
    Column(Text("调整", "Adjusted"), lambda row: row.settlement.adjusted),
    Column(Text("上期结转", "Carried in"), lambda row: row.settlement.carried_in),
    Column(Text("释放暂扣", "Released"), lambda row: row.settlement.released),
    Column(Text("扣回预支", "Advance taken back"), lambda row: -row.settlement.recovered),
    Column(Text("本期暂扣", "Held"), lambda row: -row.settlement.held),
    Column(Text("结转下期", "Carried on"), lambda row: -row.settlement.carried_out),
    Column(Text("本期应发", "Payable"), lambda row: row.settlement.payable),
    Column(Text("已发", "Paid"), lambda row: row.paid),
    Column(Text("未发", "Still to pay"), lambda row: row.payable),
)
FORMULA = Text(
    "本期应发 = 本期应得 + 调整 + 上期结转 + 释放暂扣 + 扣回预支 + 本期暂扣 + 结转下期（各列已带正负号）",
    "Payable = earned + adjusted + carried in + released + advance taken back + held + carried on, as signed",
)
_TOTAL = Text("合计", "Total")


def payroll(book: Book, key: str, form: str) -> bytes:
    """The period's payroll as ``csv``, ``xlsx`` or ``json``; the same ledger gives the same bytes."""
    rows = balances(book, period=book.period(key).key)
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[form](book, key, rows)


def _csv(book: Book, key: str, rows: Sequence[Balance]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    money = [f"{one.title.zh}（元） {one.title.en} (yuan)" for one in COLUMNS]
    writer.writerow([*(f"{word.zh} {word.en}" for word in _WHO), *money])
    for row in rows:
        writer.writerow([*map(escape_cell, _who(row)), *(yuan_of(one.fen(row)) for one in COLUMNS)])
    writer.writerow([f"{_TOTAL.zh} {_TOTAL.en}", "", "", *(yuan_of(_sum(one, rows)) for one in COLUMNS)])
    return text.getvalue().encode("utf-8-sig")


def _json(book: Book, key: str, rows: Sequence[Balance]) -> bytes:
    period = book.period(key)
    document = {
        "period": key,
        "shop": book.shop_id,
        "state": period.state,
        "runs": {id: {"run": one.run, "digest": one.digest} for id, one in sorted(period.runs.items())},
        "ledger_head": book.head,
        "rows": balances_to_json(rows),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _xlsx(book: Book, key: str, rows: Sequence[Balance]) -> bytes:
    def fill(workbook: Workbook) -> None:
        for lang, name in (("zh", "工资发放表"), ("en", "Payroll")):
            _sheet(workbook, workbook.sheet(name, landscape=True), rows, "zh" if lang == "zh" else "en")
        _proof(workbook, workbook.sheet("核对 Check"), book, key)

    return workbook_bytes(book.period(key).period, f"工资发放表 Payroll {key}", fill)


def _sheet(workbook: Workbook, sheet: Worksheet, rows: Sequence[Balance], lang: Lang) -> None:
    unit = Text("元", "yuan").say(lang)
    headings = [word.say(lang) for word in _WHO] + [f"{one.title.say(lang)}\n({unit})" for one in COLUMNS]
    head = workbook.style(bold=True, bg_color="#0B6B5F", font_color="#FFFFFF", text_wrap=True, align="center")
    words = workbook.style(bottom=4, bottom_color="#C9D1D8")
    money = workbook.style(bottom=4, bottom_color="#C9D1D8", num_format=MONEY)
    words_foot = workbook.style(bold=True, top=2, bg_color="#E8F2F0")
    money_foot = workbook.style(bold=True, top=2, bg_color="#E8F2F0", num_format=MONEY)
    for column, heading in enumerate(headings):
        write_text(sheet, 0, column, heading, head)
    sheet.set_column(0, len(headings) - 1, 14)
    sheet.set_row(0, 34)
    for at, row in enumerate(rows, start=1):
        for column, word in enumerate(_who(row)):
            write_text(sheet, at, column, word, words)
        for column, one in enumerate(COLUMNS, start=len(_WHO)):
            write_number(sheet, at, column, yuan_of(one.fen(row)), money)
    foot = len(rows) + 1
    for column in range(len(_WHO)):
        write_text(sheet, foot, column, _TOTAL.say(lang) if column == 0 else "", words_foot)
    for column, one in enumerate(COLUMNS, start=len(_WHO)):
        write_number(sheet, foot, column, yuan_of(_sum(one, rows)), money_foot)
    write_text(sheet, foot + 2, 0, FORMULA.say(lang), workbook.style(font_color="#55606E"))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _proof(workbook: Workbook, sheet: Worksheet, book: Book, key: str) -> None:
    period = book.period(key)
    title = STATES[period.state].title
    facts = [
        (Text("账期", "Period"), period_words(period.period)),
        (Text("店铺", "Shop"), Text(book.shop_id, book.shop_id)),
        (Text("状态", "State"), title),
        *((Text("核算批次", "Run"), Text(one.run, one.run)) for one in period.runs.values()),
        *(
            (
                STATES[step.state].title,
                Text(f"{step.by}，{step.at:%Y-%m-%d %H:%M} UTC", f"{step.by}, {step.at:%Y-%m-%d %H:%M} UTC"),
            )
            for step in period.steps
        ),
        (Text("账本指纹", "Ledger hash"), Text(book.head, book.head)),
    ]
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 90)
    name, words = workbook.style(font_color="#55606E"), workbook.style(text_wrap=True, valign="top")
    for row, (label, text) in enumerate(facts):
        write_text(sheet, row, 0, label.zh, name)
        write_text(sheet, row, 1, label.en, name)
        write_text(sheet, row, 2, text.zh if text.zh == text.en else f"{text.zh}\n{text.en}", words)


def _who(row: Balance) -> list[str]:
    return [row.member, row.name, row.team or ""]


def _sum(column: Column, rows: Sequence[Balance]) -> int:
    return sum(column.fen(row) for row in rows)
