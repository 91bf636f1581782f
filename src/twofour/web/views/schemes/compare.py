"""How two versions, or a draft and a version, differ, in words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from twofour.problems import SchemeError
from twofour.text import Text
from twofour.web.bridge import schemes
from twofour.web.permissions import Act
from twofour.web.queries import schemes as kept
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.schemes.listed import only_published

_DRAFT = "draft-"


@page(Act.SEE_SCHEMES)
def compare(request: ShopRequest, shop: str) -> HttpResponse:
    """``a`` and ``b`` name versions by digest or drafts by number; what ``b`` says otherwise than ``a``."""
    texts, choices = {}, []
    for one in schemes.versions(shop):
        said = one.said
        if only_published(request, shop, said.digest):
            name = Text(f"{said.title.zh} · {said.valid_from} 起", f"{said.title.en} from {said.valid_from}")
            texts[said.digest] = said.source
            choices.append((said.digest, name))
    if request.actor.can(Act.EDIT_SCHEMES):
        for draft in kept.drafts(shop):
            texts[f"{_DRAFT}{draft.pk}"] = draft.text
            name = Text(f"草稿 {draft.scheme}", f"draft of {draft.scheme}")
            choices.append((f"{_DRAFT}{draft.pk}", name))
    first, second = request.GET.get("a", ""), request.GET.get("b", "")
    shown: dict[str, object] = {"choices": choices, "a": first, "b": second}
    if first in texts and second in texts:
        try:
            whom, changes = schemes.changes(schemes.read(texts[first]), schemes.read(texts[second]))
        except SchemeError as error:
            shown["mistake"] = schemes.mistake_of(error)
        else:
            shown |= {"whom": whom, "changes": changes, "compared": True}
    return render(request, "web/schemes/compare.html", shown)
