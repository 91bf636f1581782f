"""The check-up of a period's data: counts for the period's page, and every finding with its remedy."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render

from twofour.web.bridge import periods_doctor
from twofour.web.bridge.pay_words import period_words
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import period_of


@page(Act.SEE_PERIODS)
def doctor(request: ShopRequest, shop: str, period: str) -> HttpResponse:
    """The page; for HTMX only the summary that stands on the period's own page."""
    found = period_of(request.actor, period)
    findings = periods_doctor.findings(shop, found.period)
    counts = Counter(one.severity for one in findings)
    name = "web/periods/_doctor.html" if request.htmx else "web/periods/doctor.html"  # type: ignore[attr-defined]
    return render(
        request,
        name,
        {
            "period": found,
            "title": period_words(found.period),
            "findings": findings,
            "counts": [(severity, counts[severity]) for severity in periods_doctor.SEVERITIES],
            "sound": not counts["error"] and not counts["warning"],
        },
    )
