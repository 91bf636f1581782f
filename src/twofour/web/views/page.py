"""What every view begins with: somebody is signed in, acts in a shop, and has the right to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.web.bridge import lake
from twofour.web.permissions import Act, Actor, actor_of
from twofour.web.permissions.actor import Forbidden

View = Callable[..., HttpResponse]


class ShopRequest(HttpRequest):
    """A request of somebody with a grant in the address's shop."""

    actor: Actor


def page(act: Act) -> Callable[[View], View]:
    """A view of a shop's page that needs the right to ``act``; the view gets ``request.actor``.

    A shop that does not exist, or in which the person has no grant, is a missing page: nobody learns which.
    What ``act`` reaches (team, oneself) the view checks itself, with ``request.actor.check``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, shop: str, **rest: Any) -> HttpResponse:
            actor = actor_of(request.user, shop)
            if actor is None or not (shop in lake.shops() or shop in lake.every_shop()):
                raise Http404
            request.actor = actor  # type: ignore[attr-defined]
            try:
                actor.check(act)
                return view(request, shop=shop, **rest)
            except Forbidden as error:
                return forbidden(request, error)

        guarded.act = act  # type: ignore[attr-defined]
        return login_required(guarded)

    return decorate


def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    """The page that says who may."""
    return render(request, "web/forbidden.html", {"message": error.message}, status=403)
