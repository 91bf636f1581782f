"""Files of a period: the payroll, and each member's frozen statement."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from twofour.web.bridge import periods
from twofour.web.bridge.sheets import download
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import check_statement, period_of

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


@page(Act.EXPORT_PAYROLL)
def payroll(request: ShopRequest, shop: str, period: str, form: str) -> HttpResponse:
    """Everybody's money of a period, for payroll software."""
    request.actor.check(Act.EXPORT_PAYROLL, team=EVERY)
    period_of(request.actor, period)
    if form not in ("csv", "xlsx"):
        raise Http404
    return download(f"payroll-{period}.{form}", periods.payroll(shop, period, form), _KINDS[form])


@page(Act.SEE_PAY)
def statement_file(request: ShopRequest, shop: str, period: str, member: str, form: str) -> HttpResponse:
    """A member's statement as it was frozen."""
    found = period_of(request.actor, period)
    check_statement(request.actor, found, member)
    slip = periods.slip(found, member)
    if slip is None or form not in ("html", "xlsx"):
        raise Http404
    name = f"{period}-{periods.file_stem(member)}.{form}"
    return download(name, periods.statement(slip, form), _KINDS[form])
