"""Ask for a backtest, and do it in the background."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from twofour.web.actions.audit import record
from twofour.web.bridge import schemes, schemes_backtest
from twofour.web.jobs import Tell, ask, work
from twofour.web.models import Job
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor

MOST_MONTHS = 24


@transaction.atomic
def ask_backtest(*, actor: Actor, text: str, against: str | None, months: int) -> Job:
    """Replay ``text`` over the last ``months`` whole months, beside the approved version ``against``.

    Raises ``SchemeError`` for a draft that cannot be read.
    """
    actor.check(Act.BACKTEST, team=EVERY)
    scheme = schemes.read(text)
    other = None if against is None else schemes.version(actor.shop_id, against)
    wanted = {
        "text": text,
        "against": None if other is None else other.said.source,
        "months": max(1, min(months, MOST_MONTHS)),
    }
    job = ask(actor.account, "backtest", actor.shop_id, wanted)
    said = {"digest": scheme.digest, "against": against, "months": wanted["months"], "job": str(job.pk)}
    record(actor.account, "ask_backtest", scheme.scheme, shop_id=actor.shop_id, after=said)
    return job


@work("backtest")
def do_backtest(job: Job, tell: Tell) -> dict[str, Any]:
    """The backtest that a job asks for; its outcome links to the page that shows it."""
    wanted = job.wanted
    found = schemes_backtest.run(job.shop_id, wanted["text"], wanted["against"], wanted["months"], tell)
    return {**found, "url": reverse("schemes-backtest", kwargs={"shop": job.shop_id, "job": job.pk})}
