"""An agent id that nobody owns: say who it is, from which day on."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from twofour.text import Text
from twofour.web.actions import staff as actions
from twofour.web.bridge import staff
from twofour.web.bridge.staff import StaffRow
from twofour.web.forms.staff import BindForm
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say

_RESTED = 7


@page(Act.EDIT_STAFF)
def bind(request: ShopRequest, shop: str, agent_id: str) -> HttpResponse:
    """The form, and binding."""
    stranger = next((one for one in staff.strangers(shop) if one.agent_id == agent_id), None)
    if stranger is None:
        raise Http404
    people = [one for one in staff.people(shop) if one.standing != "left"]
    members = [(one.member.member_id, _called(one.member)) for one in people]
    beginning = {"since": _since(stranger), "member_id": agent_id.rsplit(":", 1)[-1]}
    form = BindForm(request.POST or None, members=members, initial=beginning)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        known = staff.person(shop, said["member"]) if said["member"] else None
        new = StaffRow(
            agent_id,
            shop,
            said["member_id"],
            name=said["name"],
            hired_on=said["hired_on"],
            **form.details,
        )
        actions.bind(actor=request.actor, agent_id=agent_id, since=said["since"], member=known, details=new)
        name = known.member.name if known else said["name"]
        messages.success(
            request,
            say(
                Text(
                    f"{agent_id} 从 {said['since']} 起归 {name}，指标已按此统计",
                    f"{agent_id} is {name} from {said['since']} on; figures count it so",
                )
            ),
        )
        return redirect("staff", shop=shop)
    teams = sorted({one.member.team for one in people if one.member.team})
    context = {"form": form, "stranger": stranger, "teams": teams}
    return render(request, "web/staff/bind.html", context, status=422 if form.errors else 200)


def _since(stranger: staff.Stranger) -> date:
    """From when an id is somebody's by default: from its first day on. One that only stands in reports may
    have rested on the first days of a month, which are paid all the same.
    """
    rested = not stranger.messages and stranger.first.day <= _RESTED
    return stranger.first.replace(day=1) if rested else stranger.first


def _called(member: staff.Member) -> str:
    return f"{member.name}（{member.team}）" if member.team else member.name
