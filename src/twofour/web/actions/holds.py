"""Money that waits: a part of a line held back, and a hold that ends; each with reason and audit entry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from twofour.money import format_fen
from twofour.problems import UsageError
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import periods, periods_writing
from twofour.web.bridge.periods import Hold
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor


def hold_pay(
    *,
    actor: Actor,
    key: str,
    line: str,
    until: date,
    why: str,
    fen: int | None = None,
    share: Decimal | None = None,
    members: list[str],
) -> list[Hold]:
    """Hold ``fen`` of a line of a draft period, or ``share`` of it, until a day; gives the new holds."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    _check_reason(why)
    known = set(periods.book(actor.shop_id).holds)
    with transaction.atomic():
        record(
            actor.account,
            "hold_pay",
            key,
            shop_id=actor.shop_id,
            after={
                "line": line,
                "yuan": None if fen is None else format_fen(fen),
                "share": None if share is None else f"{share:f}",
                "until": until.isoformat(),
                "members": members,
            },
            why=why,
        )
        book = periods_writing.hold(
            actor.shop_id, actor.signature, key, line, until, why, fen=fen, share=share, members=members
        )
    return [one for name, one in book.holds.items() if name not in known]


def release_hold(*, actor: Actor, name: str, into: str, why: str) -> Hold:
    """Pay a hold out in a draft period; gives the hold."""
    actor.check(Act.PREPARE_PERIOD, team=EVERY)
    _check_reason(why)
    found = periods.book(actor.shop_id).holds.get(name)
    with transaction.atomic():
        record(
            actor.account,
            "release_hold",
            name,
            shop_id=actor.shop_id,
            before=found and {"period": found.period, "member": found.member, "line": found.line},
            after={"into": into, "yuan": format_fen(found.fen) if found else None},
            why=why,
        )
        book = periods_writing.release(actor.shop_id, actor.signature, into, name, why)
    return book.holds[name]


def _check_reason(why: str) -> None:
    if not why.strip():
        raise UsageError(Text("请写明原因", "say why"))
