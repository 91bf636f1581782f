"""Imports: what was imported, by whom, what waits, and the form that sends files."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.web.actions.imports import reaches, upload_files
from twofour.web.bridge import held, imports, uploads
from twofour.web.bridge.imports import ImportRecord, TableCounts
from twofour.web.forms.imports import UploadForm
from twofour.web.models import AuditEntry
from twofour.web.permissions import Act
from twofour.web.queries import imports as kept
from twofour.web.views.page import ShopRequest, page

_PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One import of the list."""

    record: ImportRecord
    tables: list[TableCounts]
    by: AuditEntry | None


@page(Act.SEE_IMPORTS)
def listed(request: ShopRequest, shop: str) -> HttpResponse:
    """The list."""
    return _shown(request, shop, _form(shop))


@require_POST
@page(Act.IMPORT)
def send(request: ShopRequest, shop: str) -> HttpResponse:
    """Take files in, and look at them in the background."""
    form = UploadForm(request.POST, request.FILES, keyed=held.key_demanded(shop))
    if not form.is_valid():
        return _shown(request, shop, form)
    _, job = upload_files(actor=request.actor, page=shop, **form.wanted)
    return redirect("job", job=job.pk)


def _form(shop: str) -> UploadForm:
    return UploadForm(initial={"shop": shop}, keyed=held.key_demanded(shop))


def _shown(request: ShopRequest, shop: str, form: UploadForm) -> HttpResponse:
    by, allowed = kept.told(), reaches(request.actor, Act.SEE_IMPORTS)
    seen = [one for one in imports.records() if allowed(kept.shops_of(by.get(one.import_id)))]
    shown = Paginator(seen, _PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "shown": shown,
        "lines": [Line(one, imports.counts(one), by.get(one.import_id)) for one in shown],
        "hidden": len(imports.records()) - len(seen),
        "waiting": uploads.waiting(shop),
    }
    return render(request, "web/imports/index.html", context, status=422 if form.errors else 200)
