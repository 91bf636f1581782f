"""The demo asked for from the pages: background work that fills the empty data folder and sets its stage."""

from __future__ import annotations

from django.urls import reverse

from twofour.web.bridge import demo
from twofour.web.jobs import Tell, work
from twofour.web.models import Job
from twofour.web.stage import set_stage

DEMO = "demo"


@work(DEMO)
def fill(job: Job, tell: Tell) -> dict[str, str]:
    """Make the shop; doing it again changes nothing."""
    demo.fill(tell)
    set_stage()
    return {"url": reverse("home")}
