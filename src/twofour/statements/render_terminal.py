"""The payroll overview in the terminal: who earns what, lines grouped, with the total of the run."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from twofour.explain.render_terminal import printable
from twofour.money import format_fen, round_half_up
from twofour.pay import Line, Payslip
from twofour.statements.pending import pending_of
from twofour.statements.run_record import Run
from twofour.statements.words import period_words
from twofour.text import Lang, Text

_WHO = (Text("员工", "Member"), Text("小组", "Team"), Text("等级", "Grade"))
_SCORE = Text("得分", "Score")
_GROUPS = (Text("底薪", "Base"), Text("提成", "Commission"), Text("奖励", "Bonus"), Text("扣减", "Cuts"))
_TOTAL = Text("合计", "Total")


def overview(run: Run, lang: Lang) -> Table:
    """One row per member, by team and falling pay; amounts in yuan. Groups that nobody has are left out."""
    groups = [_groups(payslip.lines) for payslip in run.payslips]
    shown = [i for i in range(len(_GROUPS)) if any(group[i] for group in groups)]
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
        show_footer=True,
        title=_title(run).say(lang),
        title_justify="left",
        title_style="bold",
        caption=_caption(run, lang),
        caption_justify="left",
    )
    for heading in _WHO:
        footer = _TOTAL.say(lang) if heading is _WHO[0] else ""
        table.add_column(heading.say(lang), footer, overflow="fold", min_width=4)
    table.add_column(_SCORE.say(lang), justify="right", no_wrap=True)
    for i in shown:
        total = sum(group[i] for group in groups)
        table.add_column(_GROUPS[i].say(lang), _money(total), justify="right", no_wrap=True)
    table.add_column(_TOTAL.say(lang), _money(run.total), justify="right", no_wrap=True, style="bold")
    for payslip in sorted(run.payslips, key=_order):
        amounts = _groups(payslip.lines)
        table.add_row(
            *(_who(payslip, lang)),
            _score(payslip),
            *(_money(amounts[i]) for i in shown),
            _money(payslip.total),
        )
    return table


def _order(payslip: Payslip) -> tuple[str, int, str]:
    return (payslip.member.team or "", -payslip.total, payslip.member.member_id)


def _who(payslip: Payslip, lang: Lang) -> Iterable[Styled]:
    member = payslip.member
    grade = member.grade_title
    yield Styled(printable(member.name))
    yield Styled(printable(member.team or "–"))
    yield Styled(printable(grade.say(lang)) if grade else "–")


def _score(payslip: Payslip) -> str:
    card = payslip.scorecard
    return f"{round_half_up(card.score, 2)}" if card.items else "–"


def _groups(lines: tuple[Line, ...]) -> tuple[int, int, int, int]:
    """Integer fen of base, commission, everything else that gives, everything else that takes."""
    base = sum(line.fen for line in lines if line.component == "base")
    commission = sum(line.fen for line in lines if line.component == "commission")
    others = [line.fen for line in lines if line.component not in ("base", "commission")]
    return base, commission, sum(fen for fen in others if fen > 0), sum(fen for fen in others if fen < 0)


def _money(fen: int) -> Styled:
    return Styled(format_fen(fen), style="red" if fen < 0 else "")


def _title(run: Run) -> Text:
    period = period_words(run.period)
    return Text(f"{period.zh}工资总览（元）", f"Payroll of {period.en} (yuan)")


def _caption(run: Run, lang: Lang) -> str | None:
    waiting = sum(1 for payslip in run.payslips if pending_of(run, payslip))
    if not waiting:
        return None
    return Text(
        f"延迟统计：{waiting} 位员工的数字还可能变化，见各人工资单",
        f"Pending: the numbers of {waiting} of them may still change; see the statements",
    ).say(lang)
