"""One line of a statement: its tree, the same line a month before, questions about it, appeals against it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from twofour.text import Text
from twofour.web.actions import periods_questions as actions
from twofour.web.bridge import pay_words, periods, periods_later
from twofour.web.bridge.pay_words import period_words
from twofour.web.forms.periods import WordsForm
from twofour.web.models import LineQuestion
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act
from twofour.web.queries import appeals
from twofour.web.queries import periods as queries
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.periods.found import check_statement, period_of
from twofour.web.views.periods.lines import Trees
from twofour.web.words import say

_QUESTION, _ANSWER = Text("你的疑问", "Your question"), Text("回答", "Answer")


@page(Act.SEE_PAY)
def line(request: ShopRequest, shop: str, period: str, member: str, line: str) -> HttpResponse:
    """The whole page."""
    actor = request.actor
    found = period_of(actor, period)
    check_statement(actor, found, member)
    slip, earned = periods.slip(found, member), found.line(member, line)
    if slip is None or earned is None:
        raise Http404
    team = slip.payslip.member.team
    node = next(one.node for one in slip.payslip.lines if one.id == line)
    last = queries.before(shop, found)
    questions = LineQuestion.objects.filter(shop_id=shop, period=period, member_id=member, line=line)
    sees_period = actor.can(Act.SEE_PERIODS, team=team)
    return render(
        request,
        "web/periods/line.html",
        {
            "period": found,
            "title": period_words(found.period),
            "member": member,
            "name": slip.payslip.member.name,
            "line": earned,
            "sentence": pay_words.line_formula(node),
            "tree": Trees(actor, period, {member: team}, open_levels=2, run=slip.attached.run).tree(node),
            "newer": periods_later.is_newer(slip),
            "before": last and last.line(member, line),
            "last": last and period_words(last.period),
            "questions": questions.select_related("asked_by", "answered_by") if sees_period else (),
            "may_ask": found.settled is None and actor.can(Act.ASK_LINE, team=team, member=member),
            "may_answer": actor.can(Act.ANSWER_LINE, team=EVERY),
            "ask_form": WordsForm(label=_QUESTION),
            "answer_form": WordsForm(label=_ANSWER, auto_id=False),
            "appeals": appeals.of_line(shop, period, member, line),
            "own": actor.member_id == member,
            "sees_period": sees_period,
        },
    )


@require_POST
@page(Act.ASK_LINE)
def ask(request: ShopRequest, shop: str, period: str, member: str, line: str) -> HttpResponse:
    """Ask about the line."""
    check_statement(request.actor, period_of(request.actor, period), member)
    form = WordsForm(request.POST, label=_QUESTION)
    if form.is_valid():
        actions.ask_line(
            actor=request.actor, key=period, member=member, line=line, question=form.cleaned_data["words"]
        )
        messages.success(request, say(Text("已提问，等财务或主管回答", "Asked; finance or manager answers")))
    else:
        messages.error(request, say(Text("请写下你的疑问", "Write your question")))
    return redirect("periods-line", shop=shop, period=period, member=member, line=line)


@require_POST
@page(Act.ANSWER_LINE)
def answer(request: ShopRequest, shop: str, period: str, question: int) -> HttpResponse:
    """Answer a question of the period."""
    asked = get_object_or_404(LineQuestion, pk=question, shop_id=shop, period=period)
    form = WordsForm(request.POST, label=_ANSWER)
    if form.is_valid():
        actions.answer_line(actor=request.actor, question=asked, answer=form.cleaned_data["words"])
        messages.success(request, say(Text("已回答", "Answered")))
    else:
        messages.error(request, say(Text("请写下回答", "Write the answer")))
    return redirect("periods-show", shop=shop, period=period)
