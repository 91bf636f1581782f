"""Approve a scheme that somebody else wrote, publish it, acknowledge it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.actions.schemes import State, held, move
from twofour.web.bridge import schemes
from twofour.web.models import Acknowledgement, Publication, SchemeDraft
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor
from twofour.web.queries.schemes import publications, writers


@transaction.atomic
def approve_scheme(*, actor: Actor, draft_id: int) -> str:
    """Approve a submitted draft: it goes into the registry and cannot change any more. Gives its digest.

    Refused for whoever wrote on it, and where somebody would be paid by two schemes on the same days.
    """
    draft = _submitted(actor, draft_id)
    if actor.account.username in writers(draft):
        raise Refused(
            Text(
                "这份方案是你写或改过的，不能自己审批；请另一位店主或主管审批",
                "you wrote on this scheme and cannot approve it yourself; ask another owner or manager",
            )
        )
    scheme = schemes.read(draft.text)
    move(actor, draft, State.APPROVED, "approve_scheme", "")
    schemes.approve(draft.text, actor.account.name)
    return scheme.digest


@transaction.atomic
def return_draft(*, actor: Actor, draft_id: int, why: str) -> SchemeDraft:
    """Send a submitted draft back to be changed, with a reason."""
    draft = _submitted(actor, draft_id)
    if not why.strip():
        raise Refused(Text("请写明退回原因", "say why it goes back"))
    return move(actor, draft, State.DRAFT, "return_scheme", why.strip())


@transaction.atomic
def publish_scheme(*, actor: Actor, digest: str) -> None:
    """Show an approved version to everybody whom it pays. Publishing it again changes nothing."""
    actor.check(Act.APPROVE_SCHEMES, team=EVERY)
    version = _version(actor, digest)
    _, new = Publication.objects.get_or_create(
        shop_id=actor.shop_id, digest=digest, defaults={"account": actor.account}
    )
    if new:
        record(
            actor.account,
            "publish_scheme",
            version.said.scheme,
            shop_id=actor.shop_id,
            after={"digest": digest, "valid_from": version.said.valid_from.isoformat()},
        )


@transaction.atomic
def acknowledge_scheme(*, actor: Actor, digest: str) -> None:
    """Say that one has read a published version that pays one. Saying it again changes nothing."""
    actor.check(Act.ACKNOWLEDGE)
    version = _version(actor, digest)
    member_id = actor.member_id
    paid = {member.member_id for member in schemes.paid_by(version, actor.shop_id)}
    if digest not in publications(actor.shop_id) or member_id is None or member_id not in paid:
        raise Refused(Text("这一版方案不适用于你，不用确认", "this version does not pay you"))
    _, new = Acknowledgement.objects.get_or_create(
        shop_id=actor.shop_id, digest=digest, member_id=member_id, defaults={"account": actor.account}
    )
    if new:
        record(
            actor.account,
            "acknowledge_scheme",
            version.said.scheme,
            shop_id=actor.shop_id,
            after={"digest": digest, "member": member_id, "at": timezone.now().isoformat()},
        )


def _submitted(actor: Actor, draft_id: int) -> SchemeDraft:
    actor.check(Act.APPROVE_SCHEMES, team=EVERY)
    draft = held(actor, draft_id)
    if draft.state != State.SUBMITTED:
        raise Refused(
            Text(
                "这份草稿没有在等审批；请刷新页面", "this draft is not waiting for approval; reload the page"
            )
        )
    return draft


def _version(actor: Actor, digest: str) -> schemes.Version:
    version = schemes.version(actor.shop_id, digest)
    if version is None:
        raise Refused(Text("没有这一版已审批的方案", "there is no such approved version"))
    return version
