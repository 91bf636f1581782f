"""Write schemes: begin a draft, save it, submit it, take it back, discard it."""

from __future__ import annotations

from django.db import transaction

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import schemes
from twofour.web.models import SchemeDraft
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor

State = SchemeDraft.State
_UNNAMED = "new-scheme"


class Stale(Refused):
    """Somebody saved the draft since it was opened. ``draft`` is what it says now."""

    def __init__(self, draft: SchemeDraft) -> None:
        self.draft = draft
        super().__init__(
            Text(
                f"{draft.author.name}刚刚保存过这份草稿（第 {draft.revision} 次），你的改动还没有保存",
                f"{draft.author.name} has just saved this draft ({draft.revision}); yours is not saved",
            )
        )


@transaction.atomic
def start_draft(*, actor: Actor, text: str, why: str = "") -> SchemeDraft:
    """A new draft with ``text``. Refused while another draft of the same scheme is being written."""
    _check(actor)
    name = schemes.named(text) or _UNNAMED
    _check_size(text)
    draft = SchemeDraft.objects.select_for_update().filter(shop_id=actor.shop_id, scheme=name).first()
    if draft is not None and draft.state != State.APPROVED:
        raise Refused(
            Text(
                f"方案 {name} 已经有一份草稿；请打开那份改，或先把文中的 scheme: 换个编号",
                f"there is a draft of {name} already; open it, or give yours another id after scheme:",
            )
        )
    draft = draft or SchemeDraft(shop_id=actor.shop_id, scheme=name, revision=0)
    draft.text, draft.state, draft.author, draft.note = text, State.DRAFT, actor.account, ""
    draft.revision += 1
    draft.save()
    record(actor.account, "start_scheme", name, shop_id=actor.shop_id, after=_said(draft, text=True), why=why)
    return draft


@transaction.atomic
def save_draft(*, actor: Actor, draft_id: int, text: str, revision: int) -> SchemeDraft:
    """Save what was typed over ``revision``. Raises ``Stale`` if somebody saved in between."""
    _check(actor)
    _check_size(text)
    draft = held(actor, draft_id)
    _check_state(draft, State.DRAFT)
    if draft.revision != revision:
        raise Stale(draft)
    if draft.text == text:
        return draft
    before = _said(draft, text=True)
    name = schemes.named(text) or draft.scheme
    if name != draft.scheme and SchemeDraft.objects.filter(shop_id=actor.shop_id, scheme=name).exists():
        raise Refused(
            Text(
                f"已经有一份编号为 {name} 的草稿；请换一个 scheme: 编号",
                f"there is a draft called {name} already; choose another id after scheme:",
            )
        )
    draft.scheme, draft.text, draft.author = name, text, actor.account
    draft.revision += 1
    draft.save()
    record(
        actor.account,
        "save_scheme",
        draft.scheme,
        shop_id=actor.shop_id,
        before=before,
        after=_said(draft, text=True),
    )
    return draft


@transaction.atomic
def submit_draft(*, actor: Actor, draft_id: int, note: str = "") -> SchemeDraft:
    """Ask for approval. Raises ``SchemeError`` for a draft that cannot be read."""
    _check(actor)
    draft = held(actor, draft_id)
    _check_state(draft, State.DRAFT)
    schemes.read(draft.text)
    return move(actor, draft, State.SUBMITTED, "submit_scheme", note)


@transaction.atomic
def withdraw_draft(*, actor: Actor, draft_id: int) -> SchemeDraft:
    """Take a submitted draft back, to write on."""
    _check(actor)
    draft = held(actor, draft_id)
    _check_state(draft, State.SUBMITTED)
    return move(actor, draft, State.DRAFT, "withdraw_scheme", "")


@transaction.atomic
def discard_draft(*, actor: Actor, draft_id: int) -> None:
    """Throw a draft away; the audit keeps what it said."""
    _check(actor)
    draft = held(actor, draft_id)
    _check_state(draft, State.DRAFT)
    record(
        actor.account, "discard_scheme", draft.scheme, shop_id=actor.shop_id, before=_said(draft, text=True)
    )
    draft.delete()


def held(actor: Actor, draft_id: int) -> SchemeDraft:
    """The draft, held against other writers until the transaction ends. Refused if it is gone."""
    draft = SchemeDraft.objects.select_for_update().filter(shop_id=actor.shop_id, pk=draft_id).first()
    if draft is None:
        raise Refused(Text("这份草稿已经不在了", "this draft is gone"))
    return draft


def move(actor: Actor, draft: SchemeDraft, to: SchemeDraft.State, act: str, note: str) -> SchemeDraft:
    """Put a draft into another state and say so in the audit."""
    before = _said(draft)
    draft.state, draft.note = to, note
    draft.save()
    record(
        actor.account,
        act,
        draft.scheme,
        shop_id=actor.shop_id,
        before=before,
        after=_said(draft),
        why=note,
    )
    return draft


def _check(actor: Actor) -> None:
    # A scheme pays the whole shop: a right that reaches one team is not enough.
    actor.check(Act.EDIT_SCHEMES, team=EVERY)


def _check_size(text: str) -> None:
    if not text.strip():
        raise Refused(Text("方案是空的；请写入内容", "the scheme is empty; write something"))
    if len(text.encode()) > schemes.MAX_BYTES:
        raise Refused(Text("方案超过 1 MB", "the scheme is larger than 1 MB"))


def _check_state(draft: SchemeDraft, wanted: SchemeDraft.State) -> None:
    if draft.state != wanted:
        now = _STATES[State(draft.state)]
        raise Refused(
            Text(
                f"这份草稿现在是“{now.zh}”，不能这样做；请刷新页面",
                f"this draft is {now.en} now; reload the page",
            )
        )


_STATES = {
    State.DRAFT: Text("草稿", "a draft"),
    State.SUBMITTED: Text("待审批", "waiting for approval"),
    State.APPROVED: Text("已审批", "approved"),
}


def _said(draft: SchemeDraft, *, text: bool = False) -> dict[str, object]:
    said: dict[str, object] = {"draft": draft.pk, "revision": draft.revision, "state": draft.state}
    return {**said, "text": draft.text} if text else said
