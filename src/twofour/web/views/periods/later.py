"""A statement beside what the newest data would pay: both amounts, the figures that moved, what was done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from twofour.web.bridge import periods, periods_later
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods import Slip
from twofour.web.bridge.periods_later import LineDifference
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import check_statement, period_of
from twofour.web.views.periods.lines import Trees


@page(Act.SEE_PAY)
def later(request: ShopRequest, shop: str, period: str, member: str) -> HttpResponse:
    """The page, for one line with ``?line=``; for HTMX only the part that stands on the statement's page."""
    actor = request.actor
    found = period_of(actor, period)
    check_statement(actor, found, member)
    slip = periods.slip(found, member)
    if slip is None:
        raise Http404
    line = request.GET.get("line")
    newer = periods_later.later(shop, slip) if periods_later.is_newer(slip) else None
    trees = Trees(actor, period, {member: slip.payslip.member.team}, run=slip.attached.run)
    chosen = [one for one in newer.lines if line in (None, one.line.id)] if newer else []
    name = "web/periods/_later.html" if request.htmx else "web/periods/later.html"  # type: ignore[attr-defined]
    return render(
        request,
        name,
        {
            "period": found,
            "title": period_words(found.period),
            "member": member,
            "name": slip.payslip.member.name,
            "newer": newer,
            "lines": [_shown(shop, period, slip, one, trees) for one in chosen],
            "sees_period": actor.can(Act.SEE_PERIODS, team=slip.payslip.member.team),
            "may_prepare": found.settled is not None and actor.can(Act.PREPARE_PERIOD, team=EVERY),
        },
    )


def _shown(shop: str, key: str, slip: Slip, one: LineDifference, trees: Trees) -> dict[str, Any]:
    done = periods_later.posted(shop, key, slip.payslip.member.member_id, one.line.id)
    return {
        "title": one.line.title,
        "before": one.before.fen if one.before else 0,
        "after": one.after.fen if one.after else 0,
        "fen": one.fen,
        "figures": [
            {
                "label": figure.label,
                "before": figure.before,
                "after": figure.after,
                "then_url": trees.evidence(figure.source),
                "now_url": trees.evidence(figure.source, now="1"),
            }
            for figure in one.changed
        ],
        "posted": [{"into": into, "fen": made.adjustment.fen} for into, made in done],
    }
