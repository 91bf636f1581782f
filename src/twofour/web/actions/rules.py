"""Changing the counting rules that a shop's pages go by."""

from __future__ import annotations

from django.db import transaction

from twofour.web.actions.audit import record
from twofour.web.bridge import rules
from twofour.web.models import ShopRules
from twofour.web.permissions import Act, Actor


def change_rules(*, actor: Actor, document: str, why: str) -> None:
    """Count by ``document`` from now on. Closed months keep the rules of their runs."""
    actor.check(Act.EDIT_RULES)
    with transaction.atomic():
        before = rules.document_of(actor.shop_id)
        ShopRules.objects.update_or_create(shop_id=actor.shop_id, defaults={"document": document})
        record(
            actor.account,
            "change_rules",
            actor.shop_id,
            shop_id=actor.shop_id,
            before=before,
            after=document,
            why=why,
        )
