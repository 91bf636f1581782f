"""Forgetting a customer on request: asked for by the owner, done later, recorded without the id."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse

from twofour.web.actions.audit import record
from twofour.web.bridge import forgetting, held
from twofour.web.bridge.uploads import Sent
from twofour.web.jobs import Tell, ask, work
from twofour.web.models import Job
from twofour.web.permissions import Act, Actor


def ask_forgetting(*, actor: Actor, customer: str, key: Sent | None, why: str) -> Job:
    """Erase a customer of the actor's shop. Who it was stands in no record, not even in the job."""
    actor.check(Act.FORGET)
    secret = None if key is None else held.key_in(key.chunks())
    name = secrets.token_hex(16)
    held.hold(name, (customer, secret, why))
    with transaction.atomic():
        record(actor.account, "forget_customer", actor.shop_id, shop_id=actor.shop_id)
        return ask(actor.account, "forget", actor.shop_id, {"held": name})


@work("forget")
def erase(job: Job, tell: Tell) -> dict[str, Any]:
    """Erase whom the job was asked to; the page shows the record and what still names the person."""
    name = job.wanted["held"]
    customer, key, why = held.held(name)
    left = forgetting.erase(job.shop_id, customer, key, by=job.account.name, reason=why)
    held.let_go(name)
    return {"left": left, "url": reverse("imports-forget", kwargs={"shop": job.shop_id})}
