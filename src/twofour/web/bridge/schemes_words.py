"""A scheme in words: whom it pays, incentive and duties, tiers as steps, pay items as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from twofour.plan.lint.scales import entry_of
from twofour.scheme import Scheme
from twofour.scheme.base import Of
from twofour.scheme.difference import whom_both
from twofour.scheme.items import Deduction, Duty, Item, Missing
from twofour.scheme.scheme import Positioning
from twofour.text import Text
from twofour.web.bridge.schemes_pay_words import line_titles, pay_clauses
from twofour.web.bridge.schemes_phrases import (
    both,
    condition,
    figure_of,
    joined,
    limit_words,
    plain,
    shown,
    target,
)
from twofour.web.bridge.schemes_steps import Clause, Step, score_steps

_VALUES = {
    "sales": Text("以销售和利润为主", "sales and profit first"),
    "service": Text("以服务为主", "service first"),
    "balanced": Text("销售和服务并重", "sales and service alike"),
}
_MISSING: dict[Missing, Text] = {
    "block": Text("缺数据时停止核算，补齐再算", "a missing figure stops the run until it is there"),
    "renormalise": Text(
        "缺数据的考核项按其余权重折算", "an item without data leaves its weight to the others"
    ),
    "zero": Text("缺数据的考核项按 0 分计", "an item without data scores 0"),
}
_LATE = {
    "recompute_tier": Text(
        "发薪后到的退款：整行重算，连同档位", "late refunds: the line again, its tier too"
    ),
    "original_rate": Text(
        "发薪后到的退款：按当时的比例扣回", "late refunds: taken back at the rate then paid"
    ),
    "none": Text("发薪后到的退款：不扣", "late refunds: nothing is taken back"),
}


class InWords(NamedTuple):
    """The whole scheme for people. ``duties`` and ``items`` may be empty; ``notes`` are the small print."""

    title: Text
    whom: Text
    days: Text
    positioning: Text | None
    items: list[Clause]
    duties: list[Clause]
    pay: list[Clause]
    notes: list[Text]


def in_words(scheme: Scheme) -> InWords:
    """What a scheme says, in sentences and tables, in the order in which it works."""
    return InWords(
        title=scheme.title,
        whom=whom_both(scheme, scheme),
        days=_days(scheme),
        positioning=None if scheme.positioning is None else _positioning(scheme.positioning),
        items=[_item(scheme, item) for item in scheme.items],
        duties=[_duty(scheme, duty) for duty in scheme.duties],
        pay=pay_clauses(scheme),
        notes=list(_notes(scheme)),
    )


def _days(scheme: Scheme) -> Text:
    first, last = scheme.valid_from, scheme.valid_until
    if last is None:
        return Text(f"{first} 起，到下一版为止", f"from {first} until the next version")
    return Text(f"{first} 至 {last}", f"{first} to {last}")


def _positioning(said: Positioning) -> Text:
    value = _VALUES[said.value]
    return (
        value
        if said.note is None
        else both("{value}：{note}", "{value}: {note}", value=value, note=said.note)
    )


def _item(scheme: Scheme, item: Item) -> Clause:
    entry = entry_of(scheme, item.metric)
    unit = Text("权重", "weight") if item.weight is not None else Text("满分", "full score")
    notes = []
    if item.veto is not None:
        zeroed = (
            Text("本项得 0 分", "this item scores 0")
            if item.veto.zeroes == "item"
            else Text("总分归零", "the whole score is 0")
        )
        notes.append(
            both("一票否决：{when} 时，{zeroed}", "Veto: when {when}, {zeroed}",
                 when=condition(scheme, item.veto.when), zeroed=zeroed)
        )  # fmt: skip
    if item.missing is not None:
        notes.append(_MISSING[item.missing])
    figure = figure_of(scheme, item.metric, item.of)
    said, steps = _scale(scheme, item, figure)
    return Clause(
        title=item.title or entry.title,
        mark=both("{unit} {share}", "{unit} {share}", unit=unit, share=plain(item.share)),
        said=said,
        steps=steps,
        notes=tuple(notes),
        share=int(item.share * 100 / scheme.full) if scheme.full else 0,
    )


def _scale(scheme: Scheme, item: Item, figure: Text) -> tuple[Text, tuple[Step, ...]]:
    entry = entry_of(scheme, item.metric)
    if item.tiers is not None:
        steps = score_steps(item.tiers, entry.shown_unit, item.best)
        return both(
            "看{figure}，落在哪一档得哪一档的分", "{figure}: the score of its tier", figure=figure
        ), steps
    assert item.score is not None
    if item.score.interpolated is not None:
        steps = score_steps(item.score.interpolated, entry.shown_unit, item.best, points=True)
        return both(
            "看{figure}，两点之间按比例", "{figure}: in proportion between the points", figure=figure
        ), steps
    rule = item.score.proportional
    assert rule is not None
    better = Text("越低越好，", "lower is better, ") if entry.direction == "lower" else Text("", "")
    said = both(
        "{figure}达到 {target} 得 {full} 分，{better}按比例增减，最多 {cap} 分，最少 {floor} 分",
        "{figure} of {target} scores {full}, {better}else in proportion, {floor} to {cap}",
        figure=figure, target=target(rule.target, entry), full=plain(item.best), better=better,
        cap=plain(rule.cap or item.best), floor=plain(rule.floor),
    )  # fmt: skip
    return said, ()


def _duty(scheme: Scheme, duty: Duty) -> Clause:
    breach = duty.breach
    said: list[Text] = []
    if breach.deduct_points is not None:
        said.append(_deduction(scheme, breach.deduct_points, duty.metric, duty.of))
    if breach.deduct_amount is not None:
        said.append(both("扣 {amount}", "{amount} off", amount=shown(breach.deduct_amount, "yuan")))
    if breach.gate is not None and breach.gate.incentive:
        said.append(Text("得分归零", "the score is 0"))
    if breach.gate is not None and breach.gate.lines:
        said.append(both("没有{lines}", "no {lines}", lines=line_titles(scheme, breach.gate.lines)))
    notes = []
    if breach.correction is not None:
        notes.append(both("整改：{what}", "To be corrected: {what}", what=breach.correction))
    if not said:
        said.append(Text("要整改，不扣分", "a correction, no points off"))
    return Clause(
        title=duty.title or entry_of(scheme, duty.metric).title,
        mark=limit_words(scheme, duty.must, duty.metric, duty.of, duty.window),
        said=both("没守住：{said}", "If broken: {said}", said=joined(said, "，", ", ")),
        notes=tuple(notes),
    )


def _deduction(scheme: Scheme, off: Deduction, metric: str, of: Of) -> Text:
    if off.fixed is not None:
        return both("扣 {points} 分", "{points} points off", points=plain(off.fixed))
    step = off.stepwise
    assert step is not None
    entry = entry_of(scheme, metric)
    said = both(
        "每差 {per} 扣 {points} 分", "{points} points off for each {per} short",
        per=shown(step.per, entry.shown_unit), points=plain(step.points),
    )  # fmt: skip
    if step.most is None:
        return said
    return both("{said}，最多 {most} 分", "{said}, {most} at most", said=said, most=plain(step.most))


def _notes(scheme: Scheme) -> Iterator[Text]:
    if scheme.items:
        yield _MISSING[scheme.missing]
    yield _LATE[scheme.adjustments.late_refund]
    limits = scheme.limits
    if limits.deductions is not None:
        yield both(
            "扣款最多占当月工资的 {share}", "Deductions take {share} of the month's wage at most",
            share=shown(limits.deductions, "ratio"),
        )  # fmt: skip
    if limits.minimum_wage is not None:
        yield both(
            "扣完不低于最低工资 {amount}", "No deduction below the minimum wage of {amount}",
            amount=shown(limits.minimum_wage, "yuan"),
        )  # fmt: skip
    if scheme.measures_from is not None:
        yield Text(
            f"指标取自 {scheme.measures_from} 的报表", f"figures from the reports of {scheme.measures_from}"
        )
