"""One member: agent ids, every change so far, a change from a day on, a last day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import staff as actions
from twofour.web.bridge import staff
from twofour.web.bridge.staff import Person
from twofour.web.forms.staff import GRADES, ChangeForm, EndForm
from twofour.web.permissions import Act, Actor
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say


@page(Act.SEE_STAFF)
def show(request: ShopRequest, shop: str, member: str) -> HttpResponse:
    """The page."""
    return _shown(request, shop, person_of(request.actor, Act.SEE_STAFF, member))


@require_POST
@page(Act.EDIT_STAFF)
def change(request: ShopRequest, shop: str, member: str) -> HttpResponse:
    """Another team, role, grade or wage."""
    person = person_of(request.actor, Act.EDIT_STAFF, member)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _shown(request, shop, person, change=form)
    said = form.cleaned_data
    actions.change(actor=request.actor, person=person, since=said["since"], why=said["why"], **form.details)
    name, since = person.member.name, said["since"]
    messages.success(request, say(Text(f"{name} 从 {since} 起按新的算", f"{name}: changed from {since} on")))
    return redirect("staff-member", shop=shop, member=member)


@require_POST
@page(Act.EDIT_STAFF)
def end(request: ShopRequest, shop: str, member: str) -> HttpResponse:
    """Somebody leaves."""
    person = person_of(request.actor, Act.EDIT_STAFF, member)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _shown(request, shop, person, end=form)
    said = form.cleaned_data
    actions.end(actor=request.actor, person=person, last_day=said["last_day"], why=said["why"])
    name, day = person.member.name, said["last_day"]
    messages.success(request, say(Text(f"已记下 {name} 的最后一天 {day}", f"{name}'s last day is {day}")))
    return redirect("staff-member", shop=shop, member=member)


def person_of(actor: Actor, act: Act, member: str) -> Person:
    """A member whom ``act`` reaches; a missing page where there is none."""
    person = staff.person(actor.shop_id, member)
    if person is None:
        raise Http404
    actor.check(act, team=person.member.team, member=member)
    return person


def _shown(request: ShopRequest, shop: str, person: Person, **forms: Any) -> HttpResponse:
    actor, member = request.actor, person.member
    context = {
        "person": person,
        "grades": GRADES,
        "day": staff.day_of(shop),
        "names": {one.member.member_id: one.member.name for one in staff.people(shop)},
        "teams": sorted({one.member.team for one in staff.people(shop) if one.member.team}),
        "sees_pay": actor.can(Act.SEE_PAY, team=member.team, member=member.member_id),
        "edits": actor.can(Act.EDIT_STAFF, team=member.team, member=member.member_id),
        "change": ChangeForm(initial=ChangeForm.of(member)),
        "end": EndForm(),
        **forms,
    }
    return render(request, "web/staff/member.html", context, status=422 if forms else 200)
