"""Today, for the lead: the day's figures by member against their goals, the trend, who needs help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import Period, parse_day
from twofour.problems import UsageError
from twofour.text import Lang
from twofour.web.bridge import figures, lake, reports
from twofour.web.bridge.kept import Same, kept
from twofour.web.bridge.me import Measure
from twofour.web.bridge.quantities import number, unsettled
from twofour.web.bridge.today import Today, Trend, change, today
from twofour.web.permissions import Act, Actor
from twofour.web.views.page import page
from twofour.web.words import lang, say

_DAY = timedelta(days=1)


@page(Act.SEE_TODAY)
def show(request: HttpRequest, shop: str) -> HttpResponse:
    """One day, by default the last one with data."""
    latest = figures.latest_day(shop)
    if latest is None:
        return render(request, "web/today/empty.html")
    last = figures.last_day(shop) or latest
    day = min(_asked(request.GET.get("day")) or latest, last)
    teams = request.actor.teams(Act.SEE_TODAY)
    found = _seen(request.actor, shop, day, request.GET.get("team", ""))
    every_team = sorted({one.team for one in _people(shop, day) if one.team})
    context = {
        "found": found,
        "tiles": [(tile, change(tile)) for tile in found.tiles],
        "book": figures.book(),
        "latest": last,
        "before": day - _DAY,
        "after": day + _DAY if day < last else None,
        "as_of": figures.as_of(shop),
        "teams": every_team if teams is None else (),
        "team": request.GET.get("team", ""),
        "one_team": bool(request.GET.get("team")),
        "period": f"{day}..{day}",
        "trend": _drawn(Same(found.trend), Same(figures.book()), lang()),
        "reported": reports.shown(found.source, shop, day),
    }
    return render(request, "web/today/today.html", context)


def _seen(actor: Actor, shop: str, day: date, team: str) -> Today:
    """The day as far as the person may see it, narrowed to ``team`` if asked."""
    people = _people(shop, day)
    seen = set(actor.seen(Act.SEE_TODAY, [(one.member_id, one.team) for one in people]))
    teams = actor.teams(Act.SEE_TODAY)
    if teams is not None:
        team = team if team in teams else next(iter(sorted(teams)))
    if not team:
        return today(shop, day, ("shop", shop), seen)
    here = {one.member_id for one in people if one.team == team}
    return today(shop, day, ("team", team), seen & here)


def _people(shop: str, day: date) -> list[Any]:
    return lake.people(shop, Period(day, day + _DAY))


def _asked(written: str | None) -> date | None:
    try:
        return parse_day(written) if written else None
    except UsageError:
        return None


@kept(LRUCache(64))
def _drawn(trend: Same, book: Same, lang: Lang) -> dict[str, Any]:
    """The days as a chart in a language, and as rows from the latest on."""
    found: Trend = trend.held
    rows = zip(*map(reversed, found.lines.values()), strict=True)
    return {"chart": _chart(found), "rows": list(zip(reversed(found.days), rows, strict=True))}


def _chart(trend: Trend) -> dict[str, Any]:
    """Receptions as bars, the conversion as a line, as an ECharts option."""
    counts = [one for one in trend.lines if not one.endswith("_rate")]
    received = "received" if "received" in trend.lines else counts[0]
    conversion = next((one for one in trend.lines if one.endswith("_rate")), None)
    book = figures.book()
    names = [say(book[one].title) for one in (received, conversion) if one]
    return {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"data": names, "top": 0},
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{day:%m-%d}" for day in trend.days]},
        "yAxis": [
            {"type": "value", "minInterval": 1},
            {"type": "value", "axisLabel": {"formatter": "{value}%"}, "splitLine": {"show": False}},
        ],
        "series": [
            {
                "name": names[0],
                "type": "bar",
                "itemStyle": {"color": "#9ccfc6"},
                "data": [number(one) for one in trend.lines[received]],
            },
            *(_conversion(names[1], trend.lines[conversion]) if conversion else ()),
        ],
    }


def _conversion(name: str, days: Sequence[Measure | None]) -> list[dict[str, Any]]:
    """The line; days of which nothing has settled yet are a gap."""
    return [
        {
            "name": name,
            "type": "line",
            "yAxisIndex": 1,
            "showSymbol": False,
            "lineStyle": {"width": 2},
            "itemStyle": {"color": "#0b6b5f"},
            "data": [None if unsettled(one) else number(one) for one in days],
        }
    ]
