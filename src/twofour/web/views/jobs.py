"""A piece of background work: its page with live progress."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.text import Text
from twofour.web.models import Job
from twofour.web.permissions import Act, actor_of

_TITLES = {
    "run": Text("核算 {}", "Draft run of {}"),
    "recompute": Text("重算 {}", "Computing {} again"),
    "backtest": Text("回测方案", "Backtest of a scheme"),
    "look": Text("读取文件", "Reading files"),
    "import": Text("导入文件", "Importing files"),
    "undo": Text("撤销导入", "Taking an import back"),
    "demo": Text("生成演示店铺", "Making the demo shop"),
}
_OTHER = Text("后台任务", "Background work")
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
    return {"job": job, "message": Text(job.message_zh, job.message_en), "title": _title(job)}


def _title(job: Job) -> Text:
    """What the work is, with the period that it is about."""
    said, period = _TITLES.get(job.kind, _OTHER), job.wanted.get("period", "")
    return Text(said.zh.format(period), said.en.format(period))


def _may_watch(request: HttpRequest, job: Job) -> bool:
    if job.account_id == request.user.pk:
        return True
    actor = actor_of(request.user, job.shop_id)
    return actor is not None and actor.can(_WATCHED_BY.get(job.kind, Act.SEE_IMPORTS))
