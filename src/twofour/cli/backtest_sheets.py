"""A backtest as sheets: months, members, every member's months, cliffs, sensitivity and notes."""

from __future__ import annotations

from collections.abc import Mapping

from twofour.cli.backtest_words import (
    CURRENT,
    DIFFERENCE,
    DRAFT,
    MEMBER,
    METRIC,
    MONTH,
    PEOPLE,
    notes,
    total,
)
from twofour.cli.console import lang
from twofour.cli.files import Cell, Sheet
from twofour.explain import Quantity
from twofour.plan import Backtest
from twofour.text import Text

_PAID = {"draft_fen": DRAFT, "current_fen": CURRENT, "difference_fen": DIFFERENCE}
_ID = {"member_id": Text("员工编号", "member id"), "name": MEMBER}


def backtest_sheets(found: Backtest) -> dict[str, Sheet]:
    """Under the names that JSON gives them; money is in fen there, in yuan in a spreadsheet."""
    return {
        "summary": _summary(found),
        "months": _months(found),
        "members": _members(found),
        "member_months": _member_months(found),
        "cliffs": _cliffs(found),
        "sensitivity": _sensitivity(found),
        "notes": Sheet(Text("说明", "Notes"), {"note": Text("说明", "note")},
                       [{"note": one.say(lang())} for one in notes(found)]),
    }  # fmt: skip


def _summary(found: Backtest) -> Sheet:
    groups = {
        Text("涨", "more"): found.winners,
        Text("跌", "less"): found.losers,
        Text("不变", "unchanged"): found.unchanged,
        Text("只有一份方案适用", "one scheme alone"): found.apart,
    }
    columns = {"group": Text("分组", "group"), "people": PEOPLE, "difference_fen": DIFFERENCE}
    rows: list[Mapping[str, Cell]] = [
        {"group": title.say(lang()), "people": len(people), "difference_fen": _fen(total(people))}
        for title, people in (groups.items() if found.current is not None else ())
    ]
    return Sheet(Text("涨跌", "Winners and losers"), columns, rows)


def _months(found: Backtest) -> Sheet:
    rows: list[Mapping[str, Cell]] = [
        {"month": str(one.period), "people": one.people, **_paid(one.draft, one.current, one.difference)}
        for one in found.costs
    ]
    return Sheet(Text("月成本", "Cost by month"), {"month": MONTH, "people": PEOPLE, **_PAID}, rows)


def _members(found: Backtest) -> Sheet:
    rows: list[Mapping[str, Cell]] = [
        {
            "member_id": one.member.member_id,
            "name": one.member.name,
            "months": len(one.months),
            **_paid(one.draft, one.current, one.difference),
        }
        for one in found.people
    ]
    return Sheet(Text("每人合计", "Members"), {**_ID, "months": Text("月数", "months"), **_PAID}, rows)


def _member_months(found: Backtest) -> Sheet:
    rows: list[Mapping[str, Cell]] = [
        {
            "member_id": one.member.member_id,
            "name": one.member.name,
            "month": str(month.period),
            **_paid(month.draft, month.current, month.difference),
        }
        for one in found.people
        for month in one.months
    ]
    return Sheet(Text("每人每月", "Members by month"), {**_ID, "month": MONTH, **_PAID}, rows)


def _cliffs(found: Backtest) -> Sheet:
    columns = {
        **_ID,
        "what": Text("什么会跳", "what jumps"),
        "metric": METRIC,
        "of": Text("谁的数", "whose figure"),
        "figure": Text("现在", "now"),
        "threshold": Text("门槛", "threshold"),
        "jump_fen": Text("过线差额", "jump"),
    }
    rows: list[Mapping[str, Cell]] = [
        {
            "member_id": one.member.member_id,
            "name": one.member.name,
            "what": one.titles.say(lang()),
            "metric": one.entry.id,
            "of": one.of,
            "figure": Quantity(one.figure, one.entry.shown_unit),
            "threshold": Quantity(one.bound, one.entry.shown_unit),
            "jump_fen": _fen(one.fen),
        }
        for one in found.cliffs
    ]
    return Sheet(Text("台阶边上的人", "At a cliff"), columns, rows)


def _sensitivity(found: Backtest) -> Sheet:
    columns = {
        "metric": METRIC,
        "title": Text("名称", "title"),
        "step": Text("变动", "change"),
        "cost_fen": Text("月成本变化", "cost a month"),
    }
    rows: list[Mapping[str, Cell]] = [
        {
            "metric": one.entry.id,
            "title": one.entry.title.say(lang()),
            "step": one.step.say(lang()),
            "cost_fen": _fen(one.fen),
        }
        for one in found.sensitivity
    ]
    return Sheet(Text("敏感度", "Sensitivity"), columns, rows)


def _paid(draft: int | None, current: int | None, difference: int | None) -> dict[str, Cell]:
    return {"draft_fen": _fen(draft), "current_fen": _fen(current), "difference_fen": _fen(difference)}


def _fen(fen: int | None) -> Quantity | None:
    return None if fen is None else Quantity(fen, "fen")
