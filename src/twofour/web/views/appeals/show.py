"""One appeal beside the explanation of its line; deciding it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import appeals as actions
from twofour.web.bridge import pay_words, periods
from twofour.web.bridge.appeals import Appeal
from twofour.web.forms.appeals import DecisionForm
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor
from twofour.web.queries import appeals, periods_steps
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.lines import Trees
from twofour.web.words import say


@page(Act.SEE_APPEALS)
def show(request: ShopRequest, shop: str, name: str) -> HttpResponse:
    """The whole page."""
    return _shown(request, shop, _appeal(request.actor, name))


@require_POST
@page(Act.DECIDE_APPEAL)
def decide(request: ShopRequest, shop: str, name: str) -> HttpResponse:
    """Approve with an amount, or reject; with a reason."""
    found = _appeal(request.actor, name)
    form = _form(found, shop, request)
    if not form.is_valid():
        return _shown(request, shop, found, form)
    said = form.cleaned_data
    if said["decision"] == "reject":
        actions.reject_appeal(actor=request.actor, name=name, reason=said["reason"])
        messages.success(request, say(Text(f"{name} 已驳回", f"{name} is rejected")))
        return redirect("appeals-show", shop=shop, name=name)
    actions.approve_appeal(
        actor=request.actor, name=name, into=said["into"], fen=said["amount"], reason=said["reason"]
    )
    into = said["into"]
    messages.success(
        request, say(Text(f"{name} 成立，调整记入 {into}", f"{name} is approved; adjusted in {into}"))
    )
    return redirect("appeals-show", shop=shop, name=name)


def _appeal(actor: Actor, name: str) -> Appeal:
    """The appeal, if it is the actor's to see; whether another's exists is told to nobody."""
    found = periods.book(actor.shop_id).appeals.get(name)
    if found is None or not appeals.may_see(actor, found):
        raise Http404
    return found


def _form(found: Appeal, shop: str, request: ShopRequest | None = None) -> DecisionForm:
    data = request.POST if request is not None else None
    return DecisionForm(data, into=appeals.into(shop, found.said.period), fen=found.said.fen)


def _shown(request: ShopRequest, shop: str, found: Appeal, form: DecisionForm | None = None) -> HttpResponse:
    actor, said = request.actor, found.said
    period = periods.book(shop).period(said.period)
    slip = periods.slip(period, said.member)
    line = slip and next((one for one in slip.payslip.lines if one.id == said.line), None)
    team = slip.payslip.member.team if slip else None
    run = slip.attached.run if slip else None
    into = appeals.into(shop, said.period)
    return render(
        request,
        "web/appeals/show.html",
        {
            "row": appeals.row(shop, found, appeals.today(shop)),
            "appeal": found,
            "period": period,
            "sentence": line and pay_words.line_formula(line.node),
            "tree": line
            and Trees(actor, said.period, {said.member: team}, open_levels=2, run=run).tree(line.node),
            "sees_statement": actor.can(Act.SEE_PAY, team=team, member=said.member),
            "may_decide": found.decided is None
            and actor.can(Act.DECIDE_APPEAL, team=EVERY)
            and not actions.decides_own(actor, found),
            "deciders": periods_steps.roles(Act.DECIDE_APPEAL),
            "into": into,
            "form": form or _form(found, shop),
            "next_period": periods.next_period(shop),
        },
        status=200 if form is None else 422,
    )
