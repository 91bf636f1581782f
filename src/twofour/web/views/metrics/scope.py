"""Whose figures somebody may see, and which of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import Http404, HttpRequest

from twofour.period import Period
from twofour.web.bridge import people, schemes
from twofour.web.bridge.metric_table import Subject, subjects
from twofour.web.bridge.schemes import Scheme
from twofour.web.permissions import Act, Actor
from twofour.web.queries.sharing import shared

KINDS = ("member", "agent", "team", "shop")


def kinds(actor: Actor) -> list[str]:
    """The kinds of subjects that the person may see some of."""
    teams = actor.teams(Act.SEE_FIGURES)
    if teams is None:
        return list(KINDS)
    return ["member", "agent", "team"] if teams else ["member", "agent"]


def seen(actor: Actor, period: Period, kind: str) -> tuple[list[Subject], Mapping[str, Collection[str]]]:
    """The subjects of a kind that the person may see, and for those seen in part the metrics shared."""
    found = subjects(actor.shop_id, period, kind)
    whole = [one for one in found if may_see(actor, one)]
    own_team = people.team_of(actor.shop_id, actor.member_id) if actor.member_id else None
    metrics = shared(actor.shop_id, own_team) if kind == "member" else frozenset()
    if not metrics:
        return whole, {}
    known = {one.id for one in whole}
    mates = [one for one in found if one.team == own_team and one.id not in known]
    return [*whole, *mates], {one.id: metrics for one in mates}


def may_see(actor: Actor, subject: Subject) -> bool:
    """Whether every figure of a subject may be seen."""
    return actor.can(Act.SEE_FIGURES, team=subject.team, member=subject.member_id)


def subject_of(actor: Actor, period: Period, kind: str, id: str) -> Subject:
    """The subject of an address. A missing page where there is none; ``Forbidden`` where it is not theirs."""
    if kind not in KINDS:
        raise Http404
    found = next((one for one in subjects(actor.shop_id, period, kind) if one.id == id), None)
    if found is None:
        raise Http404
    if not may_see(actor, found):
        actor.check(Act.SEE_FIGURES, team=found.team, member=found.member_id)
    return found


def scheme_asked(request: HttpRequest, shop: str) -> Scheme | None:
    """The approved scheme by whose rules an address asks to count, with ``?scheme=`` and its digest; ``None``
    for the shop's own. A missing page where the shop has no such scheme.
    """
    digest = request.GET.get("scheme")
    found = digest and schemes.scheme_named(shop, digest)
    if digest is not None and not found:
        raise Http404
    return found or None
