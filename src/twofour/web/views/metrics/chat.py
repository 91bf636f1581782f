"""A customer's chat as bubbles, with the waits that were counted marked."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import Period, parse_day
from twofour.problems import UsageError
from twofour.web.bridge import chats
from twofour.web.bridge.chats import Chat
from twofour.web.bridge.metric_table import Subject, subjects
from twofour.web.permissions import Act, Actor
from twofour.web.views.page import page


@page(Act.SEE_CHATS)
def show(request: HttpRequest, shop: str, customer: str) -> HttpResponse:
    """The days asked for with ``?at=2026-06-03`` (may repeat). Leads and agents read only chats in which
    their own people wrote.
    """
    days = _days(request.GET.getlist("at"))
    found = chats.chat(shop, customer, days)
    if not found.lines:
        raise Http404
    _check(request.actor, found, days)
    context = {
        "found": found,
        "customer": customer,
        "days": sorted(days),
        "back": request.GET.get("from", ""),
    }
    return render(request, "web/metrics/chat.html", context)


def _check(actor: Actor, found: Chat, days: set[date]) -> None:
    if actor.teams(Act.SEE_CHATS) is None:
        return
    period = Period(min(days), max(days).fromordinal(max(days).toordinal() + 1))
    agents = {line.agent_id for line in found.lines if line.agent_id}
    theirs: list[Subject] = [one for one in subjects(actor.shop_id, period, "agent") if one.id in agents]
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
