"""Who has a role in a shop."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from twofour.web.models import Account, Grant
from twofour.web.models.accounts import EVERY


def accounts_in(shop_id: str) -> QuerySet[Account]:
    """Every account with a role in the shop, its roles there under ``grants_here``."""
    here = Grant.objects.filter(Q(shop_id=shop_id) | Q(shop_id=EVERY))
    return (
        Account.objects.filter(grants__in=here)
        .distinct()
        .prefetch_related(Prefetch("grants", queryset=here, to_attr="grants_here"))
    )
