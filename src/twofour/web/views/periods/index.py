"""All periods: state, what it means, what comes next; and opening the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import periods as actions
from twofour.web.bridge import figures, periods
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods import PeriodBook
from twofour.web.forms.periods import OpenForm
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor
from twofour.web.queries import periods as queries
from twofour.web.queries import periods_steps
from twofour.web.views.page import ShopRequest, page
from twofour.web.words import say


@page(Act.SEE_PERIODS)
def index(request: ShopRequest, shop: str) -> HttpResponse:
    """Latest first."""
    actor = request.actor
    latest = figures.latest_day(shop)
    facts = periods_steps.Facts(latest, 0, 0)
    found = [_shown(actor, one, facts) for one in reversed(periods.book(shop).in_order)]
    coming = periods.next_period(shop)
    return render(
        request,
        "web/periods/index.html",
        {
            "periods": found,
            "coming": coming,
            "coming_title": coming and period_words(coming),
            "may_open": actor.can(Act.PREPARE_PERIOD, team=EVERY),
            "openers": periods_steps.roles(Act.PREPARE_PERIOD),
            "latest": latest,
            "form": OpenForm(initial={"period": str(coming)}),
        },
    )


@require_POST
@page(Act.PREPARE_PERIOD)
def open_period(request: ShopRequest, shop: str) -> HttpResponse:
    """Begin a period."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["period"]))
        return redirect("periods", shop=shop)
    key = actions.open_period(actor=request.actor, key=form.cleaned_data["period"])
    messages.success(request, say(Text(f"{key} 已开账，是草稿", f"{key} is open as a draft")))
    return redirect("periods-show", shop=shop, period=key)


def _shown(actor: Actor, period: PeriodBook, facts: periods_steps.Facts) -> dict[str, Any]:
    rows = queries.money(actor, period)
    return {
        "key": period.key,
        "title": period_words(period.period),
        "state": period.state,
        "meaning": periods.meaning(period.state),
        "next": periods_steps.now(periods_steps.steps(actor, period, facts)),
        "people": len(rows),
        "payable": sum(row.settlement.payable for row in rows),
        "paid": sum(row.paid for row in rows),
    }
