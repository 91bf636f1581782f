"""The inquiries that a member lost this month, with what was said and a way to the chat."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from twofour.period import month_of
from twofour.web.bridge import figures, me, pay_now, reports
from twofour.web.bridge.periods_schemes import scheme_of
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.lines import address

_FIRST, _PAGE = 5, 50


@page(Act.SEE_OWN)
def lost(request: ShopRequest, shop: str) -> HttpResponse:
    """A page of them; for HTMX the few latest that stand on the member's own page."""
    member, day = request.actor.member_id, figures.latest_day(shop)
    if member is None or day is None:
        raise Http404
    reported = reports.shown(reports.source_of(shop), shop)
    version = pay_now.scheme_on(shop, member, day)
    scheme = version and scheme_of(version)
    found = [] if reported else me.lost(shop, member, month_of(day), scheme)
    counted = {} if scheme is None else {"scheme": scheme.digest}
    if request.htmx:  # type: ignore[attr-defined]
        rows = [_shown(shop, one, counted) for one in found[:_FIRST]]
        return render(
            request,
            "web/me/_lost.html",
            {"rows": rows, "all": len(found), "part": True, "reported": reported},
        )
    shown = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    rows = [_shown(shop, one, counted) for one in shown.object_list]
    said = {"rows": rows, "all": len(found), "shown": shown, "latest": day, "reported": reported}
    return render(request, "web/me/lost.html", said)


def _shown(shop: str, one: me.Lost, counted: dict[str, str]) -> dict[str, Any]:
    """A row, with the address of the chat, in which waits are counted alike."""
    whose = {"shop": shop, "customer": one.customer}
    chat = address("metrics-chat", whose, at=one.day.isoformat(), **counted)
    return {"lost": one, "chat": chat}
