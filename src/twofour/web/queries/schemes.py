"""Drafts, published versions and who has acknowledged them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from twofour.web.bridge import schemes
from twofour.web.models import Acknowledgement, AuditEntry, Job, Publication, SchemeDraft

WRITING = ("start_scheme", "save_scheme")
"""Acts by which somebody has a hand in a draft's text."""


def drafts(shop_id: str) -> list[SchemeDraft]:
    """Every scheme being written or waiting for approval, by id."""
    unfinished = SchemeDraft.objects.filter(shop_id=shop_id).exclude(state=SchemeDraft.State.APPROVED)
    return list(unfinished.select_related("author"))


def draft(shop_id: str, id: int) -> SchemeDraft | None:
    """One of them."""
    return SchemeDraft.objects.filter(shop_id=shop_id, pk=id).select_related("author").first()


def writers(draft: SchemeDraft) -> set[str]:
    """The usernames of everybody who wrote on a draft since it was begun, by the audit."""
    said = AuditEntry.objects.filter(shop_id=draft.shop_id, act__in=WRITING, after__draft=draft.pk)
    found: set[str] = set()
    for act, username in said.order_by("number").values_list("act", "username"):
        found = {username} if act == "start_scheme" else found | {username}
    return found


def publications(shop_id: str) -> dict[str, datetime]:
    """Digest -> when that version was published."""
    return dict(Publication.objects.filter(shop_id=shop_id).values_list("digest", "at"))


def acknowledgements(shop_id: str) -> dict[str, dict[str, datetime]]:
    """Digest -> member id -> when they acknowledged it."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    rows = Acknowledgement.objects.filter(shop_id=shop_id).values_list("digest", "member_id", "at")
    for digest, member_id, at in rows:
        found[digest][member_id] = at
    return found


def unacknowledged(shop_id: str, member_id: str) -> list[schemes.Version]:
    """The published versions that pay a member now or later, and that the member has not acknowledged."""
    published = publications(shop_id)
    if not published:
        return []
    done = set(
        Acknowledgement.objects.filter(shop_id=shop_id, member_id=member_id).values_list("digest", flat=True)
    )
    day = schemes.today(shop_id)
    return [
        one
        for one in schemes.versions(shop_id)
        if one.said.digest in published
        and one.said.digest not in done
        and schemes.standing(one, day) != "past"
        and any(member.member_id == member_id for member in schemes.paid_by(one, shop_id))
    ]


def backtests(shop_id: str, most: int = 5) -> list[Job]:
    """The latest backtests of a shop that came to an end."""
    done = Job.objects.filter(shop_id=shop_id, kind="backtest", state=Job.State.DONE)
    return list(done.select_related("account")[:most])


def backtest(shop_id: str, id: str) -> Job | None:
    """A finished backtest."""
    done = Job.objects.filter(shop_id=shop_id, kind="backtest", state=Job.State.DONE, pk=id)
    return done.select_related("account").first()
