"""The metrics page: choose whose, which, when; a table, a chart, a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import Period, month_before, month_of
from twofour.text import Text
from twofour.web.bridge import figures, people, reports
from twofour.web.bridge.kept import Same, kept
from twofour.web.bridge.metric_table import Table, by_category, table
from twofour.web.bridge.quantities import number, quantity
from twofour.web.bridge.sheets import Cell, Sheet, xlsx_download
from twofour.web.forms.metrics import MetricsForm
from twofour.web.permissions import Act, Actor
from twofour.web.views.metrics.scope import kinds, seen
from twofour.web.views.page import page

_MOST_LINES = 6
_COLOURS = ("#0b6b5f", "#d98324", "#3b6fb6", "#a13d63", "#6b8e23", "#7d5ba6")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the page shows."""

    by: str
    period: Period
    beside: Period | None
    metrics: tuple[str, ...]
    team: str
    source: str | None


@page(Act.SEE_FIGURES)
def show(request: HttpRequest, shop: str) -> HttpResponse:
    """The table and its chart."""
    latest = figures.latest_day(shop)
    if latest is None:
        return render(request, "web/metrics/empty.html")
    form, asked = _asked(request, shop, latest)
    found = _table(request.actor, asked)
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "categories": by_category(reports.metrics_in(figures.book(), asked.source)),
        "reported": reports.shown(asked.source, shop),
        "as_of": figures.as_of(shop),
        "chart": _drawn(shop, asked, Same(found)),
        "first": found.entries[0] if found.entries else None,
    }
    return render(request, "web/metrics/table.html", context)


@page(Act.EXPORT_FIGURES)
def export(request: HttpRequest, shop: str) -> HttpResponse:
    """The same table as a workbook."""
    latest = figures.latest_day(shop)
    if latest is None:
        return render(request, "web/metrics/empty.html", status=404)
    _, asked = _asked(request, shop, latest)
    found = _table(request.actor, asked)
    title = Text("指标", "Metrics")
    columns = {"subject": Text("对象", "Subject"), "id": Text("编号", "Id")}
    for entry in found.entries:
        columns[entry.id] = entry.title
        if asked.beside:
            beside = Text(f"{entry.title.zh}（{asked.beside}）", f"{entry.title.en} ({asked.beside})")
            columns[f"{entry.id}.beside"] = beside
    rows: list[dict[str, Cell]] = []
    for row in found.rows:
        cells: dict[str, Cell] = {"subject": row.subject.name, "id": row.subject.id}
        for cell in row.cells:
            cells[cell.metric] = quantity(cell.measure)
            if asked.beside:
                cells[f"{cell.metric}.beside"] = quantity(cell.beside)
        rows.append(cells)
    return xlsx_download(f"metrics-{asked.period}", [Sheet(title, columns, rows)], title, asked.period)


def _asked(request: HttpRequest, shop: str, latest: date) -> tuple[MetricsForm, _Asked]:
    book = figures.book()
    allowed = kinds(request.actor)
    form = MetricsForm(
        request.GET,
        kinds=allowed,
        teams=people.teams(shop),
        metrics=[(entry.id, entry.title) for entry in book.values()],
    )
    form.is_valid()
    said = form.cleaned_data
    counting, source = figures.ways(shop)
    here = reports.metrics_in(book, source)
    headlines = ("received", "mean_response", "inquiries", counting.headline_conversion, "effective_sales")
    usual = [one for one in (*headlines, *(() if "effective_sales" in here else ("sales",))) if one in here]
    asked = _Asked(
        said.get("by") or allowed[0],
        said.get("period") or month_of(latest),
        said.get("beside"),
        tuple(said.get("metric") or usual),
        said.get("team") or "",
        source,
    )
    form.fields["period"].widget.attrs["placeholder"] = str(asked.period)
    form.fields["beside"].widget.attrs["placeholder"] = str(month_before(asked.period))
    return form, asked


def _table(actor: Actor, asked: _Asked) -> Table:
    chosen, only = seen(actor, asked.period, asked.by)
    if asked.team:
        chosen = [one for one in chosen if one.team == asked.team]
    return table(actor.shop_id, asked.period, asked.beside, chosen, asked.metrics, only)


@kept(LRUCache(64))
def _drawn(shop: str, asked: _Asked, found: Same) -> dict[str, Any] | None:
    return _chart(shop, asked, found.held)


def _chart(shop: str, asked: _Asked, found: Table) -> dict[str, Any] | None:
    """The first metric day by day, of the subjects with the largest figures."""
    if not found.rows or not found.entries:
        return None
    first = found.entries[0].id
    drawn = [row for row in found.rows if row.cells[0].measure is not None]
    drawn.sort(key=lambda row: number(row.cells[0].measure) or 0, reverse=True)
    daily = figures.daily(shop, asked.period, found.rows[0].subject.kind)
    days = list(asked.period.days)
    series = []
    for row, colour in zip(drawn[:_MOST_LINES], _COLOURS, strict=False):
        known = {one.day: one for one in daily.get((row.subject.id, first), ())}
        series.append(
            {
                "name": row.subject.name,
                "type": "line",
                "showSymbol": False,
                "lineStyle": {"width": 2},
                "itemStyle": {"color": colour},
                "data": [number(known.get(day)) for day in days],
            }
        )
    if not any(point is not None for line in series for point in line["data"]):
        return None
    unit = "{value}%" if found.entries[0].unit == "ratio" else "{value}"
    return {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"top": 0, "type": "scroll"},
        "grid": {"left": 8, "right": 8, "top": 40, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{day:%m-%d}" for day in days]},
        "yAxis": {"type": "value", "axisLabel": {"formatter": unit}},
        "series": series,
    }
