"""Appeals: filed by whom the line pays, decided by somebody else; each leaves an audit entry."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import periods, periods_writing
from twofour.web.bridge.appeals import Appeal, appeal_of
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor


def file_appeal(
    *, actor: Actor, key: str, member: str, line: str, fen: int, evidence: str, due: date, order: str
) -> str:
    """Object to a line of one's own statement: by how many fen it is wrong, and what shows it."""
    actor.check(Act.FILE_APPEAL, member=member)
    period = periods.book(actor.shop_id).period(key)
    if period.settled is None:
        raise Refused(
            Text(
                f"{key} 还没有锁定，数还会变；锁定后再申诉，现在可以先请组长提问",
                f"{key} is not locked and may still change; appeal once it is, or ask your lead to ask now",
            )
        )
    if fen == 0:
        raise Refused(
            Text("和现在的金额一样，没有可申诉的差额", "that is what the line gives already; nothing differs")
        )
    with transaction.atomic():
        record(
            actor.account,
            "file_appeal",
            f"{key} {member} {line}",
            shop_id=actor.shop_id,
            after={"fen": fen, "due": due.isoformat(), "order": order},
            why=evidence,
        )
        book = periods_writing.appeal(
            actor.shop_id, actor.signature, key, member, line, fen, evidence, due, order or None
        )
    return list(book.appeals)[-1]


def approve_appeal(*, actor: Actor, name: str, into: str, fen: int, reason: str) -> None:
    """Approve: an adjustment of ``fen`` in the draft period ``into``; the computed line stays."""
    found = _checked(actor, name)
    with transaction.atomic():
        record(
            actor.account,
            "approve_appeal",
            name,
            shop_id=actor.shop_id,
            before={"fen": found.said.fen},
            after={"fen": fen, "into": into},
            why=reason,
        )
        periods_writing.approve_appeal(actor.shop_id, actor.signature, name, into, reason, fen)


def reject_appeal(*, actor: Actor, name: str, reason: str) -> None:
    """Reject, with a reason."""
    _checked(actor, name)
    with transaction.atomic():
        record(actor.account, "reject_appeal", name, shop_id=actor.shop_id, why=reason)
        periods_writing.reject_appeal(actor.shop_id, actor.signature, name, reason)


def _checked(actor: Actor, name: str) -> Appeal:
    """The appeal. Refused for whoever filed it or is paid by it."""
    actor.check(Act.DECIDE_APPEAL, team=EVERY)
    found = appeal_of(periods.book(actor.shop_id), name)
    if decides_own(actor, found):
        raise Refused(Text("自己的申诉要由别人处理", "your own appeal has to be decided by somebody else"))
    return found


def decides_own(actor: Actor, appeal: Appeal) -> bool:
    """Whether the actor filed the appeal, or is whom it would pay."""
    return actor.member_id == appeal.said.member or periods_writing.wrote(
        [appeal.by], actor.signature, actor.account.username
    )
