"""Write the audit's next entry, chained to the one before by its hash; verify the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from twofour.web.models import Account, AuditEntry, AuditHead


def record(
    by: Account,
    act: str,
    subject: str,
    *,
    shop_id: str = "",
    before: Any = None,
    after: Any = None,
    why: str = "",
) -> AuditEntry:
    """Append an entry. Must stand in the transaction of the write that it tells of: both land, or neither.

    ``before`` and ``after`` are plain JSON. Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry stands in the transaction of its write")
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
        entry = AuditEntry(
            number=head.number + 1,
            at=timezone.now(),
            username=by.username,
            name=by.name,
            act=act,
            shop_id=shop_id,
            subject=subject,
            before=before,
            after=after,
            why=why,
            previous=head.hash,
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
        head.save()
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over everything that an entry says and the hash of the one before."""
    said = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "username": entry.username,
        "name": entry.name,
        "act": entry.act,
        "shop_id": entry.shop_id,
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "why": entry.why,
        "previous": entry.previous,
    }
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def broken_at(entries: Iterable[AuditEntry], head: AuditHead | None) -> int | None:
    """The number of the first entry (in order of numbers) that was changed, removed or put in; ``None`` if
    the chain is whole up to ``head``.
    """
    number, previous = 0, ""
    for entry in entries:
        number += 1
        if entry.number != number or entry.previous != previous or entry.hash != digest(entry):
            return number
        previous = entry.hash
    if head is not None and (head.number, head.hash) != (number, previous):
        return number + 1
    return None
