"""A member's statement: lines that open into their trees, the scorecard, corrections, what it rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from twofour.text import Text
from twofour.web.bridge import pay_words, periods, periods_later
from twofour.web.bridge.pay_words import period_words
from twofour.web.bridge.periods import CAUSES, Book, PeriodBook
from twofour.web.models import LineQuestion
from twofour.web.permissions import Act, Actor
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import check_statement, period_of
from twofour.web.views.periods.lines import Trees


@page(Act.SEE_PAY)
def statement(request: ShopRequest, shop: str, period: str, member: str) -> HttpResponse:
    """The whole page."""
    actor = request.actor
    found, book = period_of(actor, period), periods.book(shop)
    check_statement(actor, found, member)
    row = next(one for one in periods.rows(shop, period) if one.member == member)
    slip = periods.slip(found, member)
    shown: dict[str, Any] = {}
    if slip is not None:
        trees = Trees(actor, period, {member: row.team}, run=slip.attached.run)
        shown = {
            "slip": slip.payslip,
            "lines": trees.lines(slip.payslip),
            "items": trees.items(slip.payslip),
            "duties": trees.duties(slip.payslip),
            "pending": pay_words.pending_of(slip.run, slip.payslip),
            "newer": periods_later.is_newer(slip),
            "rests_on": pay_words.rests_on(slip),
            "score": pay_words.points(slip.payslip.scorecard.score),
            "full": pay_words.points(slip.payslip.scorecard.full),
        }
    return render(
        request,
        "web/periods/statement.html",
        {
            "period": found,
            "title": period_words(found.period),
            "meaning": periods.meaning(found.state),
            "member": member,
            "row": row,
            "parts": _parts(book, found, member),
            "own": actor.member_id == member,
            "sees_period": actor.can(Act.SEE_PERIODS, team=row.team),
            "asked": _asked(actor, period, member),
            **shown,
        },
    )


def _parts(book: Book, period: PeriodBook, member: str) -> list[tuple[Text, int, Text | None]]:
    """What came to the lines and went off them before the money was payable: title, fen, why."""
    found: list[tuple[Text, int, Text | None]] = []
    for one in period.posted:
        said = one.adjustment
        if said.member == member:
            cause = CAUSES[said.cause]
            title = Text(f"调整 {one.of} {said.title.zh}", f"Adjustment, {one.of} {said.title.en}")
            found.append((title, said.fen, Text(f"{cause.zh}：{said.why.zh}", f"{cause.en}: {said.why.en}")))
    row = next(one for one in periods.rows(book.shop_id, period.key) if one.member == member)
    parts = row.settlement
    if parts.carried_in:
        found.append((Text("上期结转", "Carried in"), parts.carried_in, None))
    for hold in book.released_into(period.key):
        if hold.member == member:
            found.append((Text(f"释放 {hold.period} 的暂扣", f"Released from {hold.period}"), hold.fen, None))
    for recovery in parts.recoveries:
        advance = recovery.advance
        found.append((Text(f"扣回预支 {advance}", f"Advance {advance} taken back"), -recovery.fen, None))
    for hold in book.holds_in(period.key):
        if hold.member == member:
            why = Text(f"到 {hold.until}：{hold.reason}", f"until {hold.until}: {hold.reason}")
            found.append((Text("暂扣", "Held"), -hold.fen, why))
    if parts.carried_out:
        found.append((Text("结转下期", "Carried on"), -parts.carried_out, None))
    return found


def _asked(actor: Actor, period: str, member: str) -> dict[str, int]:
    """How many questions stand at each line; a member does not see what was asked about them."""
    if actor.member_id == member and not actor.can(Act.SEE_PERIODS):
        return {}
    found = LineQuestion.objects.filter(shop_id=actor.shop_id, period=period, member_id=member)
    counts: dict[str, int] = {}
    for line in found.values_list("line", flat=True):
        counts[line] = counts.get(line, 0) + 1
    return counts
