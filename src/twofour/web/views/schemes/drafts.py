"""A draft: read it in words, edit it, submit it, approve it or send it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from twofour.problems import SchemeError
from twofour.text import Text
from twofour.web.actions.schemes import (
    Stale,
    State,
    discard_draft,
    save_draft,
    submit_draft,
    withdraw_draft,
)
from twofour.web.actions.schemes_approval import approve_scheme, return_draft
from twofour.web.bridge import schemes, schemes_words
from twofour.web.forms.schemes import DraftForm
from twofour.web.models import SchemeDraft
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.schemes import live
from twofour.web.words import say


@page(Act.EDIT_SCHEMES)
def show(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """The draft in words with what differs from today's version, and what may be done with it."""
    found = draft_of(shop, draft)
    if found.state == State.APPROVED:
        return redirect("schemes", shop=shop)
    shown: dict[str, object] = {
        "draft": found,
        "submitted": found.state == State.SUBMITTED,
        "wrote": request.actor.account.username in kept.writers(found),
        "versions": schemes.versions(shop),
    }
    try:
        scheme = schemes.read(found.text)
    except SchemeError as error:
        shown["mistake"] = schemes.mistake_of(error)
    else:
        shown["said"] = schemes_words.in_words(scheme)
        shown["valid_from"] = scheme.valid_from
        current = schemes.before(scheme, shop)
        if current is not None:
            whom, changes = schemes.changes(schemes.read(current.said.source), scheme)
            shown |= {"current": current, "whom": whom, "changes": changes}
    return render(request, "web/schemes/draft.html", shown)


@page(Act.EDIT_SCHEMES)
def edit(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """The editor. A POST saves, or (``act=check``) only checks; a stale save shows both texts."""
    found = draft_of(shop, draft)
    if found.state != State.DRAFT:
        return redirect("schemes-draft", shop=shop, draft=draft)
    form = DraftForm(request.POST)
    if request.method != "POST":
        return _editor(request, found, found.text)
    if request.POST.get("act") == "check":
        checked = live.checked(shop, form.written)
        return _editor(request, found, form.written, {"revision": form.over, **checked})
    try:
        saved = save_draft(actor=request.actor, draft_id=draft, text=form.written, revision=form.over)
    except Stale as error:
        stale = {"stale": error.message, "theirs": error.draft.text, "revision": error.draft.revision}
        return _editor(request, error.draft, form.written, stale, status=409)
    messages.success(request, say(Text("已保存", "Saved")))
    to = "schemes-draft" if request.POST.get("act") == "done" else "schemes-edit"
    return redirect(to, shop=shop, draft=saved.pk)


@require_POST
@page(Act.EDIT_SCHEMES)
def submit(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Ask for approval."""
    submit_draft(actor=request.actor, draft_id=draft, note=request.POST.get("note", "").strip())
    messages.success(
        request, say(Text("已提交，请另一位店主或主管审批", "Submitted; another owner or manager approves"))
    )
    return redirect("schemes-draft", shop=shop, draft=draft)


@require_POST
@page(Act.EDIT_SCHEMES)
def withdraw(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Take it back to write on."""
    withdraw_draft(actor=request.actor, draft_id=draft)
    messages.success(request, say(Text("已撤回，可以继续改", "Taken back; you may write on")))
    return redirect("schemes-edit", shop=shop, draft=draft)


@require_POST
@page(Act.APPROVE_SCHEMES)
def approve(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Approve somebody else's draft."""
    digest = approve_scheme(actor=request.actor, draft_id=draft)
    messages.success(
        request, say(Text("已审批；发布后适用的人才看得到", "Approved; publish it so that people see it"))
    )
    return redirect("schemes-version", shop=shop, digest=digest)


@require_POST
@page(Act.APPROVE_SCHEMES)
def send_back(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Send it back with a reason."""
    return_draft(actor=request.actor, draft_id=draft, why=request.POST.get("why", ""))
    messages.success(request, say(Text("已退回给作者", "Sent back to its author")))
    return redirect("schemes-draft", shop=shop, draft=draft)


@require_POST
@page(Act.EDIT_SCHEMES)
def discard(request: ShopRequest, shop: str, draft: int) -> HttpResponse:
    """Throw it away."""
    discard_draft(actor=request.actor, draft_id=draft)
    messages.success(
        request, say(Text("草稿已删除；操作记录里留有原文", "Discarded; the audit keeps its text"))
    )
    return redirect("schemes", shop=shop)


def draft_of(shop: str, id: int) -> SchemeDraft:
    """The draft, or a missing page."""
    found = kept.draft(shop, id)
    if found is None:
        raise Http404
    return found


def _editor(
    request: ShopRequest,
    draft: SchemeDraft,
    text: str,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"draft": draft, "text": text, "revision": draft.revision, **(more or {})}
    return render(request, "web/schemes/edit.html", shown, status=status)
