"""What a team agreed to show its agents of each other."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from twofour.text import Text
from twofour.web.actions.staff import share as share_metrics
from twofour.web.bridge import figures, staff
from twofour.web.bridge.metric_table import by_category
from twofour.web.forms.staff import SharingForm
from twofour.web.permissions import Act
from twofour.web.queries.sharing import shared
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say


@page(Act.EDIT_STAFF)
def share(request: ShopRequest, shop: str, team: str) -> HttpResponse:
    """Tick the metrics."""
    if team not in {one.member.team for one in staff.people(shop)}:
        raise Http404
    if request.method == "POST":
        form = SharingForm(request.POST, metrics=list(figures.book()))
        if form.is_valid():
            share_metrics(actor=request.actor, team=team, metrics=form.cleaned_data["metric"])
            messages.success(request, say(Text("已保存，组员在“我的”页能看到", "Saved; agents see them")))
            return redirect("staff", shop=shop)
    context = {"team": team, "groups": by_category(figures.book()), "chosen": shared(shop, team)}
    return render(request, "web/staff/sharing.html", context)
