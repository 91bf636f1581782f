"""A customer's chat as bubbles, with the waits that were counted marked."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import parse_day
from twofour.problems import UsageError
from twofour.web.bridge import chats
from twofour.web.bridge.chats import Chat
from twofour.web.permissions import Act, Actor
from twofour.web.views.metrics.scope import scheme_asked
from twofour.web.views.page import page


@page(Act.SEE_CHATS)
def show(request: HttpRequest, shop: str, customer: str) -> HttpResponse:
    """The days asked for with ``?at=2026-06-03`` (may repeat); ``?run=`` as a run read them, ``?scheme=``
    with the waits as a scheme counts them. Leads and agents read only chats in which their own people wrote.
    """
    days = _days(request.GET.getlist("at"))
    run = request.GET.get("run")
    if run is not None and chats.run_named(shop, run) is None:
        raise Http404
    scheme = scheme_asked(request, shop)
    found = chats.chat(shop, customer, days, run, scheme and scheme.rules)
    if not found.lines:
        raise Http404
    _check(request.actor, found, days, run)
    context = {
        "found": found,
        "customer": customer,
        "days": sorted(days),
        "run": run,
        "scheme": scheme,
        "back": request.GET.get("from", ""),
    }
    return render(request, "web/metrics/chat.html", context)


def _check(actor: Actor, found: Chat, days: set[date], run: str | None) -> None:
    """Whoever is limited reads only chats in which their own people wrote."""
    if actor.teams(Act.SEE_CHATS) is None:
        return
    known = chats.owners(actor.shop_id, days, run)
    theirs = [known[line.agent_id] for line in found.lines if line.agent_id in known]
    if not any(actor.can(Act.SEE_CHATS, team=one.team, member=one.member_id) for one in theirs):
        actor.check(Act.SEE_CHATS, team=None, member=None)


def _days(written: list[str]) -> set[date]:
    try:
        found = {parse_day(one) for one in written}
    except UsageError:
        raise Http404 from None
    if not found:
        raise Http404
    return found
