"""What answers while somebody types: findings beside the lines, everybody's score and pay, one payslip."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from twofour.explain.render_html import html_tree
from twofour.money import format_fen
from twofour.problems import SchemeError, TwoFourError
from twofour.web import words
from twofour.web.bridge import schemes, schemes_lint, schemes_preview
from twofour.web.forms.schemes import DraftForm
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page


@require_POST
@page(Act.EDIT_SCHEMES)
def preview(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Everybody's score and pay for the latest whole month under what is typed."""
    _may(request, shop, draft)
    shown = {"draft_id": draft, **_previewed(shop, DraftForm(request.POST).written)}
    return render(request, "web/schemes/_preview.html", shown)


@require_POST
@page(Act.EDIT_SCHEMES)
def findings(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """What the linter says of what is typed."""
    _may(request, shop, draft)
    found = schemes_lint.findings(shop, DraftForm(request.POST).written)
    return render(request, "web/schemes/_findings.html", {"findings": found})


@require_POST
@page(Act.EDIT_SCHEMES)
def payslip(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """One member's score and lines under what is typed, each with its reasons."""
    _may(request, shop, draft)
    scheme = schemes.read(DraftForm(request.POST).written)
    found = schemes_preview.payslip(shop, scheme, request.POST.get("member", ""))
    if found is None:
        raise Http404
    period, slip = found
    lang = words.lang()
    card = slip.scorecard
    return render(
        request,
        "web/schemes/_payslip.html",
        {
            "period": str(period),
            "slip": slip,
            "score": (card.node, html_tree(card.node, lang)) if scheme.items else None,
            "lines": [(line, html_tree(line.node, lang)) for line in slip.lines],
        },
    )


def checked(shop: str, text: str) -> dict[str, object]:
    """Findings and preview at once, for browsers without scripts."""
    return {"findings": schemes_lint.findings(shop, text), "checked": True, **_previewed(shop, text)}


class Shown(NamedTuple):
    """A row of the preview, in words: hundreds of rows must be written within milliseconds. ``then`` and
    ``score_then`` are empty where nothing changes.
    """

    member_id: str
    name: str
    change: str
    kind: str
    then: str
    now: str
    score_then: str
    score: str
    opens: bool


def _previewed(shop: str, text: str) -> dict[str, object]:
    try:
        found = schemes_preview.preview(shop, schemes.read(text))
    except SchemeError as error:
        return {"mistake": schemes.mistake_of(error)}
    except TwoFourError as error:
        return {"message": error.message}
    return {"found": found, "rows": table_of(found)}


def table_of(found: schemes_preview.Preview) -> list[Shown]:
    """Everybody, whose pay changes most first."""
    rows = sorted(found.rows, key=lambda row: (-abs(row.difference or 0), row.member_id))
    return [_shown(row) for row in rows]


def _shown(row: schemes_preview.Row) -> Shown:
    change = row.difference
    now, score = "–" if row.now is None else format_fen(row.now.fen), _score(row.now)
    then, score_then = "–" if row.then is None else format_fen(row.then.fen), _score(row.then)
    return Shown(
        row.member_id,
        row.name,
        "–" if change is None else f"{'+' if change > 0 else ''}{format_fen(change)}",
        "good" if (change or 0) > 0 else "bad" if (change or 0) < 0 else "",
        "" if then == now else then,
        now,
        "" if score_then == score else score_then,
        score,
        row.now is not None,
    )


def _score(paid: schemes_preview.Paid | None) -> str:
    return "–" if paid is None or paid.score is None else schemes_preview.points(paid.score)


def _may(request: ShopRequest, shop: str, draft: int) -> None:
    # It shows what everybody is paid.
    request.actor.check(Act.SEE_PAY, team=EVERY)
    if kept.draft(shop, draft) is None:
        raise Http404
