"""The front door: where somebody goes first, and the pages for what is missing or broke."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from twofour.web.bridge import lake
from twofour.web.models import Account
from twofour.web.navigation import first_page
from twofour.web.permissions import actor_in


def home(request: HttpRequest) -> HttpResponse:
    """The first page of the first shop that somebody has a role in; a welcome where nothing is set up."""
    if not Account.objects.exists():
        return redirect("welcome")
    return _first(request)


@login_required
def _first(request: HttpRequest) -> HttpResponse:
    known = lake.every_shop()
    of = actor_in(request.user, known)
    actors = [actor for shop in known if (actor := of(shop))]
    if not known:
        return redirect("welcome-data")
    if not actors:
        return render(request, "web/no_shop.html", status=403)
    if len(actors) == 1:
        return redirect(first_page(actors[0]))
    choices = [(actor.shop_id, actor.roles, first_page(actor)) for actor in actors]
    return render(request, "web/shops.html", {"choices": choices})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, or not for this person."""
    return render(request, "web/missing.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours; nothing was changed."""
    return render(request, "web/fault.html", status=500)
