"""The demo's schemes: June's, approved and published, for everybody; and a draft with a finding."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from twofour.demo.people import SHOP_ID
from twofour.web.actions.schemes import start_draft, submit_draft
from twofour.web.actions.schemes_approval import approve_scheme, publish_scheme
from twofour.web.bridge import schemes, schemes_templates
from twofour.web.models import Account
from twofour.web.permissions import Actor, actor_of

_READY = "presales-two-four"
_OWN = ("after-sales-two-four", "team-lead", "after-sales-lead")
_PRAISE = "- {metric: named_praise, at_least: 10}          # 点名好评"


def stage_schemes(accounts: Mapping[str, Account]) -> None:
    """Stage them with ``accounts`` by username; a shop that has an approved scheme is left as it is."""
    author, approver = _actor(accounts["manager"]), _actor(accounts["owner"])
    if schemes.versions(SHOP_ID):
        return
    presales = schemes_templates.text_of(_READY)
    if presales is None:
        return
    for text in (presales, *(_document(name) for name in _OWN)):
        draft = start_draft(actor=author, text=text)
        submit_draft(actor=author, draft_id=draft.pk)
        digest = approve_scheme(actor=approver, draft_id=draft.pk)
        publish_scheme(actor=approver, digest=digest)
    start_draft(actor=author, text=_july(presales))


def _document(name: str) -> str:
    """A ready scheme as this shop has fitted it to its own figures."""
    return files("twofour.web").joinpath("stage", "documents", f"{name}.yaml").read_text(encoding="utf-8")


def _actor(account: Account) -> Actor:
    actor = actor_of(account, SHOP_ID)
    assert actor is not None
    return actor


def _july(june: str) -> str:
    """July's version as somebody in the middle of it left it: the best conversion pays more, and the reply
    rate has become a bonus though it is a duty, which the linter says.
    """
    later = june.replace("valid_from: 2026-06-01", "valid_from: 2026-07-01")
    dearer = later.replace("{from: 46%, rate: 2.5%}", "{from: 46%, rate: 2.8%}")
    return dearer.replace(_PRAISE, f"{_PRAISE}\n        - {{metric: reply_rate, at_least: 99%}}")
