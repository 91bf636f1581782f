"""Chart options of a backtest: cost by month, who gains and loses, jumps at thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twofour.text import Text
from twofour.web.words import say

_DRAFT, _CURRENT = Text("新方案", "draft"), Text("现方案", "current")
_ACCENT, _GREY, _GOOD, _BAD = "#0b6b5f", "#8a97a3", "#1a7f4b", "#b02a1c"
_MOST = 30
_LONG = 8  # a label of more letters is written slanting
_YUAN = Text("元", "yuan")


def costs(outcome: dict[str, Any]) -> dict[str, Any]:
    """A line for each scheme over the months, in yuan."""
    months = outcome["months"]
    lines = [(_DRAFT, "draft", _ACCENT)]
    if outcome["current"]:
        lines.append((_CURRENT, "current", _GREY))
    return {
        **_frame([one["period"] for one in months]),
        "legend": {"data": [say(title) for title, _, _ in lines], "bottom": 0},
        "series": [
            {
                "name": say(title),
                "type": "line",
                "data": [_yuan(one[key]) for one in months],
                "itemStyle": {"color": colour},
                "lineStyle": {"color": colour},
                "symbolSize": 8,
            }
            for title, key, colour in lines
        ],
    }


def people(both: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A bar for everybody whom both schemes pay, who loses most first; of a long list both its ends."""
    shown = list(both)
    if len(shown) > _MOST:
        shown = [*shown[: _MOST // 2], *shown[-_MOST // 2 :]]
    return {
        **_frame([one["name"] for one in shown]),
        "series": [_bars([one["difference"] for one in shown])],
    }


def cliffs(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A bar for each of the largest jumps."""
    shown = found[:_MOST]
    names = [f"{one['member']} · {say(one['metric'])}" for one in shown]
    return {**_frame(names), "series": [_bars([one["fen"] for one in shown])]}


def _frame(names: Sequence[str]) -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 40, "containLabel": True},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {
            "type": "category",
            "data": list(names),
            "axisLabel": {
                "interval": 0,
                "rotate": 30 if len(names) > 6 or any(len(name) > _LONG for name in names) else 0,
            },
        },
        "yAxis": {"type": "value", "name": say(_YUAN), "scale": False},
    }


def _bars(amounts: Sequence[int]) -> dict[str, Any]:
    data = [{"value": _yuan(fen), "itemStyle": {"color": _GOOD if fen >= 0 else _BAD}} for fen in amounts]
    return {"type": "bar", "data": data, "barMaxWidth": 28}


def _yuan(fen: int | None) -> float | None:
    """Yuan for drawing alone."""
    return None if fen is None else fen / 100
