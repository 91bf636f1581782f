"""A piece of background work: its page with live progress."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.text import Text
from twofour.web.models import Job
from twofour.web.permissions import Act, actor_of

_WATCHED_BY = {"backtest": Act.BACKTEST, "run": Act.SEE_PERIODS, "recompute": Act.SEE_PERIODS}
"""Who besides the one who asked may watch a job; other kinds are imports."""


@login_required
def show(request: HttpRequest, job: str) -> HttpResponse:
    """The whole page."""
    return render(request, "web/job.html", _shown(request, job))


@login_required
def state(request: HttpRequest, job: str) -> HttpResponse:
    """The part that the page asks for again and again while the work goes on."""
    return render(request, "web/_job.html", _shown(request, job))


def _shown(request: HttpRequest, id: str) -> dict[str, object]:
    job = Job.objects.select_related("account").filter(pk=id).first()
    if job is None or not _may_watch(request, job):
        raise Http404
    return {"job": job, "message": Text(job.message_zh, job.message_en)}


def _may_watch(request: HttpRequest, job: Job) -> bool:
    if job.account_id == request.user.pk:
        return True
    actor = actor_of(request.user, job.shop_id)
    return actor is not None and actor.can(_WATCHED_BY.get(job.kind, Act.SEE_IMPORTS))
