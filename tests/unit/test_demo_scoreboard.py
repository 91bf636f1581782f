"""The scoreboard and its findings, from hand-made measures and payslips."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rich.cells import cell_len
from rich.console import Console

from twofour.demo.board import Board, board
from twofour.demo.findings import findings
from twofour.demo.scoreboard import scoreboard
from twofour.events.roster import Member
from twofour.explain import Node
from twofour.metrics import METRICS, Measure
from twofour.pay import Line, Payslip
from twofour.period import parse_period
from twofour.scorecard import DutyOutcome, Scorecard
from twofour.text import Text

JUNE = parse_period("2026-06")
NODE = Node(Text("数", "number"))
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


def _measures(kind: str, subject: str, **figures: tuple[int, int] | int) -> list[Measure]:
    pairs = {m: f if isinstance(f, tuple) else (f, 1) for m, f in figures.items()}
    return [Measure(kind, subject, m, n, d, 0, METRICS[m].unit) for m, (n, d) in pairs.items()]


def _member(id: str, received: int, paid: int, inquiries: int, ordered: int, low: int = 0) -> list[Measure]:
    return _measures(
        "member", id, received=received, inquiries=inquiries, inquiry_pay_rate=(paid, inquiries),
        order_pay_rate=(paid, ordered), effective_sales=paid * 20_000, average_ticket=(paid * 20_000, paid),
        mean_response=(received * 30, received), response_within_180s=(9, 10), rating_score=(45 - low, 10),
        low_ratings=low, urged=3,
    )  # fmt: skip


def _slip(member: Member, score: int, *lines: tuple[str, int], kept: bool = True) -> Payslip:
    duty = DutyOutcome(
        "response", Text("平均响应", "mean response"), "mean_response", kept, Decimal(0), None, NODE
    )
    card = Scorecard(member.member_id, (), (duty,), Decimal(score), Decimal(100), NODE)
    return Payslip(member, card, tuple(Line(c, c, Text("项", "line"), fen, NODE) for c, fen in lines))


def _sold(fen: int, day: date) -> Measure:
    return replace(_measures("shop", "四季家居", sales=fen)[0], day=day)


GRABBER, CAREFUL = (
    Member("m1", "欧阳阿哲", "售前一组", "pre_sales"),
    Member("m2", "小美", "售前二组", "pre_sales"),
)
HELPER = Member("m3", "小满", "售后组", "after_sales")


@pytest.fixture
def month() -> Board:
    slips = (
        _slip(GRABBER, 60, ("base", 250_000), kept=False),
        _slip(CAREFUL, 118, ("base", 360_000), ("prize", 50_000)),
    )
    return board(
        "四季家居",
        JUNE,
        (GRABBER, CAREFUL, HELPER),
        slips,
        [
            *_member("m1", 1_900, 300, 1_000, 400),
            *_member("m2", 520, 250, 500, 260),
            *_member("m3", 80, 0, 0, 0, low=6),
        ],
        _measures(
            "shop", "四季家居", received=2_500, inquiries=1_500, inquiry_pay_rate=(550, 1_500),
            mean_response=(75_000, 2_500), silent_sales=9_999_950,
        ),
        [_sold(number * 1_000, day) for number, day in enumerate(JUNE.days)],
        _member("m2", 100, 45, 100, 50),
    )  # fmt: skip


def _printed(month: Board, lang: str, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(scoreboard(month, lang, width))
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_scoreboard_fits_the_terminal_and_cuts_nothing(month, lang, width):
    text = _printed(month, lang, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "…" not in text
    for shown in ("四季家居", "欧阳阿哲", "小美", "4,100.00", "118.0", "50.0%", "30.0%"):
        assert shown in text


def test_scoreboard_says_synthetic_in_both_languages(month):
    assert "合成数据 SYNTHETIC" in _printed(month, "zh", 80)
    assert "SYNTHETIC DATA" in _printed(month, "en", 80)


def test_english_scoreboard_holds_no_chinese_but_names(month):
    text = _printed(month, "en", 120)
    for name in ("四季家居", "欧阳阿哲", "小美", "小满", "售前一组", "售前二组", "售后组"):
        text = text.replace(name, "")
    assert not CHINESE.search(text), CHINESE.findall(text)


def test_ranking_is_by_score_and_unpaid_members_come_last(month):
    text = _printed(month, "zh", 80)
    table = text[text.index("客服 ") :]
    assert table.index("小美") < table.index("欧阳阿哲") < table.index("小满")


def test_headline_adds_up_paid_members(month):
    text = _printed(month, "zh", 120)
    assert "¥110,000" in text  # (300 + 250) × 200 yuan
    assert "¥6,600" in text
    assert "6.0%" in text
    assert "¥100,000" in text  # silent sales, rounded to whole yuan


def test_daily_line_has_one_block_per_day_and_names_the_best(month):
    text = _printed(month, "zh", 80)
    assert len(re.findall("[▁▂▃▄▅▆▇█]{30}", text)) == 1
    assert "6月30日 ¥290" in text


def test_findings_tell_what_the_busiest_lost_to_a_low_conversion(month):
    first = findings(month)[0]
    assert "欧阳阿哲 接待最多（1900 人），转化却最低：30.0%，平均 36.7%" in first.zh
    assert "67 位、约 13,400 元" in first.zh  # (550/1500 − 0.3) × 1000 inquiries × 200 yuan


def test_findings_do_not_blame_the_busiest_for_a_high_conversion(month):
    better = [
        replace(m, numerator=600) if m.metric == "inquiry_pay_rate" else m
        for m in month.paid[1].figures.values()
    ]
    busiest = replace(month.paid[1], figures={m.metric: m for m in better})
    assert "排第 1" in findings(replace(month, paid=(month.paid[0], busiest)))[0].zh


def test_findings_name_the_prize_only_when_a_prize_was_paid(month):
    assert "打破上月最佳 45.0%。小美 获奖 500.00 元" in findings(month)[1].zh
    without = replace(month.paid[0], payslip=_slip(CAREFUL, 118, ("base", 1)))
    assert "获奖 500" not in findings(replace(month, paid=(without, month.paid[1])))[1].zh


def test_findings_count_ordered_but_unpaid(month):
    assert "欧阳阿哲 的客户下单后最不爱付款：100 位下单未付" in findings(month)[2].zh


def test_findings_name_who_broke_a_duty(month):
    assert "1 人没守住「平均响应」（欧阳阿哲）" in findings(month)[3].zh
    kept = tuple(replace(s, payslip=_slip(s.member, 1, ("base", 1))) for s in month.paid)
    assert "全员守住" in findings(replace(month, paid=kept))[3].zh


def test_findings_name_the_lowest_rated(month):
    assert "小满 满意度最低：3.90 分（10 次评价），全店 6 个低评中占 6 个" in findings(month)[4].zh


def test_an_empty_month_has_a_scoreboard_without_findings():
    nothing = board("空店", JUNE, (), (), (), _measures(
        "shop", "空店", received=0, inquiries=0, inquiry_pay_rate=(0, 0), mean_response=(0, 0)
    ), ())  # fmt: skip
    assert findings(nothing) == []
    assert "空店" in _printed(nothing, "zh", 80)
