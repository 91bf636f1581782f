"""A member's own page: score and pay so far, what one more step earns, the days, what waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from twofour.period import Period, month_of
from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.bridge import figures, lake, me, pay_now, pay_words, reports
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods_schemes import scheme_of
from twofour.web.permissions import Act, Actor
from twofour.web.queries import me as queries
from twofour.web.queries.schemes import unacknowledged
from twofour.web.queries.sharing import shared
from twofour.web.views.me.charts import day_chart
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.lines import Trees, address
from twofour.web.words import lang


@page(Act.SEE_OWN)
def index(request: ShopRequest, shop: str) -> HttpResponse:
    """The whole page."""
    actor, day = request.actor, figures.latest_day(shop)
    member = actor.member_id
    if member is None or day is None:
        return _nobody(request, shop, {"bound": member is not None})
    month = month_of(day)
    person = next((one for one in lake.people(shop, month) if one.member_id == member), None)
    if person is None:
        return _nobody(request, shop, {"bound": True, "member": member})
    shown: dict[str, Any] = {}
    trouble: Text | None = None
    try:
        now = pay_now.now(shop, member)
    except TwoFourError as error:
        # A scheme that begins in mid-month, a judged item not yet entered: the rest of the page still helps.
        now, trouble = None, error.message
    if now is not None:
        shown = _pay(actor, now, month, day)
    return render(
        request,
        "web/me/index.html",
        {
            "person": person,
            "month": period_words(month),
            "latest": day,
            "trouble": trouble,
            "statements": queries.statements(shop, member),
            "appeals": queries.own_appeals(shop, member),
            "unread": [
                (one, address("schemes-version", {"shop": shop, "digest": one.said.digest}))
                for one in unacknowledged(shop, member)
            ],
            "schemes_url": address("schemes", {"shop": shop}),
            "shared": _shared(shop, person, month),
            "reported": reports.shown(
                reports.source_of(shop, now and scheme_of(now.version).measures_from), shop
            ),
            "no_chats": reports.source_of(shop) is not None,
            **shown,
        },
    )


def _nobody(request: ShopRequest, shop: str, why: dict[str, Any]) -> HttpResponse:
    """Why there is no month to show; what was locked before is still theirs to read."""
    member = request.actor.member_id
    found = queries.statements(shop, member) if member else []
    return render(request, "web/me/nobody.html", {**why, "statements": found})


def _pay(actor: Actor, now: pay_now.Now, month: Period, day: date) -> dict[str, Any]:
    """Score, lines, next steps, and the metrics that the scheme judges, day by day."""
    slip = now.payslip
    scheme = scheme_of(now.version)
    trees = Trees(actor, str(month), {slip.member.member_id: slip.member.team}, scheme=scheme.digest)
    book, days = figures.book(), Period(month.start, day + timedelta(days=1))
    charts = []
    for judged in me.judged(slip, day):
        if judged.metric not in book:
            continue
        found = me.trend(actor.shop_id, judged, month, scheme)
        if found.days:
            charts.append(day_chart(judged, found.title, found.days, days))
    return {
        "slip": slip,
        "scheme": now.version.said,
        "lines": trees.lines(slip),
        "items": trees.items(slip),
        "duties": trees.duties(slip),
        "score": pay_words.points(slip.scorecard.score),
        "full": pay_words.points(slip.scorecard.full),
        "steps": slip.steps,
        "pending": pay_words.pending_of(now.run, slip),
        "all_else_equal": pay_words.ALL_ELSE_EQUAL,
        "charts": charts,
    }


def _shared(shop: str, person: me.Member, month: Period) -> list[dict[str, Any]]:
    """The team's people and the figures that it agreed to show; never pay."""
    metrics = sorted(shared(shop, person.team))
    if not metrics:
        return []
    team = [one for one in lake.people(shop, month) if one.team == person.team]
    found = me.shared(shop, [one.member_id for one in team], metrics, month)
    return [
        {
            "name": one.name,
            "self": one.member_id == person.member_id,
            "figures": [(title, quantity.show(lang())) for title, quantity in found[one.member_id]],
        }
        for one in team
    ]
