"""One upload: what was recognised in it, to be imported, corrected or discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import imports as actions
from twofour.web.bridge import imports, imports_again, uploads
from twofour.web.bridge.sheets import download
from twofour.web.bridge.uploads import Upload
from twofour.web.forms.imports import cells_in
from twofour.web.permissions import Act
from twofour.web.queries import imports as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say

_PAGE = 50


@page(Act.SEE_IMPORTS)
def show(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """The preview."""
    found = upload_of(shop, upload)
    if found.noted("import") is not None:
        return redirect("imports-show", shop=shop, import_id=(found.noted("import") or {})["import"])
    context = {**preview(request, found), "may_import": request.actor.can(Act.IMPORT)}
    return render(request, "web/imports/upload.html", context)


@require_POST
@page(Act.IMPORT)
def confirm(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """Import it."""
    job = actions.ask_import(actor=request.actor, upload=upload_of(shop, upload))
    return redirect("job", job=job.pk)


@require_POST
@page(Act.IMPORT)
def keep(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """Go on with the files that can be imported."""
    found = upload_of(shop, upload)
    _, job = actions.look_again(actor=request.actor, upload=found, keep=sound_files(found))
    return redirect("job", job=job.pk)


@require_POST
@page(Act.IMPORT)
def correct(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """Look at the refused rows again, with the corrected cells."""
    found = upload_of(shop, upload)
    _, job = actions.correct_rows(actor=request.actor, upload=found, cells=cells_in(request.POST))
    return redirect("job", job=job.pk)


@require_POST
@page(Act.IMPORT)
def discard(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """Delete what was uploaded."""
    actions.discard_upload(actor=request.actor, upload=upload_of(shop, upload))
    messages.success(request, discarded())
    return redirect("imports", shop=shop)


@page(Act.SEE_IMPORTS)
def problems(request: ShopRequest, shop: str, upload: str) -> HttpResponse:
    """Every problem as a CSV file."""
    found = upload_of(shop, upload)
    report = found.folder / imports.PROBLEMS
    if not report.is_file():
        raise Http404
    return download("problems.csv", imports.report_file(report), "text/csv; charset=utf-8")


def upload_of(shop: str, upload: str) -> Upload:
    """An upload on the pages of a shop, or a missing page."""
    found = uploads.found(upload, shop)
    if found is None:
        raise Http404
    return found


def preview(request: HttpRequest, found: Upload) -> dict[str, Any]:
    """What the preview page shows of an upload; before it was looked at, the work that does so."""
    problems = imports.read_problems(found.folder / imports.PROBLEMS)
    return {
        "upload": found,
        "links": _links(found),
        "look": found.noted("look"),
        "job": kept.job_of("look", found.id),
        "asked": kept.job_of("import", found.id),
        "sound": sound_files(found),
        "shown": Paginator(problems, _PAGE).get_page(request.GET.get("page")),
        "fixable": imports_again.refused_rows(found),
    }


def _links(found: Upload) -> dict[str, str]:
    """The addresses of what can be done with an upload: on a shop's pages, or in the first run."""
    names = ("confirm", "keep", "correct", "discard")
    if not found.shop_id:
        return {one: reverse(f"welcome-data-{one}", kwargs={"upload": found.id}) for one in names}
    whose = {"shop": found.shop_id, "upload": found.id}
    links = {one: reverse(f"imports-{one}", kwargs=whose) for one in names}
    return {**links, "problems": reverse("imports-upload-problems", kwargs=whose)}


def sound_files(found: Upload) -> list[str]:
    """The files of an upload that nothing stands against."""
    bad = (found.noted("look") or {}).get("bad", {})
    return [name for name in found.files if name not in bad] if bad else []


def discarded() -> str:
    """What is said after discarding."""
    return say(Text("已放弃，文件已删除，数据没有变化", "Discarded: the files are deleted, no data changed"))
