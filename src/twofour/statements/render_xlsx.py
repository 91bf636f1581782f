"""A member's statement as a workbook: a sheet per language, every line folding open into its tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from twofour.explain import Node, Quantity
from twofour.money import yuan_of
from twofour.pay import Payslip
from twofour.scorecard import DutyOutcome, ItemScore
from twofour.statements.pending import pending_of
from twofour.statements.provenance import HOW_TO_CHECK, provenance
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.statements.words import (
    ALL_ELSE_EQUAL,
    NEXT_STEPS,
    duty_words,
    line_formula,
    metric_figure,
    period_words,
    points_words,
    score_formula,
    weight_words,
)
from twofour.statements.workbook import (
    MONEY,
    Book,
    cell_number,
    number_format,
    workbook_bytes,
    write_number,
    write_text,
)
from twofour.text import Lang, Text

_SHEETS: tuple[tuple[Lang, str], ...] = (("zh", "工资单"), ("en", "Statement"))
_WHY = (Text("怎么算的", "How"), Text("出处", "Source"))
_DEEPEST = 7  # outline levels that a spreadsheet knows
_LINE = {"bottom": 4, "bottom_color": "#C9D1D8"}
_HEAD = {"bold": True, "bg_color": "#0B6B5F", "font_color": "#FFFFFF"}


def statement_xlsx(run: Run, payslip: Payslip, seal: Seal) -> bytes:
    """The workbook of one member's statement, equal bytes for equal runs."""

    def fill(book: Book) -> None:
        for lang, name in _SHEETS:
            _Statement(book, book.sheet(name), run, payslip, seal, lang).write()

    return workbook_bytes(run.period, f"工资单 Statement {run.period}", fill)


@dataclass
class _Statement:
    """One sheet being written from top to bottom; ``row`` is the next free one."""

    book: Book
    sheet: Worksheet
    run: Run
    payslip: Payslip
    seal: Seal
    lang: Lang
    row: int = 0

    def write(self) -> None:
        """Head, pay lines, scorecard, pending notes, proof."""
        for column, width in enumerate((46, 20, 62, 44)):
            self.sheet.set_column(column, column, width)
        self.sheet.outline_settings(symbols_below=False)
        self._head()
        self._lines()
        self._scorecard()
        self._next_steps()
        self._pending()
        self._proof()
        self.sheet.set_footer(f"&L{self.seal.run_id}&R&P / &N")

    def _head(self) -> None:
        member, run = self.payslip.member, self.run
        facts = (member.team, member.role_title, member.grade_title, member.member_id)
        who = " · ".join(self._say(fact) for fact in facts if fact)
        title = Text(f"{period_words(run.period).zh}工资单", f"Statement for {period_words(run.period).en}")
        self._words(0, member.name, bold=True, font_size=16)
        self._words(2, self._say(title), bold=True, font_size=12)
        self._next(26)
        self._words(0, who, font_color="#55606E")
        self._words(2, self._say(run.scheme.title), font_color="#55606E")
        self._next()
        self._words(0, self._say(Text("合计（元）", "Total (yuan)")), bold=True, font_size=12)
        self._number(1, yuan_of(self.payslip.total), MONEY, bold=True, font_size=14)
        self._next(24)
        self._header(Text("项目", "Item"), Text("金额（元）", "Amount (yuan)"), *_WHY)
        self.sheet.freeze_panes(self.row, 1)
        self.sheet.repeat_rows(self.row - 1)

    def _lines(self) -> None:
        for line in self.payslip.lines:
            self._words(0, self._say(line.title), bold=True, **_LINE)
            self._number(1, yuan_of(line.fen), MONEY, bold=True, **_LINE)
            self._words(2, self._say(line_formula(line.node) or ""), text_wrap=True, **_LINE)
            self._words(3, line.node.source or "", **_LINE)
            self._opening(line.node)
        self._words(0, self._say(Text("合计", "Total")), bold=True, top=2)
        self._number(1, yuan_of(self.payslip.total), MONEY, bold=True, top=2)
        self._next()
        self._next()

    def _scorecard(self) -> None:
        card = self.payslip.scorecard
        if not card.items and not card.duties:
            return
        self._header(Text("评分卡", "Scorecard"), Text("得分", "Points"), *_WHY)
        for item in card.items:
            self._words(0, self._say(item.title), bold=True, **_LINE)
            self._number(1, item.points, "0.00", bold=True, **_LINE)
            self._words(2, self._item_words(item), text_wrap=True, **_LINE)
            self._words(3, item.node.source or "", **_LINE)
            self._opening(item.node)
        for duty in card.duties:
            self._words(0, self._say(duty.title), **_LINE)
            self._number(1, -duty.deducted if duty.deducted else Decimal(0), "0.00", **_LINE)
            self._words(2, self._duty_words(duty), text_wrap=True, **_LINE)
            self._words(3, duty.node.source or "", **_LINE)
            self._opening(duty.node)
        if card.items:
            full = points_words(card.full)
            self._words(0, self._say(Text("总分", "Score")), bold=True, top=2)
            self._number(1, card.score, "0.00", bold=True, top=2)
            self._words(2, self._say(Text(f"满分 {full}", f"of {full}")), top=2)
            self._next()
        self._next()

    def _item_words(self, item: ItemScore) -> str:
        figure = metric_figure(item, self.payslip.member, self.lang)
        weight = self._say(weight_words(item, self.payslip.scorecard))
        parts = (weight, figure, self._say(score_formula(item) or ""))
        return " · ".join(part for part in parts if part)

    def _duty_words(self, duty: DutyOutcome) -> str:
        parts = (duty_words(duty), duty.node.formula, duty.correction)
        return " · ".join(self._say(part) for part in parts if part)

    def _next_steps(self) -> None:
        if not self.payslip.steps:
            return
        self._header(NEXT_STEPS, Text("约多得（元）", "About (yuan)"), ALL_ELSE_EQUAL)
        for step in self.payslip.steps:
            self._number(1, yuan_of(step.gain), MONEY)
            self._words(2, self._say(step.said), text_wrap=True)
            self._next()
        self._next()

    def _pending(self) -> None:
        notes = pending_of(self.run, self.payslip)
        if not notes:
            return
        self._header(Text("延迟统计：数字还可能变化", "Pending: these numbers may still change"))
        for pending in notes:
            self._words(0, self._say(pending.metric))
            self._words(2, self._say(pending.note))
            self._next()
        self._next()

    def _proof(self) -> None:
        self._header(Text("依据与核对", "What this rests on"))
        for label, text in provenance(self.run, self.seal):
            self._words(0, self._say(label), font_color="#55606E")
            self._words(2, self._say(text), text_wrap=True)
            self._next()
        self._words(2, self._say(HOW_TO_CHECK), text_wrap=True)
        self._next(48)

    def _opening(self, node: Node) -> None:
        """Finish a row that folds open into the tree below ``node``."""
        self.sheet.set_row(self.row, None, None, {"collapsed": bool(node.children)})
        self.row += 1
        for child in node.children:
            self._branch(child, 1)

    def _branch(self, node: Node, depth: int) -> None:
        self._words(0, self._say(node.label), indent=min(depth * 2, 15))
        if node.quantity is not None:
            self._quantity(node.quantity)
        self._words(2, self._say(node.formula or ""), text_wrap=True, font_color="#55606E")
        self._words(3, node.source or "", font_color="#55606E")
        self.sheet.set_row(self.row, None, None, {"level": min(depth, _DEEPEST), "hidden": True})
        self.row += 1
        for child in node.children:
            self._branch(child, depth + 1)

    def _quantity(self, quantity: Quantity) -> None:
        number = cell_number(quantity)
        if number is None:
            self._words(1, quantity.show(self.lang), align="right")
        else:
            self._number(1, number, number_format(quantity, self.lang))

    def _header(self, *headings: Text) -> None:
        for column in range(4):
            words = self._say(headings[column]) if column < len(headings) else ""
            self._words(column, words, **_HEAD, align="right" if column == 1 else "left")
        self._next(22)

    def _words(self, column: int, words: str, **properties: object) -> None:
        write_text(self.sheet, self.row, column, words, self.book.style(**properties))

    def _number(self, column: int, number: Decimal | int, num_format: str, **properties: object) -> None:
        style = self.book.style(num_format=num_format, align="right", **properties)
        write_number(self.sheet, self.row, column, number, style)

    def _next(self, height: int | None = None) -> None:
        if height is not None:
            self.sheet.set_row(self.row, height)
        self.row += 1

    def _say(self, text: Text | str) -> str:
        return text.say(self.lang) if isinstance(text, Text) else text
