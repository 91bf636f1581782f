"""The next step (离下一档): how much more lifts a scale by one tier, and what that would then pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from twofour.explain import Quantity
from twofour.metrics import METRICS, Measure, sum_title
from twofour.money import format_fen
from twofour.pay.line import NextStep, Payslip
from twofour.pay.nearest import Target, nearest
from twofour.pay.pay import payslip_of
from twofour.pay.payee import Payee
from twofour.pay.tiered import Tiered, tiered_parts
from twofour.scheme.metric_book import MetricEntry
from twofour.scorecard import Scorecards
from twofour.scorecard.inputs import Key
from twofour.text import Text

# How one says "three more" of what a rate counts; other figures go by their own titles.
_COUNTED = {
    "paid": Text("再多 {} 单付款", "{} more orders paid"),
    "ordered": Text("再多 {} 单下单", "{} more orders"),
    "ordered_same_day": Text("再多 {} 单当日下单", "{} more same-day orders"),
    "paid_same_day": Text("再多 {} 单当日付款", "{} more orders paid the same day"),
    "paid_next_day": Text("再多 {} 单次日内付款", "{} more orders paid by the next day"),
    "paid_7d": Text("再多 {} 单七日内付款", "{} more orders paid within 7 days"),
}


class _Lift(NamedTuple):
    part: Tiered
    target: Target


def with_next_steps(cards: Scorecards, payslips: list[Payslip]) -> list[Payslip]:
    """The same payslips, each with its next steps."""
    return [replace(slip, steps=tuple(next_steps(cards, slip))) for slip in payslips]


def next_steps(cards: Scorecards, payslip: Payslip) -> Iterator[NextStep]:
    """For every scale cut into tiers by a figure of the member's own: what reaches the next better tier.

    The gain is exact: the changed measure is scored and paid by the very functions that pay, all other
    figures as they are. Steps that earn nothing are left out; scales that one and the same step lifts go
    together.
    """
    payee = Payee(payslip.member, payslip.scorecard, cards.readings)
    steps: dict[Measure, list[_Lift]] = {}
    for part in tiered_parts(payee):
        target = nearest(part, payee)
        if target is not None:
            steps.setdefault(target.measure, []).append(_Lift(part, target))
    now = payslip_of(cards, payslip.member).total if steps else 0
    for measure, lifts in steps.items():
        gain = payslip_of(_changed(cards, payslip, measure), payslip.member).total - now
        if gain > 0:
            target = lifts[0].target
            said = _words(payee.readings.entry(measure.metric), lifts, gain)
            of = tuple(lift.part.id for lift in lifts)
            yield NextStep(of, measure.metric, target.more, target.reaches, gain, said)


def _changed(cards: Scorecards, payslip: Payslip, measure: Measure) -> Scorecards:
    inputs, member_id = cards.readings.inputs, payslip.member.member_id
    key: Key = ("member", member_id, measure.metric)
    changed = replace(inputs, measures={**inputs.measures, key: measure})
    return cards.changed(changed, member_id, (measure.metric,))


def _words(entry: MetricEntry, lifts: list[_Lift], gain: int) -> Text:
    """``再多 3 单付款，询单付款转化率到 35%：提成比例 3% → 4%，约 +412.60 元``."""
    target = lifts[0].target
    reach = _reach_words(entry, target.more, target.reaches)
    moves = [
        (lift.part.title, lift.part.given(lift.target.now), lift.part.given(lift.target.next))
        for lift in lifts
    ]
    zh = "，".join(f"{title.zh} {was.show('zh')} → {then.show('zh')}" for title, was, then in moves)
    en = ", ".join(f"{title.en} {was.show('en')} → {then.show('en')}" for title, was, then in moves)
    return Text(
        f"{reach.zh}：{zh}，约 +{format_fen(gain)} 元", f"{reach.en}: {en}, about +{format_fen(gain)} yuan"
    )


def _reach_words(entry: MetricEntry, more: Quantity, reaches: Quantity) -> Text:
    rises, by = (more.amount or 0) > 0, Quantity(abs(Decimal(more.amount or 0)), more.unit)
    to = Text(reaches.show("zh"), reaches.show("en"))
    metric = METRICS.get(entry.id)
    counted = _COUNTED.get(metric.numerator) if metric is not None and metric.denominator else None
    if counted is not None:
        zh, en = counted.zh.format(by.show("zh")), counted.en.format(by.show("en"))
        en = en.replace("orders", "order") if by.amount == 1 else en
        return Text(f"{zh}，{entry.title.zh}到 {to.zh}", f"{en}: {entry.title.en} reaches {to.en}")
    if more.unit == "second":
        verb = Text("慢", "more") if rises else Text("快", "less")
    else:
        verb = Text("多", "more") if rises else Text("少", "less")
    if metric is not None and metric.denominator and entry.unit == "ratio":
        top = sum_title(metric.numerator)
        return Text(
            f"{top.zh}再{verb.zh} {by.show('zh')}，{entry.title.zh}到 {to.zh}",
            f"{top.en} {by.show('en')} {verb.en}: {entry.title.en} reaches {to.en}",
        )
    return Text(
        f"{entry.title.zh}再{verb.zh} {by.show('zh')}，到 {to.zh}",
        f"{entry.title.en} {by.show('en')} {verb.en}, reaching {to.en}",
    )
