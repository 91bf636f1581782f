"""The audit as people search it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from twofour.web.models import AuditEntry


def entries_of(
    shop_id: str, *, words: str = "", act: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[AuditEntry]:
    """A shop's entries and those of no shop, newest first: with ``words`` in who, subject or reason."""
    found = AuditEntry.objects.filter(Q(shop_id=shop_id) | Q(shop_id=""))
    for word in words.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(name__icontains=word)
            | Q(subject__icontains=word)
            | Q(why__icontains=word)
        )
    if act:
        found = found.filter(act=act)
    if first:
        found = found.filter(at__date__gte=first)
    if last:
        found = found.filter(at__date__lt=last + timedelta(days=1))
    return found


def acts_in(shop_id: str) -> list[str]:
    """The acts that the audit of a shop holds."""
    found = AuditEntry.objects.filter(Q(shop_id=shop_id) | Q(shop_id="")).order_by("act")
    return list(found.values_list("act", flat=True).distinct())
