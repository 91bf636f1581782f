"""Forgetting a customer on request: the form, and the record of everybody who was forgotten."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from twofour.web.actions.forgetting import ask_forgetting
from twofour.web.bridge import forgetting, held
from twofour.web.forms.imports import ForgetForm
from twofour.web.models import Job
from twofour.web.permissions import Act
from twofour.web.queries import imports as kept
from twofour.web.views.page import ShopRequest, page


@page(Act.FORGET)
def show(request: ShopRequest, shop: str) -> HttpResponse:
    """The page; a form that is right begins the work."""
    form = ForgetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        job = ask_forgetting(actor=request.actor, customer=said["customer"], key=said["key"], why=said["why"])
        return redirect("job", job=job.pk)
    last: Job | None = kept.last_forgetting(shop)
    context = {
        "form": form,
        "erased": forgetting.erased(shop),
        "left": (last.outcome or {}).get("left", []) if last is not None else [],
        "keyed": held.key_demanded(shop),
    }
    return render(request, "web/imports/forget.html", context, status=422 if form.errors else 200)
