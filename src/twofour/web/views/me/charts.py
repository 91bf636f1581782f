"""A metric of a member day by day as a line, with what the scheme wants as a second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from twofour.explain import Quantity, Unit
from twofour.money import round_half_up
from twofour.period import Period
from twofour.text import Text
from twofour.web.bridge.me import Judged, Measure, quantity_of
from twofour.web.words import lang, say

_GREEN, _AMBER = "#0b6b5f", "#8a5a00"


@dataclass(frozen=True)
class DayChart:
    """``option`` is ECharts'; ``rows`` say the same facts, a day each."""

    id: str
    title: Text
    now: str
    wanted: str | None
    kept: bool | None
    option: dict[str, Any]
    rows: list[tuple[date, str]]


def day_chart(judged: Judged, title: Text, days: Sequence[Measure], period: Period) -> DayChart:
    """The chart of one metric; a day without a figure is a gap, not a 0."""
    by_day = {one.day: quantity_of(one) for one in days}
    axis = list(period.days)
    unit = next(iter(by_day.values())).unit
    lines = [_line(say(title), _GREEN, [_number(by_day.get(day)) for day in axis])]
    if judged.goal is not None:
        wanted = _number(judged.goal.mark)
        lines.append(_line(say(Text("目标", "Goal")), _AMBER, [wanted] * len(axis)) | {"showSymbol": False})
    option = {
        "grid": {"left": 48, "right": 12, "top": 28, "bottom": 24},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"top": 0, "left": 0},
        "xAxis": {"type": "category", "data": [f"{day:%m-%d}" for day in axis]},
        "yAxis": {"type": "value", "scale": True, "axisLabel": {"formatter": f"{{value}}{_suffix(unit)}"}},
        "series": lines,
    }
    rows = [(day, _brief(found)) for day in axis if (found := by_day.get(day)) is not None]
    now, wanted = _brief(judged.now), judged.goal and _brief(judged.goal.mark)
    return DayChart(f"days-{judged.metric}", title, now, wanted, judged.kept, option, rows)


def _line(name: str, colour: str, data: list[str | None]) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": data,
        "color": colour,
        "connectNulls": True,
        "symbolSize": 5,
        "lineStyle": {"width": 2},
    }


def _number(quantity: Quantity | None) -> str | None:
    """What the axis shows: percent for ratios, yuan for money."""
    if quantity is None or quantity.amount is None:
        return None
    amount = Decimal(quantity.amount)
    return str(round_half_up(amount * 100 if quantity.unit == "ratio" else amount, 2))


def _brief(quantity: Quantity | None) -> str:
    """A figure to glance at: as many digits as the axis has."""
    if quantity is None or quantity.amount is None:
        return "–"
    places = 4 if quantity.unit == "ratio" else 2
    return Quantity(round_half_up(Decimal(quantity.amount), places), quantity.unit).show(lang())


def _suffix(unit: Unit) -> str:
    return "%" if unit == "ratio" else ""
