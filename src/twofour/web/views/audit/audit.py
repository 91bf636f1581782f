"""The audit: searched, checked for tampering, exported."""

from __future__ import annotations

import json
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from twofour.period import Period
from twofour.text import Text
from twofour.web.actions.audit import broken_at
from twofour.web.acts import title_of
from twofour.web.bridge.sheets import Sheet, xlsx_download
from twofour.web.forms.audit import AuditSearch
from twofour.web.models import AuditEntry, AuditHead
from twofour.web.permissions import Act
from twofour.web.queries.audit import acts_in, entries_of
from twofour.web.views.page import page
from twofour.web.words import say

_PAGE = 50


@page(Act.SEE_AUDIT)
def listed(request: HttpRequest, shop: str) -> HttpResponse:
    """The entries found, newest first, and whether the whole chain is sound."""
    form, found = _asked(request, shop)
    shown = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    chain = AuditEntry.objects.order_by("number").iterator(chunk_size=2000)
    return render(
        request,
        "web/audit/list.html",
        {
            "form": form,
            "shown": shown,
            "rows": [(entry, title_of(entry.act)) for entry in shown],
            "broken": broken_at(chain, AuditHead.objects.first()),
            "asked": request.GET.urlencode(),
        },
    )


@page(Act.SEE_AUDIT)
def export(request: HttpRequest, shop: str) -> HttpResponse:
    """The entries found, as a workbook."""
    _, found = _asked(request, shop)
    rows = [
        {
            "number": entry.number,
            "at": entry.at,
            "name": entry.name,
            "username": entry.username,
            "act": say(title_of(entry.act)),
            "subject": entry.subject,
            "before": _plain(entry.before),
            "after": _plain(entry.after),
            "why": entry.why,
            "hash": entry.hash,
        }
        for entry in found
    ]
    today = timezone.localdate()
    sheet = Sheet(_TITLE, _COLUMNS, rows)
    return xlsx_download(f"audit-{shop}", [sheet], _TITLE, Period(today, today + timedelta(days=1)))


def _asked(request: HttpRequest, shop: str) -> tuple[AuditSearch, QuerySet[AuditEntry]]:
    form = AuditSearch(request.GET or None, acts=acts_in(shop))
    return form, entries_of(shop, **(form.cleaned_data if form.is_valid() else {}))


def _plain(said: object) -> str:
    return "" if said is None else json.dumps(said, ensure_ascii=False)


_TITLE = Text("操作记录", "Audit")
_COLUMNS = {
    "number": Text("编号", "No."),
    "at": Text("时间", "When"),
    "name": Text("姓名", "Name"),
    "username": Text("账号", "Account"),
    "act": Text("操作", "Act"),
    "subject": Text("对象", "Subject"),
    "before": Text("改前", "Before"),
    "after": Text("改后", "After"),
    "why": Text("原因", "Why"),
    "hash": Text("哈希", "Hash"),
}
