"""What stands behind a figure: conversations, orders, refunds, ratings, and why each counts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import Period, month_of, parse_period
from twofour.text import Text
from twofour.web.bridge import evidence, figures
from twofour.web.bridge.metric_table import Subject
from twofour.web.bridge.sheets import Cell, Sheet, xlsx_download
from twofour.web.permissions import Act
from twofour.web.views.metrics.scope import subject_of
from twofour.web.views.page import page

_PAGE = 50


@page(Act.SEE_FIGURES)
def show(request: HttpRequest, shop: str, metric: str, subject_kind: str, subject_id: str) -> HttpResponse:
    """The figure as an equation, then its rows; who may read chats finds a link in each."""
    subject, period, found = _found(request, metric, subject_kind, subject_id)
    shown = Paginator(found.rows if found else [], _PAGE).get_page(request.GET.get("page"))
    actor = request.actor
    context = {
        "entry": figures.book()[metric],
        "subject": subject,
        "period": period,
        "found": found,
        "shown": shown,
        "may_read": actor.can(Act.SEE_CHATS, team=subject.team, member=subject.member_id),
    }
    return render(request, "web/metrics/evidence.html", context)


@page(Act.EXPORT_FIGURES)
def export(request: HttpRequest, shop: str, metric: str, subject_kind: str, subject_id: str) -> HttpResponse:
    """The rows as a workbook."""
    subject, period, found = _found(request, metric, subject_kind, subject_id)
    if found is None:
        raise Http404
    columns = {
        "day": Text("业务日", "Day"),
        "at": Text("时间", "Time"),
        "agent": Text("客服", "Agent"),
        "customer": Text("买家", "Customer"),
        "reference": Text("单号", "Reference"),
        **{side.name: side.title for side in found.sides},
        "detail_zh": Text("为什么算", "Why it counts (Chinese)"),
        "detail_en": Text("为什么算（英文）", "Why it counts"),
    }
    rows: list[dict[str, Cell]] = [
        {
            "day": row.day,
            "at": row.at,
            "agent": row.agent_name or row.agent_id,
            "customer": row.customer_id,
            "reference": row.reference,
            **{side.name: side.of(row) for side in found.sides},
            "detail_zh": row.detail.zh,
            "detail_en": row.detail.en,
        }
        for row in found.rows
    ]
    title = figures.book()[metric].title
    return xlsx_download(f"{metric}-{subject.name}-{period}", [Sheet(title, columns, rows)], title, period)


def _found(
    request: HttpRequest, metric: str, kind: str, id: str
) -> tuple[Subject, Period, evidence.Found | None]:
    shop = request.actor.shop_id
    latest = figures.latest_day(shop)
    if metric not in figures.book() or latest is None:
        raise Http404
    written = request.GET.get("period")
    period = parse_period(written) if written else month_of(latest)
    subject = subject_of(request.actor, period, kind, id)
    return subject, period, evidence.found(shop, metric, (subject.kind, subject.id), period)
