"""An approved version: in words, as written, what it costs, who has acknowledged it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.actions.schemes import start_draft
from twofour.web.actions.schemes_approval import acknowledge_scheme, publish_scheme
from twofour.web.bridge import schemes, schemes_preview, schemes_words
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.schemes.listed import STANDINGS, only_published
from twofour.web.words import say


@page(Act.SEE_SCHEMES)
def show(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """The version in words; what only some may know of it stands in parts of its own."""
    version = _version(request, shop, digest)
    actor = request.actor
    scheme = schemes.read(version.said.source)
    paid = schemes.paid_by(version, shop)
    done = kept.acknowledgements(shop).get(digest, {})
    published = kept.publications(shop).get(digest)
    seen = [one for one in paid if actor.can(Act.SEE_STAFF, team=one.team or "", member=one.member_id)]
    others = [one for one in schemes.versions(shop) if one.said.digest != digest]
    owes = actor.member_id in {member.member_id for member in paid} and actor.member_id not in done
    return render(
        request,
        "web/schemes/version.html",
        {
            "version": version,
            "said": schemes_words.in_words(scheme),
            "standing": STANDINGS[schemes.standing(version, schemes.today(shop))],
            "published": published,
            "owes": owes and published is not None and actor.can(Act.ACKNOWLEDGE),
            "acknowledged_at": done.get(actor.member_id or ""),
            "people": [(member, done.get(member.member_id)) for member in seen],
            "done": sum(member.member_id in done for member in seen),
            "sees_cost": actor.can(Act.SEE_PAY, team=EVERY),
            "publishes": published is None and actor.can(Act.APPROVE_SCHEMES, team=EVERY),
            "writes": actor.can(Act.EDIT_SCHEMES, team=EVERY),
            "backtests": actor.can(Act.BACKTEST, team=EVERY),
            "others": [one for one in others if only_published(request, shop, one.said.digest)],
        },
    )


@page(Act.SEE_SCHEMES)
def cost(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """What the version would cost for the latest whole month, and the periods that it paid."""
    version = _version(request, shop, digest)
    request.actor.check(Act.SEE_PAY, team=EVERY)
    shown: dict[str, object] = {"periods": schemes.periods_paid(shop, digest)}
    try:
        period, people, fen = schemes_preview.cost(shop, schemes.read(version.said.source))
        shown |= {
            "period": str(period),
            "people": people,
            "fen": fen,
            "each": fen // people if people else None,
        }
    except TwoFourError as error:
        shown["message"] = error.message
    return render(request, "web/schemes/_cost.html", shown)


@require_POST
@page(Act.APPROVE_SCHEMES)
def publish(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """Show it to those whom it pays."""
    publish_scheme(actor=request.actor, digest=digest)
    messages.success(
        request, say(Text("已发布，适用的人会收到“请确认”", "Published; those it pays are asked to confirm"))
    )
    return redirect("schemes-version", shop=shop, digest=digest)


@require_POST
@page(Act.ACKNOWLEDGE)
def acknowledge(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """One has read it."""
    acknowledge_scheme(actor=request.actor, digest=digest)
    messages.success(request, say(Text("已确认，谢谢", "Confirmed, thank you")))
    return redirect("schemes-version", shop=shop, digest=digest)


@require_POST
@page(Act.EDIT_SCHEMES)
def begin_next(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """A draft of the next version, from the first of a month on."""
    version = _version(request, shop, digest)
    text = schemes.next_version(version, schemes.today(shop))
    draft = start_draft(actor=request.actor, text=text)
    messages.success(request, say(Text("已按这一版建好下一版草稿", "A draft of the next version is ready")))
    return redirect("schemes-edit", shop=shop, draft=draft.pk)


def _version(request: ShopRequest, shop: str, digest: str) -> schemes.Version:
    version = schemes.version(shop, digest)
    if version is None or not only_published(request, shop, digest):
        raise Http404
    return version
