"""Objecting to a line of one's own statement."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from twofour.money import format_fen, yuan_of
from twofour.text import Text
from twofour.web.actions import appeals as actions
from twofour.web.bridge import pay_words, periods
from twofour.web.forms.appeals import AppealForm
from twofour.web.permissions import Act
from twofour.web.queries import appeals
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import check_statement, period_of
from twofour.web.views.periods.lines import Trees
from twofour.web.words import say


@page(Act.FILE_APPEAL)
def file(request: ShopRequest, shop: str, period: str, member: str, line: str) -> HttpResponse:
    """The form beside the line that it is about; sent, it becomes an appeal."""
    actor = request.actor
    actor.check(Act.FILE_APPEAL, member=member)
    found = period_of(actor, period)
    check_statement(actor, found, member)
    slip, earned = periods.slip(found, member), found.line(member, line)
    if slip is None or earned is None:
        raise Http404
    today, due = appeals.today(shop), appeals.due_day(shop)
    first = {"proposed": f"{yuan_of(earned.fen)}", "due": due}
    form = AppealForm(request.POST or None, initial=first, today=today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        name = actions.file_appeal(
            actor=actor,
            key=period,
            member=member,
            line=line,
            fen=said["proposed"] - earned.fen,
            evidence=said["evidence"],
            due=said["due"],
            order=said["order"],
        )
        day = said["due"]
        messages.success(
            request, say(Text(f"已提交 {name}，{day} 前答复", f"{name} is filed; decided by {day}"))
        )
        return redirect("appeals-show", shop=shop, name=name)
    node = next(one.node for one in slip.payslip.lines if one.id == line)
    return render(
        request,
        "web/appeals/file.html",
        {
            "form": form,
            "period": found,
            "member": member,
            "line": earned,
            "amount": format_fen(earned.fen),
            "sentence": pay_words.line_formula(node),
            "tree": Trees(actor, period, {member: slip.payslip.member.team}, run=slip.attached.run).tree(
                node
            ),
            "earlier": appeals.of_line(shop, period, member, line),
        },
    )
