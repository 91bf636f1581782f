"""The payroll (工资表): one row per member, one column per pay line, a total row; as CSV and XLSX."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

from xlsxwriter.worksheet import Worksheet

from twofour.events.export import escape_cell
from twofour.money import yuan_of
from twofour.pay import Payslip
from twofour.statements.provenance import provenance
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.statements.words import period_words
from twofour.statements.workbook import MONEY, Book, workbook_bytes, write_number, write_text
from twofour.text import Lang, Text

_WHO = (Text("员工编号", "Member ID"), Text("姓名", "Name"), Text("小组", "Team"), Text("等级", "Grade"))
_WIDTHS = (16, 14, 14, 10)
_TOTAL = Text("合计", "Total")
_SHEETS: tuple[tuple[Lang, str], ...] = (("zh", "工资表"), ("en", "Payroll"))


def payroll_csv(run: Run) -> bytes:
    """The payroll as CSV (UTF-8 with BOM, CRLF), headings in both languages, amounts in yuan."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([escape_cell(f"{heading.zh} {heading.en}") for heading in _headings(run)])
    for who, amounts in _rows(run, "zh"):
        writer.writerow([*map(escape_cell, who), *amounts])
    total = f"{_TOTAL.zh} {_TOTAL.en}"
    writer.writerow([total, *[""] * (len(_WHO) - 1), *_totals(run)])
    return text.getvalue().encode("utf-8-sig")


def payroll_xlsx(run: Run, seal: Seal) -> bytes:
    """The payroll as a workbook: a Chinese and an English sheet, and one that says what it rests on."""

    def fill(book: Book) -> None:
        for lang, name in _SHEETS:
            _payroll_sheet(book, book.sheet(name, landscape=True), run, lang)
        _proof_sheet(book, book.sheet("核对 Check"), run, seal)

    return workbook_bytes(run.period, f"工资表 Payroll {run.period}", fill)


def _headings(run: Run) -> list[Text]:
    lines = [Text(f"{line.title.zh}（元）", f"{line.title.en} (yuan)") for line in run.columns]
    return [*_WHO, *lines, Text(f"{_TOTAL.zh}（元）", f"{_TOTAL.en} (yuan)")]


def _rows(run: Run, lang: Lang) -> list[tuple[list[str], list[Decimal]]]:
    return [
        (_who(payslip, lang), [yuan_of(fen) for fen in _amounts(run, payslip)]) for payslip in run.payslips
    ]


def _who(payslip: Payslip, lang: Lang) -> list[str]:
    member = payslip.member
    grade = member.grade_title
    return [member.member_id, member.name, member.team or "", grade.say(lang) if grade else ""]


def _amounts(run: Run, payslip: Payslip) -> list[int]:
    """Integer fen per column, then the total; a line that the member does not have is 0."""
    by_id = {line.id: line.fen for line in payslip.lines}
    return [*(by_id.get(column.id, 0) for column in run.columns), payslip.total]


def _totals(run: Run) -> list[Decimal]:
    columns = zip(*(_amounts(run, payslip) for payslip in run.payslips), strict=True)
    return [yuan_of(sum(column)) for column in columns]


def _payroll_sheet(book: Book, sheet: Worksheet, run: Run, lang: Lang) -> None:
    headings = [heading.say(lang) for heading in _headings(run)]
    head = book.style(bold=True, bg_color="#0B6B5F", font_color="#FFFFFF", text_wrap=True, align="center")
    words = book.style(bottom=4, bottom_color="#C9D1D8")
    money = book.style(bottom=4, bottom_color="#C9D1D8", num_format=MONEY)
    strong = book.style(bottom=4, bottom_color="#C9D1D8", num_format=MONEY, bold=True)
    for column, heading in enumerate(headings):
        write_text(sheet, 0, column, heading, head)
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WHO) else 16)
    sheet.set_row(0, 34)
    for row, (who, amounts) in enumerate(_rows(run, lang), start=1):
        for column, word in enumerate(who):
            write_text(sheet, row, column, word, words)
        for column, amount in enumerate(amounts, start=len(who)):
            last = column == len(headings) - 1
            write_number(sheet, row, column, amount, strong if last else money)
    foot = len(run.payslips) + 1
    words_foot = book.style(bold=True, top=2, bg_color="#E8F2F0")
    money_foot = book.style(bold=True, top=2, bg_color="#E8F2F0", num_format=MONEY)
    for column in range(len(_WHO)):
        write_text(sheet, foot, column, _TOTAL.say(lang) if column == 0 else "", words_foot)
    for column, amount in enumerate(_totals(run), start=len(_WHO)):
        write_number(sheet, foot, column, amount, money_foot)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(run.payslips), len(headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{period_words(run.period).say(lang)}&R&P / &N")


def _proof_sheet(book: Book, sheet: Worksheet, run: Run, seal: Seal) -> None:
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 90)
    name, words = book.style(font_color="#55606E"), book.style(text_wrap=True, valign="top")
    for row, (label, text) in enumerate(provenance(run, seal)):
        write_text(sheet, row, 0, label.zh, name)
        write_text(sheet, row, 1, label.en, name)
        write_text(sheet, row, 2, text.zh if text.zh == text.en else f"{text.zh}\n{text.en}", words)
