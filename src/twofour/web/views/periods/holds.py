"""Holding a part of a line back, and releasing what waits: in a draft period, with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.money import format_fen
from twofour.text import Text
from twofour.web.actions import holds as actions
from twofour.web.bridge import periods
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods import Book, Hold, PeriodBook, check_draft
from twofour.web.forms.holds import HoldForm
from twofour.web.forms.periods import WordsForm
from twofour.web.permissions import Act, Actor
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import period_of
from twofour.web.words import say

_WHY = Text("为什么释放", "Why release it")


@page(Act.PREPARE_PERIOD)
def holds(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """The form; nothing is written."""
    return _shown(request, period_of(request.actor, period), None)


@require_POST
@page(Act.PREPARE_PERIOD)
def hold(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """Hold a part of a line back."""
    found = period_of(request.actor, period)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    said = form.cleaned_data
    made = actions.hold_pay(
        actor=request.actor,
        key=period,
        line=said["line"],
        until=said["until"],
        why=said["reason"],
        fen=said["fen"],
        share=said["share"],
        members=said["members"],
    )
    total, count = format_fen(sum(one.fen for one in made)), len(made)
    messages.success(
        request, say(Text(f"已暂扣 {count} 笔，合计 {total} 元", f"{count} holds, {total} yuan in all"))
    )
    return redirect("periods-show", shop=shop, period=period)


@require_POST
@page(Act.PREPARE_PERIOD)
def release(request: ShopRequest, shop: str, period: str, name: str) -> HttpResponse:
    """Pay a hold out in this period."""
    period_of(request.actor, period)
    if name not in periods.book(shop).holds:
        raise Http404
    form = WordsForm(request.POST, label=_WHY)
    if form.is_valid():
        done = actions.release_hold(
            actor=request.actor, name=name, into=period, why=form.cleaned_data["words"]
        )
        yuan = format_fen(done.fen)
        messages.success(
            request,
            say(Text(f"{name} 已释放 {yuan} 元，随 {period} 发放", f"{name}: {yuan} yuan go with {period}")),
        )
    else:
        messages.error(request, say(Text("请写明为什么释放", "Say why it is released")))
    return redirect("periods-show", shop=shop, period=period)


def of_period(actor: Actor, period: PeriodBook, seen: set[str]) -> dict[str, Any]:
    """What the period's page needs: holds made and paid out in it, those that wait and may be released."""
    book, writes = periods.book(actor.shop_id), period.state == "draft" and actor.can(Act.PREPARE_PERIOD)
    waiting = [
        one
        for one in book.holds.values()
        if one.released_in is None and book.period(one.period).period <= period.period
    ]
    made = [(-1, one) for one in book.holds_in(period.key)]
    paid = [(1, one) for one in book.released_into(period.key)]
    return {
        "holds": [_row(book, one, sign) for sign, one in (*made, *paid) if one.member in seen],
        "waiting": [
            {**_row(book, one, 1), "due": one.until <= period.period.last}
            for one in waiting
            if writes  # which is a right over the whole shop
        ],
        "may_hold": writes and bool(period.runs),
        "release_form": WordsForm(label=_WHY, auto_id=False),
    }


def _row(book: Book, hold: Hold, sign: int) -> dict[str, Any]:
    line = book.period(hold.period).line(hold.member, hold.line)
    return {
        "hold": hold,
        "name": book.name(hold.member),
        "title": line.title if line else Text(hold.line, hold.line),
        "fen": sign * hold.fen,
    }


def _form(period: PeriodBook, data: QueryDict | None = None) -> HoldForm:
    """Lines on which anybody has anything, and everybody whom a run of the period pays."""
    people = sorted(period.people, key=lambda one: (one.team or "", one.name))
    lines = {line.line: line.title for one in people for line in one.lines if line.fen > 0}
    return HoldForm(
        data,
        lines=lines,
        people=[(one.member, one.name) for one in people],
        first=period.period.stop,
    )


def _shown(request: ShopRequest, period: PeriodBook, form: HoldForm | None) -> HttpResponse:
    check_draft(period)
    return render(
        request,
        "web/periods/holds.html",
        {"period": period, "title": period_words(period.period), "form": form or _form(period)},
        status=200 if form is None else 422,
    )
