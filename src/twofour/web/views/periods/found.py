"""What the pages of a period begin with: the period, and whether its statement is the person's to see."""

from __future__ import annotations

from django.http import Http404

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.bridge import periods
from twofour.web.bridge.periods import PeriodBook
from twofour.web.permissions import Act, Actor


def period_of(actor: Actor, key: str) -> PeriodBook:
    """The period called ``key``; a missing page where it was never opened."""
    found = periods.book(actor.shop_id).periods.get(key)
    if found is None:
        raise Http404
    return found


def check_statement(actor: Actor, period: PeriodBook, member: str) -> None:
    """Raise unless ``actor`` may see a member's pay of a period; a member sees it once it is final.

    Whether somebody has pay there at all is told to nobody who may not see it.
    """
    row = next((one for one in periods.rows(actor.shop_id, period.key) if one.member == member), None)
    actor.check(Act.SEE_PAY, team=row.team if row else None, member=member)
    if row is None:
        raise Http404
    if period.settled is None and not actor.can(Act.SEE_PERIODS, team=row.team, member=None):
        raise Refused(
            Text(
                f"{period.key} 还没有锁定，工资单还没定；现在可以在「我的」看到目前为止的算法",
                f"{period.key} is not locked and its statements are not final; "
                "the page “Me” shows how it stands so far",
            )
        )
