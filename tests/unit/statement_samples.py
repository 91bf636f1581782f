"""Payslips of a small invented shop, made by hand with trees of the shape that the pay room records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from twofour.events.roster import Member
from twofour.events.rules import CountingRules
from twofour.explain import Node, Quantity, Unit, leaf
from twofour.explain.working import computed
from twofour.metrics import METRICS, Measure
from twofour.pay import Line, Payslip
from twofour.period import parse_period
from twofour.scorecard import DutyOutcome, ItemScore, Scorecard
from twofour.statements.run_record import CountingRecord, LakeRecord, Run, SchemeRecord
from twofour.text import Text

PERIOD = parse_period("2026-06")
SCHEME = """\
scheme: presales-two-four
title: 售前二四方案
valid_from: 2026-06-01
applies_to: {role: pre_sales}
incentive:
  - {item: conversion, metric: inquiry_pay_rate, weight: 60, tiers: [{from: 0, score: 0}]}
"""
_D = Decimal
_TIERS = ((_D("0.45"), _D(100)), (_D("0.30"), _D(80)), (_D(0), _D(0)))
_RATES = ((_D("0.35"), _D("0.04")), (_D("0.30"), _D("0.03")), (_D(0), _D("0.015")))
_BASE = {None: 2500, "junior": 2500, "middle": 3000, "senior": 3600}


@dataclass(frozen=True)
class Month:
    """What one member did in the month."""

    member: Member
    paid: int
    inquiries: int
    pending: int
    sales_fen: int
    refunds_fen: int
    response_seconds: int | None
    waits: int
    upsells: int


def _month(id: str, name: str, team: str, grade: str | None, *numbers: int | None) -> Month:
    return Month(Member(id, name, team, "pre_sales", grade), *numbers)


MONTHS = (
    _month("m01", "林小雨", "一组", "middle", 431, 1258, 3, 7_218_400, 338_044, 14_902, 1211, 12),
    _month("m02", "陈晓东", "一组", "senior", 612, 1334, 0, 9_912_350, 512_900, 12_870, 1290, 55),
    _month("m03", "王芳", "一组", "junior", 205, 811, 7, 2_870_010, 401_500, 21_080, 860, 0),
    _month("m04", "欧阳娜娜", "二组", "middle", 390, 1199, 0, 6_102_200, 95_000, 15_555, 1037, 8),
    _month("m05", "赵磊", "二组", None, 0, 0, 0, 0, 12_900, None, 0, 0),
)


def sample_run(months: tuple[Month, ...] = MONTHS) -> Run:
    """A frozen-able run of the sample shop."""
    rules = CountingRules()
    return Run(
        period=PERIOD,
        shops=("s1",),
        scheme=SchemeRecord(
            "presales-two-four",
            Text("售前二四方案", "Pre-sales two-four scheme"),
            date(2026, 6, 1),
            "5f" * 32,
            SCHEME,
        ),
        counting=CountingRecord(rules.settings(), rules.digest),
        lake=LakeRecord(4, {"messages": 3, "orders": 3, "refunds": 2, "staff": 1}),
        as_of={"s1": datetime(2026, 7, 2, 15, 59, 30, tzinfo=UTC)},
        payslips=tuple(payslip(month) for month in months),
        measures=tuple(measure for month in months for measure in measures(month)),
        software="0.1.0",
    ).in_order()


def with_member(member_id: str, name: str) -> Run:
    """A run of one member who is called so."""
    month = replace(MONTHS[0], member=replace(MONTHS[0].member, member_id=member_id, name=name))
    return sample_run((month,))


def measures(month: Month) -> tuple[Measure, ...]:
    """The integers behind the month."""
    id = month.member.member_id
    return (
        Measure("member", id, "inquiry_pay_rate", month.paid, month.inquiries, month.pending, "ratio"),
        Measure("member", id, "effective_sales", month.sales_fen - month.refunds_fen, 1, 0, "fen"),
        Measure("member", id, "mean_response", month.response_seconds or 0, month.waits, 0, "second"),
        Measure("member", id, "upsell_orders", month.upsells, 1, 0, "count"),
    )


def payslip(month: Month) -> Payslip:
    """The month's payslip: base, commission with coefficient, upsell, a deduction for slow answers."""
    card = scorecard(month)
    lines = [_base(month), _commission(month, card), _upsell(month)]
    if month.response_seconds is not None and month.response_seconds > 20 * month.waits:
        lines.append(_forfeit(month))
    return Payslip(month.member, card, tuple(lines))


def scorecard(month: Month) -> Scorecard:
    """Two items and one duty."""
    conversion, sales, (duty, off) = _conversion(month), _sales_item(month), _duty(month)
    earned = computed("sum", Text("各项得分", "points of all items"), "point", (conversion.node, sales.node))
    node = computed("difference", Text("考核得分", "score"), "point", (earned, off))
    score = _amount(node)
    return Scorecard(month.member.member_id, (conversion, sales), (duty,), score, Decimal(100), node)


def _amount(node: Node) -> Decimal:
    return Decimal(node.amount or 0)


def _number(zh: str, en: str, amount: Decimal | int | None, unit: Unit, source: str | None = None) -> Node:
    return leaf(Text(zh, en), Quantity(amount, unit), source)


def _ratio(metric: str, month: Month, numerator: int, denominator: int, unit: Unit) -> Node:
    parts = (
        _number("分子", "numerator", numerator, "count" if unit == "ratio" else unit),
        _number("分母", "denominator", denominator, "count"),
    )
    return computed("quotient", METRICS[metric].title, unit, parts, source=_source(metric, month))


def _plain(metric: str, month: Month, amount: int, unit: Unit) -> Node:
    return leaf(METRICS[metric].title, Quantity(amount, unit), _source(metric, month))


def _source(metric: str, month: Month) -> str:
    return f"measure:{metric}@member:{month.member.member_id}"


def _pay_rate(month: Month) -> Node:
    return _ratio("inquiry_pay_rate", month, month.paid, month.inquiries, "ratio")


def _response(month: Month) -> Node:
    return _ratio("mean_response", month, month.response_seconds or 0, month.waits, "second")


def _sales(month: Month) -> Node:
    cents = _plain("effective_sales", month, month.sales_fen - month.refunds_fen, "fen")
    factor = _number("元/分", "yuan per fen", Decimal("0.01"), "number")
    return computed("product", cents.label, "yuan", (cents, factor))


def _tier(month: Month, tiers: tuple[tuple[Decimal, Decimal], ...], unit: Unit, source: str) -> Node:
    """The tier that the payment rate falls in."""
    rate = _pay_rate(month)
    start, gives = next(tier for tier in tiers if _amount(rate) >= tier[0])
    bound = Quantity(start, "ratio")
    label = Text(f"{bound.show('zh')} 起的梯度", f"tier from {bound.show('en')}")
    given = Quantity(gives, unit)
    formula = Text(
        f"在「{bound.show('zh')} 起」档：{given.show('zh')}",
        f"tier from {bound.show('en')}: {given.show('en')}",
    )
    return computed("pick", label, unit, (rate, leaf(label, given, source)), formula)


def _conversion(month: Month) -> ItemScore:
    title = METRICS["inquiry_pay_rate"].title
    score = _tier(month, _TIERS, "point", "scheme:incentive[0].tiers[1]")
    weight = _number("权重", "weight", Decimal("0.6"), "ratio", "scheme:incentive[0].weight")
    node = computed("product", title, "point", (score, weight), source="scheme:incentive[0]")
    has_score = _amount(score) if month.inquiries else None
    return ItemScore("conversion", title, "inquiry_pay_rate", Decimal(60), has_score, _amount(node), node)


def _sales_item(month: Month) -> ItemScore:
    title = METRICS["effective_sales"].title
    target = _number("目标", "target", Decimal(600), "yuan", "scheme:incentive[1].score.proportional.target")
    reached = computed("quotient", Text("目标达成", "share of the target"), "point", (_sales(month), target))
    cap = _number("封顶", "cap", Decimal(120), "point", "scheme:incentive[1].score.proportional.cap")
    floor = _number("保底", "floor", Decimal(0), "point")
    capped = computed("lowest", Text("封顶后", "capped"), "point", (reached, cap))
    score = computed("highest", Text("得分", "score"), "point", (capped, floor))
    weight = _number("权重", "weight", Decimal("0.4"), "ratio", "scheme:incentive[1].weight")
    node = computed("product", title, "point", (score, weight), source="scheme:incentive[1]")
    points = _amount(node)
    return ItemScore("sales", title, "effective_sales", Decimal(40), _amount(score), points, node)


def _duty(month: Month) -> tuple[DutyOutcome, Node]:
    """The duty's outcome, and the points that it takes off."""
    title = Text("平均响应不超过 15 秒", "mean response at most 15 s")
    limit = _number("标准", "standard", Decimal(15), "second", "scheme:duties[0].must.at_most")
    kept = computed("at_most", title, "truth", (_response(month), limit))
    fine = _number("扣分", "points off", Decimal(5), "point", "scheme:duties[0].breach.deduct_points")
    off = computed("unless", Text("任务扣分", "points off for duties"), "point", (kept, fine))
    correction = Text("一周内复盘慢响应会话", "review the slow conversations within a week")
    outcome = DutyOutcome(
        "response",
        title,
        "mean_response",
        None if kept.amount is None else bool(kept.amount),
        _amount(off),
        correction if kept.amount == 0 else None,
        kept,
    )
    return outcome, off


def _line(id: str, component: str, title: Text, exact: Node) -> Line:
    node = computed("round", title, "fen", (exact,))
    return Line(id, component, title, int(_amount(node)), node)


def _base(month: Month) -> Line:
    wage = _number("等级底薪", "wage of the grade", _BASE[month.member.grade], "yuan", "scheme:pay[0].base")
    return _line("base", "base", Text("底薪", "Base wage"), wage)


def _commission(month: Month, card: Scorecard) -> Line:
    title = Text("销售提成", "Sales commission")
    rate = _tier(month, _RATES, "ratio", "scheme:pay[1].commission.tiers[1]")
    half = _number("固定部分", "fixed part", Decimal("0.5"), "ratio", "scheme:pay[1].commission.coefficient")
    full = _number("满分的两倍", "twice the full score", Decimal(200), "point")
    share = computed("quotient", Text("浮动部分", "floating part"), "ratio", (card.node, full))
    coefficient = computed("sum", Text("绩效系数", "coefficient"), "ratio", (half, share))
    sales = computed(
        "highest",
        Text("计提销售额", "sales to pay on"),
        "yuan",
        (_sales(month), _number("零", "zero", 0, "yuan")),
    )
    return _line(
        "commission", "commission", title, computed("product", title, "yuan", (sales, rate, coefficient))
    )


def _upsell(month: Month) -> Line:
    title = Text("追销奖励", "Upsell pay")
    each = 2 if month.upsells >= 50 else 1 if month.upsells >= 10 else Decimal("0.5") if month.upsells else 0
    orders = _plain("upsell_orders", month, month.upsells, "order")
    per = _number("每单", "per order", each, "yuan", "scheme:pay[2].per_unit.tiers[0]")
    return _line("upsell", "per_unit", title, computed("product", title, "yuan", (orders, per)))


def _forfeit(month: Month) -> Line:
    title = Text("响应过慢扣减", "Slow answers")
    limit = _number("上限", "limit", Decimal(20), "second", "scheme:pay[3].forfeit.when")
    slow = computed("above", Text("响应过慢", "answers too slowly"), "truth", (_response(month), limit))
    amount = _number("扣减金额", "amount", Decimal(50), "yuan", "scheme:pay[3].forfeit.amount")
    due = computed("when", title, "yuan", (slow, amount))
    return _line("forfeit", "forfeit", title, computed("negative", title, "yuan", (due,)))
