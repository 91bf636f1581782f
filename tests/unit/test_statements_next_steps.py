"""Next steps, parts of a month and awards: kept by a frozen run, and read by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from statement_samples import sample_run

from twofour.events.roster import Spell
from twofour.explain import Node, Quantity
from twofour.pay import Line, NextStep
from twofour.statements.render_html import statement_html
from twofour.statements.render_xlsx import statement_xlsx
from twofour.statements.run_json import run_from_json, run_to_json
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.text import Text

SAID = Text("再多 3 单付款，询单付款转化率到 35%：提成比例 3% → 4%，约 +412.60 元", "3 more orders paid")
STEP = NextStep(
    ("commission",),
    "inquiry_pay_rate",
    Quantity(3, "count"),
    Quantity(Decimal("0.35"), "ratio"),
    41_260,
    SAID,
)
SEAL = Seal(run_id="2026-06-x-00000000", digest="0" * 64)


def run_with_everything() -> Run:
    """The sample run whose first statement has a next step, a part of the month and an award, and whose
    first measure stands for decimals.
    """
    run = sample_run()
    slip = run.payslips[0]
    spell = Spell(date(2026, 6, 11), date(2026, 7, 1), "junior", 260_000)
    won = Node(Text("得奖", "won"), Quantity(1, "truth"))
    leave = Node(Text("带薪假", "paid leave"), Quantity(Decimal(2), "day"))
    title = Text("带薪假 2 天", "2 days of paid leave")
    award = Line("prize-award", "award", title, 0, Node(title, Quantity(0, "fen"), None, (won, leave)))
    changed = replace(
        slip, member=replace(slip.member, spells=(spell,)), lines=(*slip.lines, award), steps=(STEP,)
    )
    finer = (run.measures[0].at_scale(100), *run.measures[1:])
    return replace(run, payslips=(changed, *run.payslips[1:]), measures=finer)


def test_a_run_keeps_next_steps_parts_of_the_month_and_scales() -> None:
    run = run_with_everything()
    assert run_from_json(run_to_json(run)) == run


def test_a_run_without_them_says_nothing_of_them() -> None:
    written = run_to_json(sample_run())["payslips"][0]
    assert "next_steps" not in written
    assert "service" not in written["member"]


def test_a_statement_shows_the_next_step_and_what_is_won_beside_money() -> None:
    run = run_with_everything()
    page = statement_html(run, run.payslips[0], SEAL)
    assert SAID.zh in page
    assert SAID.en in page
    assert "离下一档" in page
    assert ">2 天<" in page
    assert "离下一档" not in statement_html(run, run.payslips[1], SEAL)


def test_a_workbook_shows_the_next_step_too() -> None:
    run = run_with_everything()
    assert SAID.zh.encode() in statement_xlsx(run, run.payslips[0], SEAL).replace(b"&gt;", b">")
