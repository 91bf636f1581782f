"""The list of schemes: approved versions, drafts; and where a new one begins."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.actions.schemes import start_draft
from twofour.web.bridge import figures, reports, schemes, schemes_templates
from twofour.web.forms.schemes import StartForm
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say

STANDINGS = {
    "in_force": Text("执行中", "in force"),
    "coming": Text("未到期", "to come"),
    "past": Text("已结束", "past"),
}


class Row(NamedTuple):
    """An approved version as the list shows it."""

    version: schemes.Version
    standing: str
    standing_words: Text
    published: bool
    people: int
    acknowledged: int
    mine: bool


@page(Act.SEE_SCHEMES)
def listed(request: ShopRequest, shop: str) -> HttpResponse:
    """Approved versions and, for those who write them, drafts. Others see what is published."""
    actor = request.actor
    writes = actor.can(Act.EDIT_SCHEMES)
    published, acknowledged = kept.publications(shop), kept.acknowledgements(shop)
    day = schemes.today(shop)
    rows = []
    for one in schemes.versions(shop):
        if not writes and one.said.digest not in published:
            continue
        paid = {member.member_id for member in schemes.paid_by(one, shop)}
        done = acknowledged.get(one.said.digest, {})
        standing = schemes.standing(one, day)
        rows.append(
            Row(
                one,
                standing,
                STANDINGS[standing],
                one.said.digest in published,
                len(paid),
                len(paid & set(done)),
                actor.member_id in paid and actor.member_id not in done,
            )
        )
    rows.sort(key=lambda row: (list(STANDINGS).index(row.standing), row.version.said.scheme))
    return render(
        request,
        "web/schemes/list.html",
        {
            "rows": rows,
            "drafts": kept.drafts(shop) if writes else [],
            "writes": writes,
            "backtests": kept.backtests(shop) if actor.can(Act.BACKTEST) else [],
            "day": day,
        },
    )


@page(Act.EDIT_SCHEMES)
def new(request: ShopRequest, shop: str) -> HttpResponse:
    """Choose where a scheme begins; a POST makes the draft."""
    problem: Text | None = None
    source = figures.ways(shop)[1]
    if request.method == "POST":
        try:
            text = StartForm(request.POST, request.FILES).document(source)
            draft = start_draft(actor=request.actor, text=text)
        except TwoFourError as error:
            problem = error.message
        else:
            messages.success(
                request, say(Text("已建草稿，门槛请按本店数据改", "Draft begun; fit it to your data"))
            )
            return redirect("schemes-edit", shop=shop, draft=draft.pk)
    shown = {
        "ready": schemes_templates.for_shop(source),
        "reported": reports.shown(source, shop),
        "problem": problem,
        "pasted": request.POST.get("text", ""),
    }
    return render(request, "web/schemes/new.html", shown, status=422 if problem else 200)


def only_published(request: HttpRequest, shop: str, digest: str) -> bool:
    """Whether whoever asks may see a version: those who write schemes every one, others what is published."""
    actor = request.actor  # type: ignore[attr-defined]
    return actor.can(Act.EDIT_SCHEMES) or digest in kept.publications(shop)
