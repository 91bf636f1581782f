"""All appeals that somebody may see, open ones by their deadline."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from twofour.web.bridge import figures
from twofour.web.permissions import Act
from twofour.web.queries import appeals
from twofour.web.views.page import ShopRequest, page

STATES = ("open", "approved", "rejected")


@page(Act.SEE_APPEALS)
def index(request: ShopRequest, shop: str) -> HttpResponse:
    """The list; ``?state=`` keeps those of one state."""
    found = appeals.rows(request.actor)
    state = request.GET.get("state", "")
    shown = [row for row in found if row.state == state] if state in STATES else found
    return render(
        request,
        "web/appeals/index.html",
        {
            "rows": shown,
            "state": state if state in STATES else "",
            "counts": [(name, sum(row.state == name for row in found)) for name in STATES],
            "all": len(found),
            "latest": figures.latest_day(shop),
            "decides": request.actor.can(Act.DECIDE_APPEAL),
            "files": request.actor.can(Act.FILE_APPEAL),
        },
    )
