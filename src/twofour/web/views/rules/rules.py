"""Counting rules: what the shop goes by, in words; a change shows first what it would move."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from twofour.period import Period, last_whole_month
from twofour.text import Text
from twofour.web.actions.rules import change_rules
from twofour.web.bridge import figures, reports, rules
from twofour.web.bridge.rules_effect import effect
from twofour.web.forms.rules import ChangeRulesForm, RulesForm
from twofour.web.permissions import Act
from twofour.web.views.page import page
from twofour.web.words import say


@page(Act.SEE_RULES)
def show(request: HttpRequest, shop: str) -> HttpResponse:
    """Every setting in words, those that differ from the default first."""
    chosen, named = rules.said_of(shop)
    context = {
        "reported": reports.shown(reports.source_of(shop, named), shop),
        "named": named,
        "settings": rules.settings(chosen),
        "document": rules.document_of(shop),
        "presets": rules.presets(),
        "digest": chosen.digest,
    }
    return render(request, "web/rules/show.html", context)


@page(Act.EDIT_RULES)
def edit(request: HttpRequest, shop: str) -> HttpResponse:
    """Write or choose rules, look at what would move, then count by them."""
    saving = request.method == "POST" and "save" in request.POST
    if request.method == "POST":
        form = (ChangeRulesForm if saving else RulesForm)(request.POST)
    else:
        asked = request.GET.get("preset")
        known = {name for name, _ in rules.presets()}
        document = f"preset: {asked}\n" if asked in known else rules.document_of(shop)
        form = RulesForm(initial={"document": document})
    if saving and form.is_valid():
        said = form.cleaned_data
        change_rules(actor=request.actor, document=said["document"], why=said["why"])
        messages.success(
            request, say(Text("口径已改，页面从现在起按它统计", "Pages now count by these rules"))
        )
        return redirect("rules", shop=shop)
    context = {"form": form, "presets": rules.presets(), "period": _month(shop)}
    if form.is_bound and not form.errors.get("document"):
        context.update(_previewed(shop, form.data["document"]))
    return render(request, "web/rules/edit.html", context, status=422 if form.errors else 200)


def _previewed(shop: str, document: str) -> dict[str, object]:
    """What the rules would change: settings, and figures of the latest whole month."""
    after, month = rules.said_in(document), _month(shop)
    before, source = figures.ways(shop)
    then = reports.source_of(shop, after.measures_from)
    return {
        "changed": rules.changed(before, after.counting),
        "sources": None if source == then else [reports.shown(one, shop) for one in (source, then)],
        "moved": effect(shop, month, after) if month else [],
        "why": ChangeRulesForm()["why"],
        "document": document,
    }


def _month(shop: str) -> Period | None:
    """The latest month that was worked to its end."""
    day = figures.latest_day(shop)
    return None if day is None else last_whole_month(day)
