"""One import: what became of its rows, what was refused, and taking it back."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from twofour.web.actions.imports import ask_undo, reaches
from twofour.web.bridge import imports, imports_again, periods, reports, staff, uploads
from twofour.web.bridge.imports import ImportRecord
from twofour.web.bridge.sheets import download
from twofour.web.forms.accounts import WhyForm
from twofour.web.permissions import Act, Actor
from twofour.web.queries import imports as kept
from twofour.web.views.page import ShopRequest, page

_PAGE = 50
_CSV = "text/csv; charset=utf-8"


@page(Act.SEE_IMPORTS)
def show(request: ShopRequest, shop: str, import_id: str) -> HttpResponse:
    """Its outcome, and every refused row to correct."""
    record = _record(request.actor, import_id)
    upload = uploads.found(kept.upload_of(import_id), shop)
    found = imports.read_problems(imports.report_of(import_id))
    context = {
        "record": record,
        "tables": imports.counts(record),
        "by": kept.told_of(import_id),
        "undone_by": kept.undone_by(import_id) if record.undone else None,
        "shown": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "refused": sum(one.refused for one in found),
        "reasons": imports.reasons(found),
        "strangers": any(one.column == "agent_id" and not one.refused for one in found)
        or bool(reports.strangers_in(shop, staff.agents_known(shop))),
        "upload": upload,
        "fixable": imports_again.refused_rows(upload) if upload else [],
    }
    return render(request, "web/imports/show.html", context)


@page(Act.SEE_IMPORTS)
def problems(request: ShopRequest, shop: str, import_id: str) -> HttpResponse:
    """Every problem as a CSV file."""
    _record(request.actor, import_id)
    report = imports.report_of(import_id)
    if not report.is_file():
        raise Http404
    return download(f"problems-{import_id}.csv", imports.report_file(report), _CSV)


@page(Act.IMPORT)
def undo(request: ShopRequest, shop: str, import_id: str) -> HttpResponse:
    """What taking it back would do; then do it, with a reason."""
    record = _record(request.actor, import_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = ask_undo(actor=request.actor, import_id=import_id, why=form.cleaned_data["why"])
        return redirect("job", job=job.pk)
    closed = [one for one in periods.book(shop).periods.values() if one.settled is not None]
    context = {
        "record": record,
        "foreseen": imports.undo_foreseen(import_id),
        "closed": sorted(closed, key=lambda one: one.key),
        "form": form,
    }
    return render(request, "web/imports/undo.html", context, status=422 if form.errors else 200)


def _record(actor: Actor, import_id: str) -> ImportRecord:
    """The import, if the person may see those of every shop that it touched; else a missing page."""
    record = imports.record(import_id)
    if record is None or not reaches(actor, Act.SEE_IMPORTS)(kept.shops_of(kept.told_of(import_id))):
        raise Http404
    return record
