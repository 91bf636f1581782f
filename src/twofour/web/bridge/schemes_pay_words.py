"""Pay items as sentences: what each component pays, to whom, on which condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from twofour.pay.shapes import switches
from twofour.plan.lint.scales import entry_of
from twofour.scheme import Scheme
from twofour.scheme.component import Component
from twofour.scheme.components import (
    Allowance,
    AwardLine,
    Base,
    Cap,
    DeductionLine,
    Floor,
    Forfeit,
    GradeBonus,
    Prize,
    TargetBonus,
)
from twofour.scheme.prorating import Prorate
from twofour.scheme.scaled import Commission, PerUnit, ScorePay
from twofour.text import Text
from twofour.web.bridge.schemes_phrases import (
    NOTHING,
    amount_words,
    both,
    by_grade,
    condition,
    figure_of,
    joined,
    plain,
    rate_words,
    shown,
)
from twofour.web.bridge.schemes_steps import Clause, Step, amount_steps, grid, rate_steps

_TIES = {
    "share": Text("并列平分", "ties share it"),
    "all": Text("并列都给", "ties all get it"),
    "none": Text("并列都不给", "ties get nothing"),
}
_AGAINST = {
    "last_month_best": Text("上月本组最好的人", "last month's best of the team"),
    "own_best": Text("本人历史最好", "one's own best so far"),
    "history_best": Text("本组历史最好", "the team's best so far"),
}
_WINDOWS = {
    "month": Text("当月", "of the month"),
    "quarter": Text("本季", "of the quarter"),
    "year": Text("本年", "of the year"),
}


def pay_clauses(scheme: Scheme) -> list[Clause]:
    """Every pay line in the order written."""
    return [_clause(scheme, component) for _, component in scheme.lines()]


def _clause(scheme: Scheme, component: Component) -> Clause:
    said, steps, table = _SAID[type(component)](scheme, component)
    notes: list[Text] = []
    if isinstance(component, (Commission, PerUnit)):
        notes.append(switches(component))
    eligibility = getattr(component, "eligibility", None)
    if eligibility is not None:
        notes.append(both("只给：{who} 的人", "Only for: {who}", who=condition(scheme, eligibility)))
    prorate: Prorate | None = getattr(component, "prorate", None)
    if prorate is not None:
        notes.append(_prorated(prorate))
    title = component.title or component.name
    mark = component.name if component.title is not None else NOTHING
    return Clause(title, said, mark, steps, table, tuple(notes))


Said = tuple[Text, tuple[Step, ...], Any]


def _plainly(said: Text) -> Said:
    return said, (), None


def _base(scheme: Scheme, of: Base) -> Said:
    if of.fixed is not None:
        return _plainly(both("每月 {amount}", "{amount} a month", amount=shown(of.fixed, "yuan")))
    if of.by_grade is not None:
        return _plainly(
            both(
                "每月按等级：{amounts}", "a month, by grade: {amounts}", amounts=by_grade(of.by_grade, "yuan")
            )
        )
    return _plainly(Text("每月按人员表里的底薪", "a month, as the staff table says"))


def _grade_bonus(scheme: Scheme, of: GradeBonus) -> Said:
    return _plainly(both("按等级：{amounts}", "by grade: {amounts}", amounts=by_grade(of.by_grade, "yuan")))


def _commission(scheme: Scheme, of: Commission) -> Said:
    base = figure_of(scheme, of.on, of.of)
    unit = entry_of(scheme, of.picked_by).shown_unit
    steps: tuple[Step, ...] = ()
    if of.rate is not None:
        said = both("{base} × {rate}", "{base} × {rate}", base=base, rate=rate_words(of.rate))
        if of.baseline:
            said = both(
                "{base}超出 {from_} 的部分 × {rate}", "{base} above {from_} × {rate}",
                base=base, from_=shown(of.baseline, "yuan"), rate=rate_words(of.rate),
            )  # fmt: skip
    elif of.table is not None:
        said = both("{base} × 表中的比例", "{base} × the rate of the table", base=base)
    else:
        steps = rate_steps(of.tiers or (), unit, points=of.shape == "interpolated")
        said = _by_steps(scheme, of, base, Text("比例", "rate"))
    if of.margin is not None:
        said = both(
            "{said}，再乘毛利率 {margin}",
            "{said}, × gross margin {margin}",
            said=said,
            margin=shown(of.margin, "ratio"),
        )
    if of.coefficient is not None:
        rest = shown(Decimal(1) - of.coefficient.floor, "ratio")
        said = both(
            "{said}；其中 {floor} 照发，另外 {rest} 乘绩效得分率",
             "{said}; {floor} of it for sure, {rest} × the share of the full score",
            said=said, floor=shown(of.coefficient.floor, "ratio"), rest=rest,
        )  # fmt: skip
    return said, steps, None if of.table is None else grid(scheme, of.table, of)


def _per_unit(scheme: Scheme, of: PerUnit) -> Said:
    base = figure_of(scheme, of.on, of.of)
    unit = entry_of(scheme, of.picked_by).shown_unit
    steps: tuple[Step, ...] = ()
    if of.amount is not None:
        said = both(
            "{base} × 每个 {amount}", "{base} × {amount} each", base=base, amount=amount_words(of.amount)
        )
    elif of.table is not None:
        said = both("{base} × 表中的单价", "{base} × the amount of the table", base=base)
    else:
        steps = amount_steps(of.tiers or (), unit, points=of.shape == "interpolated")
        said = _by_steps(scheme, of, base, Text("单价", "amount each"))
    return said, steps, None if of.table is None else grid(scheme, of.table, of)


def _by_steps(scheme: Scheme, of: Commission | PerUnit, base: Text, what: Text) -> Text:
    if of.picked_by == of.on:
        return both(
            "{base} × {what}，{what}看它自己落在哪一档",
            "{base} × {what} by its own tier",
            base=base,
            what=what,
        )
    by = figure_of(scheme, of.picked_by, of.of)
    return both(
        "{base} × {what}，{what}由{by}决定",
        "{base} × {what}, which goes by {by}",
        base=base,
        what=what,
        by=by,
    )


def _score_pay(scheme: Scheme, of: ScorePay) -> Said:
    if of.amount is not None:
        return _plainly(
            both(
                "{amount} × 得分 ÷ {full}", "{amount} × score ÷ {full}",
                amount=amount_words(of.amount), full=plain(scheme.full),
            )
        )  # fmt: skip
    return Text("按得分所在的档", "by the tier of the score"), amount_steps(of.tiers or (), "point"), None


def _target_bonus(scheme: Scheme, of: TargetBonus) -> Said:
    targets = joined([condition(scheme, one, inside=True) for one in of.targets], "；", "; ")
    return _plainly(
        both(
            "每达成一项 {each}：{targets}", "{each} for each one met: {targets}",
            each=amount_words(of.each), targets=targets,
        )
    )  # fmt: skip


def _allowance(scheme: Scheme, of: Allowance) -> Said:
    if of.when is None:
        return _plainly(both("每月 {amount}", "{amount} a month", amount=amount_words(of.amount)))
    return _plainly(
        both(
            "{when} 时，{amount}", "{amount} when {when}",
            when=condition(scheme, of.when), amount=amount_words(of.amount),
        )
    )  # fmt: skip


def _prize(scheme: Scheme, of: Prize) -> Said:
    title = entry_of(scheme, of.metric).title
    scope = Text("本组", "in the team") if of.scope == "team" else Text("全员", "of all")
    won = _won(of)
    if of.when == "record":
        said = both(
            "{title}超过{against}，奖 {won}", "{won} for beating {against} by {title}",
            title=title, against=_AGAINST[of.against], won=won,
        )  # fmt: skip
        return _plainly(said)
    ties = _TIES[of.ties or "all"]
    if of.when == "running":
        what = Text(f"连续 {of.months} 个月", f"{of.months} months running")
    else:
        what = _WINDOWS[of.window]
    if of.when == "rank":
        what = both("{what}前几名依次", "{what}, by place", what=what)
    else:
        what = both("{what}第一名", "{what}, the best", what=what)
    said = both(
        "{title}{scope}{what}，奖 {won}，{ties}", "{won} for {title} {scope} {what}; {ties}",
        title=title, scope=scope, what=what, won=won, ties=ties,
    )  # fmt: skip
    return _plainly(said)


def _won(of: Prize | AwardLine) -> Text:
    parts: list[Text] = []
    if isinstance(of, Prize) and of.amount is not None:
        parts.append(amount_words(of.amount))
    if isinstance(of, Prize) and of.amounts is not None:
        parts.append(joined([amount_words(one) for one in of.amounts], " / ", " / "))
    if of.award is not None:
        parts.append(of.award)
    if of.leave_days is not None:
        parts.append(both("带薪假 {days} 天", "{days} days of paid leave", days=plain(of.leave_days)))
    return joined(parts, " 和 ", " and ")


def _award(scheme: Scheme, of: AwardLine) -> Said:
    return _plainly(
        both("{when} 时，{won}", "{won} when {when}", when=condition(scheme, of.when), won=_won(of))
    )


def _deduction(scheme: Scheme, of: DeductionLine) -> Said:
    amount = amount_words(of.amount)
    if of.per is not None:
        per = entry_of(scheme, of.per).title
        return _plainly(
            both("{per}每一个扣 {amount}", "{amount} off for each of {per}", per=per, amount=amount)
        )
    assert of.when is not None
    return _plainly(
        both(
            "{when} 时扣 {amount}", "{amount} off when {when}", when=condition(scheme, of.when), amount=amount
        )
    )


def _forfeit(scheme: Scheme, of: Forfeit) -> Said:
    return _plainly(
        both(
            "{when} 时，取消{lines}", "no {lines} when {when}",
            when=condition(scheme, of.when), lines=line_titles(scheme, of.lines),
        )
    )  # fmt: skip


def _cap(scheme: Scheme, of: Cap) -> Said:
    what = Text("当月合计", "the month's total") if of.lines is None else line_titles(scheme, of.lines)
    return _plainly(
        both("{what}最多 {amount}", "{what}: {amount} at most", what=what, amount=amount_words(of.amount))
    )


def _floor(scheme: Scheme, of: Floor) -> Said:
    return _plainly(
        both("当月合计最少 {amount}", "the month's total: {amount} at least", amount=amount_words(of.amount))
    )


def line_titles(scheme: Scheme, ids: Sequence[str]) -> Text:
    """The titles of pay lines, listed."""
    titles = {id: component.title or component.name for id, component in scheme.lines()}
    return joined([titles[id] for id in ids], "、", ", ")


def _prorated(of: Prorate) -> Text:
    if of.by == "calendar_days" or of.full is None:
        return Text("入离职、调级当月按在岗天数折算", "in proportion to the days in service")
    return both("按出勤天数 ÷ {full} 折算", "× days on duty ÷ {full}", full=plain(of.full))


_SAID: dict[type[Component], Callable[[Scheme, Any], Said]] = {
    Base: _base,
    GradeBonus: _grade_bonus,
    Commission: _commission,
    PerUnit: _per_unit,
    ScorePay: _score_pay,
    TargetBonus: _target_bonus,
    Allowance: _allowance,
    Prize: _prize,
    AwardLine: _award,
    DeductionLine: _deduction,
    Forfeit: _forfeit,
    Cap: _cap,
    Floor: _floor,
}
