"""The verbs of a period's way: run, one step on, one step back, pay, compute a closed one again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from twofour.money import format_fen
from twofour.text import Text
from twofour.web.actions import periods as actions
from twofour.web.bridge import periods
from twofour.web.bridge.periods import State
from twofour.web.forms.periods import PayForm, WordsForm
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import period_of
from twofour.web.words import say

_STATES: dict[str, State] = {"reviewed": "reviewed", "approved": "approved", "locked": "locked"}


@require_POST
@page(Act.PREPARE_PERIOD)
def run(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """Ask for a draft run and show how far it is."""
    period_of(request.actor, period)
    return redirect("job", job=actions.ask_run(actor=request.actor, key=period).pk)


@require_POST
@page(Act.SEE_PERIODS)
def move(request: ShopRequest, shop: str, period: str, to: str) -> HttpResponse:
    """Review, approve or lock."""
    period_of(request.actor, period)
    if to not in _STATES:
        raise Http404
    actions.move(actor=request.actor, key=period, to=_STATES[to], seen=request.POST.get("head", ""))
    title = periods.meaning(_STATES[to]).title
    messages.success(request, say(Text(f"{period} {title.zh}", f"{period} is {title.en}")))
    return redirect("periods-show", shop=shop, period=period)


@require_POST
@page(Act.PREPARE_PERIOD)
def back(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """One step back, with a reason."""
    period_of(request.actor, period)
    form = WordsForm(request.POST, label=Text("为什么退回", "Why step back"))
    if form.is_valid():
        actions.step_back(actor=request.actor, key=period, why=form.cleaned_data["words"])
        messages.success(request, say(Text("已退回一步", "One step back")))
    else:
        messages.error(request, say(Text("请写明为什么退回", "Say why")))
    return redirect("periods-show", shop=shop, period=period)


@require_POST
@page(Act.PAY_PERIOD)
def pay(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """Record that it was paid."""
    period_of(request.actor, period)
    rows = periods.rows(shop, period)
    form = PayForm(request.POST, unpaid=[(row.member, row.name) for row in rows])
    if form.is_valid():
        said = form.cleaned_data
        fen = actions.pay(
            actor=request.actor, key=period, reference=said["reference"], members=said["members"]
        )
        amount = format_fen(fen)
        messages.success(request, say(Text(f"已登记发放 {amount} 元", f"{amount} yuan recorded as paid")))
    else:
        messages.error(request, say(Text("请填转账凭证号", "Fill in the transfer's reference")))
    return redirect("periods-show", shop=shop, period=period)


@require_POST
@page(Act.PREPARE_PERIOD)
def recompute(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """Compute a closed period again; what differs is posted in a draft one."""
    period_of(request.actor, period)
    into = request.POST.get("into", "")
    period_of(request.actor, into)
    return redirect("job", job=actions.ask_recompute(actor=request.actor, key=period, into=into).pk)
