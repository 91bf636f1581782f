"""One period: its way in steps, totals, what moved, everybody's money, corrections of closed months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cachetools import LRUCache
from django.http import HttpResponse
from django.shortcuts import render

from twofour.text import Text
from twofour.web.bridge import figures, periods, periods_schemes
from twofour.web.bridge.kept import Same, kept
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods import CAUSES, Book, PeriodBook
from twofour.web.forms.periods import PayForm, WordsForm
from twofour.web.models import LineQuestion
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor
from twofour.web.queries import appeals, periods_steps
from twofour.web.queries import periods as queries
from twofour.web.queries.accounts import stand_in
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods import holds
from twofour.web.views.periods.found import period_of
from twofour.web.views.periods.lines import address

_SUMS = ("earned", "adjusted", "held", "payable", "paid")
_WHY = Text("为什么退回", "Why step back")


@page(Act.SEE_PERIODS)
def show(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """The whole page."""
    actor = request.actor
    found, book = period_of(actor, period), periods.book(shop)
    last = queries.before(shop, found)
    rows = queries.rows(actor, found)
    questions = _questions(actor, found, {row.member for row in rows})
    waiting = sum(1 for one in questions if one.answered_at is None)
    steps = periods_steps.steps(
        actor,
        found,
        periods_steps.Facts(figures.latest_day(shop), waiting, len(questions)),
    )
    now = periods_steps.now(steps)
    sort = request.GET.get("sort", "")
    return render(
        request,
        "web/periods/show.html",
        {
            "period": found,
            "title": period_words(found.period),
            "meaning": periods.meaning(found.state),
            "steps": steps,
            "now": now,
            "stand_in": stand_in(shop, now.act, found.authors) if now and not now.may else None,
            "head": book.head,
            "by_name": rows,
            "rows": queries.ordered(rows, sort),
            "sort": sort,
            "columns": _columns(Same(rows), last is not None),
            "totals": {name: sum(row.sums[name] for row in rows) for name in _SUMS},
            "teams": queries.teams(rows, found, last),
            "moved": queries.moved(rows, found, last),
            "last": last and period_words(last.period),
            "questions": questions,
            "open_questions": waiting,
            "may_answer": actor.can(Act.ANSWER_LINE, team=EVERY),
            "may_back": found.state in ("reviewed", "approved") and actor.can(Act.PREPARE_PERIOD, team=EVERY),
            "may_export": actor.can(Act.EXPORT_PAYROLL, team=EVERY),
            "may_prepare": actor.can(Act.PREPARE_PERIOD, team=EVERY),
            "back_form": WordsForm(label=_WHY),
            "answer_form": WordsForm(label=Text("回答", "Answer"), auto_id=False),
            "pay_form": PayForm(unpaid=[]),
            "posted": _posted(book, found, rows),
            **holds.of_period(actor, found, {row.member for row in rows}),
            "into": appeals.into(shop, period) if found.settled is not None else (),
            "history": [
                {"title": periods.meaning(one.state).title, "by": one.by, "at": one.at, "reason": one.reason}
                for one in reversed(found.steps)
            ],
            "imports_url": address("imports", {"shop": shop}) if actor.can(Act.SEE_IMPORTS) else None,
            "schemes_url": address("schemes", {"shop": shop}),
            **_schemes(shop, found),
        },
    )


def _questions(actor: Actor, period: PeriodBook, seen: set[str]) -> list[LineQuestion]:
    """The period's questions about people whom the actor sees, open ones first."""
    found = LineQuestion.objects.filter(shop_id=actor.shop_id, period=period.key).select_related(
        "asked_by", "answered_by"
    )
    book = periods.book(actor.shop_id)
    mine = [one for one in found if one.member_id in seen]
    for one in mine:
        line = period.line(one.member_id, one.line)
        one.name = book.name(one.member_id)  # type: ignore[attr-defined]
        one.title = line.title if line else Text(one.line, one.line)  # type: ignore[attr-defined]
    return sorted(mine, key=lambda one: one.answered_at is not None)


@kept(LRUCache(32))
def _columns(found: Same, changes: bool) -> dict[str, bool]:
    """Which columns of the table anybody has anything in."""
    rows: Sequence[queries.Row] = found.held
    return {
        "score": any(row.score is not None for row in rows),
        "adjusted": any(row.sums["adjusted"] for row in rows),
        "held": any(row.held for row in rows),
        "paid": any(row.balance.paid for row in rows),
        "change": changes,
        "questions": any(row.questions for row in rows),
    }


def _posted(book: Book, period: PeriodBook, rows: Sequence[queries.Row]) -> list[dict[str, Any]]:
    seen = {row.member for row in rows}
    return [
        {
            "said": one.adjustment,
            "of": one.of,
            "name": book.name(one.adjustment.member),
            "cause": CAUSES[one.adjustment.cause],
            "appeal": one.origin if one.origin in book.appeals else None,
        }
        for one in period.posted
        if one.adjustment.member in seen
    ]


def _schemes(shop: str, period: PeriodBook) -> dict[str, Any]:
    """What a draft run would take, and whether the one there is behind the data."""
    if period.state != "draft":
        return {}
    return {
        "in_force": periods_schemes.in_force(shop, period.period),
        "left_out": periods_schemes.unpaid(shop, period.period),
        "stale": periods_steps.stale(period),
    }
