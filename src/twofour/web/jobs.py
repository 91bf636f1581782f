"""Background work: a job that people watch, run by a task in a worker, safe to run again after a restart."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web.models import Account, Job

Tell = Callable[[int, int], None]
Work = Callable[[Job, Tell], Any]
"""Does a job's work: told the job and whom to tell how far it is (done, total); gives its outcome as JSON.

It may run twice if the process dies in the middle, so doing it again must do no harm.
"""

_WORK: dict[str, Work] = {}
_TELL_SECONDS = 0.4
_fault = logging.getLogger("twofour.web")


def work(kind: str) -> Callable[[Work], Work]:
    """Registers the work of jobs of ``kind``."""

    def register(function: Work) -> Work:
        _WORK[kind] = function
        return function

    return register


def ask(account: Account, kind: str, shop_id: str, wanted: dict[str, Any]) -> Job:
    """Ask for work: it begins once the transaction around this call is through."""
    if kind not in _WORK:
        raise KeyError(kind)
    job = Job.objects.create(account=account, kind=kind, shop_id=shop_id, wanted=wanted)
    run.enqueue(str(job.pk))
    return job


@task()
def run(job_id: str) -> None:
    """Do one job, from the beginning if an earlier attempt was cut off."""
    job = Job.objects.get(pk=job_id)
    if job.ended:
        return
    job.state, job.started_at = Job.State.RUNNING, timezone.now()
    job.save(update_fields=["state", "started_at"])
    try:
        outcome = _WORK[job.kind](job, _teller(job))
    except TwoFourError as error:
        _end(job, Job.State.REFUSED, error.message)
    except Exception as error:
        # The last net: a fault of ours is named in one line, so that it can be reported.
        _fault.exception("job %s of kind %s failed", job.pk, job.kind)
        fault = f"{type(error).__name__}: {error}"
        _end(
            job,
            Job.State.REFUSED,
            Text(f"程序内部错误，请反馈这一行：{fault}", f"Internal fault; please report this line: {fault}"),
        )
    else:
        job.outcome = outcome
        _end(job, Job.State.DONE, Text("", ""))


def _end(job: Job, state: Job.State, message: Text) -> None:
    job.state, job.ended_at = state, timezone.now()
    job.message_zh, job.message_en = message.zh, message.en
    with transaction.atomic():
        job.save(update_fields=["state", "ended_at", "message_zh", "message_en", "outcome"])


def _teller(job: Job) -> Tell:
    """Writes progress into the job, but not more often than a person can see."""
    last = [0.0]
    writing = threading.Lock()

    def tell(done: int, total: int) -> None:
        now = time.monotonic()
        with writing:
            if now - last[0] < _TELL_SECONDS:
                return
            last[0] = now
            Job.objects.filter(pk=job.pk).update(done=done, total=total)

    return tell
