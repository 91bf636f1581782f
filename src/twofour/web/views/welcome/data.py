"""The first files of an empty installation: the same preview and import as later, before there is a shop."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.web.actions import imports as actions
from twofour.web.bridge import lake, uploads
from twofour.web.forms.imports import FirstUploadForm, cells_in
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, actor_of
from twofour.web.views.imports.upload import discarded, preview, sound_files, upload_of
from twofour.web.views.page import ShopRequest
from twofour.web.views.welcome.platforms import PLATFORMS

View = Callable[..., HttpResponse]


def _first_run(view: View) -> View:
    """A view for whoever may import into every shop, while there is none; afterwards the door leads home."""

    @wraps(view)
    def guarded(request: ShopRequest, **rest: Any) -> HttpResponse:
        if lake.shops():
            return redirect("home")
        actor = actor_of(request.user, EVERY)
        if actor is None or not actor.can(Act.IMPORT):
            return render(request, "web/no_shop.html", status=403)
        return view(request, actor=actor, **rest)

    return login_required(guarded)


@_first_run
def first(request: ShopRequest, actor: Any) -> HttpResponse:
    """The form, and which files each platform offers."""
    form = FirstUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _, job = actions.upload_files(actor=actor, page=EVERY, **form.wanted)
        return redirect("job", job=job.pk)
    context = {"form": form, "platforms": PLATFORMS, "waiting": uploads.waiting(EVERY)}
    return render(request, "web/welcome/data.html", context, status=422 if form.errors else 200)


@_first_run
def show(request: ShopRequest, actor: Any, upload: str) -> HttpResponse:
    """The preview."""
    context = {**preview(request, upload_of(EVERY, upload)), "may_import": True}
    return render(request, "web/welcome/upload.html", context)


@require_POST
@_first_run
def confirm(request: ShopRequest, actor: Any, upload: str) -> HttpResponse:
    """Import it."""
    return redirect("job", job=actions.ask_import(actor=actor, upload=upload_of(EVERY, upload)).pk)


@require_POST
@_first_run
def keep(request: ShopRequest, actor: Any, upload: str) -> HttpResponse:
    """Go on with the files that can be imported."""
    found = upload_of(EVERY, upload)
    _, job = actions.look_again(actor=actor, upload=found, keep=sound_files(found))
    return redirect("job", job=job.pk)


@require_POST
@_first_run
def correct(request: ShopRequest, actor: Any, upload: str) -> HttpResponse:
    """Look at the refused rows again, with the corrected cells."""
    found = upload_of(EVERY, upload)
    _, job = actions.correct_rows(actor=actor, upload=found, cells=cells_in(request.POST))
    return redirect("job", job=job.pk)


@require_POST
@_first_run
def discard(request: ShopRequest, actor: Any, upload: str) -> HttpResponse:
    """Delete what was uploaded."""
    actions.discard_upload(actor=actor, upload=upload_of(EVERY, upload))
    messages.success(request, discarded())
    return redirect("welcome-data")
