"""Who has a role in a shop."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from twofour.web.bridge import demo
from twofour.web.bridge.periods_writing import wrote
from twofour.web.models import Account, Grant
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, actor_in


def accounts_in(shop_id: str) -> QuerySet[Account]:
    """Every account with a role in the shop, its roles there under ``grants_here``."""
    here = Grant.objects.filter(Q(shop_id=shop_id) | Q(shop_id=EVERY))
    return (
        Account.objects.filter(grants__in=here)
        .distinct()
        .prefetch_related(Prefetch("grants", queryset=here, to_attr="grants_here"))
    )


def stand_in(shop_id: str, act: Act, authors: list[str]) -> Account | None:
    """In the demo somebody who may do ``act`` in the shop and is none of ``authors``; elsewhere nobody."""
    if not demo.here():
        return None
    people = Account.objects.filter(is_active=True, demo=True).prefetch_related("grants").order_by("pk")
    for account in people:
        actor = actor_in(account, [shop_id])(shop_id)
        names = (account.name, account.username)
        if actor and actor.can(act, team=EVERY) and not wrote(authors, actor.signature, *names):
            return account
    return None
