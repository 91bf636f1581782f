"""Shop and staff: ids that nobody owns first, then everybody, the teams, the shops."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from twofour.web.bridge import figures, lake, staff
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, actor_in
from twofour.web.queries.sharing import shared_by_team
from twofour.web.views.page import ShopRequest, page

_PAGE = 50


@page(Act.SEE_STAFF)
def listed(request: ShopRequest, shop: str) -> HttpResponse:
    """The page; a lead sees their team, wages stand only where pay may be seen."""
    actor = request.actor
    people = [
        one
        for one in staff.people(shop)
        if actor.can(Act.SEE_STAFF, team=one.member.team, member=one.member.member_id)
    ]
    teams = Counter(one.member.team for one in people if one.member.team and one.standing != "left")
    may_pay = {
        one.member.member_id
        for one in people
        if actor.can(Act.SEE_PAY, team=one.member.team, member=one.member.member_id)
    }
    whole = actor.can(Act.SEE_STAFF, team=EVERY, member=None)
    context = {
        "shown": Paginator(people, _PAGE).get_page(request.GET.get("page")),
        "may_pay": may_pay,
        "teams": sorted(teams.items()),
        "sharing": shared_by_team(shop),
        "strangers": staff.strangers(shop) if whole else (),
        "day": staff.day_of(shop),
        "shops": _shops(request),
        "book": figures.book(),
    }
    return render(request, "web/staff/index.html", context)


def _shops(request: ShopRequest) -> list[tuple[str, tuple[str, str] | None]]:
    """The shops in which the person may see the staff, each with its first and last month."""
    known = lake.shops()
    of = actor_in(request.user, known)
    mine = [one for one in known if (actor := of(one)) is not None and actor.can(Act.SEE_STAFF)]
    return [(one, staff.months_of(one)) for one in mine]
