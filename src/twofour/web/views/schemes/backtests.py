"""Backtests: ask for one, and show what came of it as charts with their tables."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.schemes_backtest import ask_backtest
from twofour.web.bridge import schemes
from twofour.web.forms.schemes import BacktestForm
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.schemes import charts
from twofour.web.views.schemes.listed import only_published


@require_POST
@page(Act.EDIT_SCHEMES)
def ask_for_draft(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Replay a draft as it is saved."""
    found = kept.draft(shop, draft)
    if found is None:
        raise Http404
    return _ask(request, found.text)


@require_POST
@page(Act.BACKTEST)
def ask_for_version(request: ShopRequest, shop: str, digest: str) -> HttpResponse:
    """Replay an approved version."""
    version = schemes.version(shop, digest)
    if version is None or not only_published(request, shop, digest):
        raise Http404
    return _ask(request, version.said.source)


@page(Act.BACKTEST)
def show(request: ShopRequest, shop: str, job: str) -> HttpResponse:
    """What a finished backtest found."""
    request.actor.check(Act.BACKTEST, team=EVERY)
    found = kept.backtest(shop, job)
    if found is None or not isinstance(found.outcome, dict):
        raise Http404
    outcome: dict[str, Any] = texts_of(found.outcome)
    people = sorted(outcome["people"], key=lambda one: (one["difference"] or 0, one["id"]))
    both = [one for one in people if one["difference"] is not None]
    draft = sum(one["draft"] for one in outcome["months"])
    current = sum(one["current"] or 0 for one in outcome["months"]) if outcome["current"] else None
    return render(
        request,
        "web/schemes/backtest.html",
        {
            "job": found,
            "outcome": outcome,
            "months": [
                {**one, "difference": _less(one["draft"], one["current"])} for one in outcome["months"]
            ],
            "people": people,
            "draft": draft,
            "before": current,
            "difference": _less(draft, current),
            "winners": sum(one["difference"] > 0 for one in both),
            "losers": sum(one["difference"] < 0 for one in both),
            "same": sum(one["difference"] == 0 for one in both),
            "cost_chart": charts.costs(outcome),
            "people_chart": charts.people(both) if both else None,
            "cliff_chart": charts.cliffs(outcome["cliffs"]) if outcome["cliffs"] else None,
        },
    )


def texts_of(said: Any) -> Any:
    """JSON with its phrases (lists of two strings) as ``Text`` again."""
    if isinstance(said, dict):
        return {key: texts_of(one) for key, one in said.items()}
    if isinstance(said, list):
        if len(said) == 2 and all(isinstance(one, str) for one in said):
            return Text(*said)
        return [texts_of(one) for one in said]
    return said


def _ask(request: ShopRequest, text: str) -> HttpResponse:
    form = BacktestForm(request.POST)
    if not form.is_valid():
        raise Refused(Text("月数要在 1 到 24 之间", "the number of months lies between 1 and 24"))
    asked = form.cleaned_data
    job = ask_backtest(
        actor=request.actor, text=text, against=asked["against"] or None, months=asked["months"]
    )
    return redirect("job", job=job.pk)


def _less(one: int, other: int | None) -> int | None:
    return None if other is None else one - other
