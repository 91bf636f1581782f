"""Questions that leads ask about a line of a draft period, and their answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import periods
from twofour.web.models import LineQuestion
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor


def ask_line(*, actor: Actor, key: str, member: str, line: str, question: str) -> LineQuestion:
    """Ask about a line while the period is not locked."""
    period = periods.book(actor.shop_id).period(key)
    earned = next((one for one in period.people if one.member == member), None)
    actor.check(Act.ASK_LINE, team=earned.team if earned else None, member=member)
    if period.line(member, line) is None:
        raise Refused(Text("没有这一行", "there is no such line"))
    if period.settled is not None:
        raise Refused(
            Text(
                "已经锁定，不能再提问；本人可以申诉",
                "it is locked and takes no questions; the member may appeal",
            )
        )
    with transaction.atomic():
        asked = LineQuestion.objects.create(
            shop_id=actor.shop_id, period=key, member_id=member, line=line, question=question,
            asked_by=actor.account,
        )  # fmt: skip
        record(
            actor.account,
            "ask_line",
            f"{key} {member} {line}",
            shop_id=actor.shop_id,
            after={"question": question},
        )
    return asked


def answer_line(*, actor: Actor, question: LineQuestion, answer: str) -> None:
    """Answer a question that is still open."""
    actor.check(Act.ANSWER_LINE, team=EVERY)
    with transaction.atomic():
        done = LineQuestion.objects.filter(pk=question.pk, answered_at=None).update(
            answer=answer, answered_by=actor.account, answered_at=timezone.now()
        )
        if not done:
            raise Refused(Text("已经有人回答了", "somebody has answered it already"))
        record(
            actor.account,
            "answer_line",
            f"{question.period} {question.member_id} {question.line}",
            shop_id=actor.shop_id,
            before={"question": question.question},
            after={"answer": answer},
        )
