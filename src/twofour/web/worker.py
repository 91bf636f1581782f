"""The worker that does background work inside the server's process, and picks up what a crash cut off."""

from __future__ import annotations

import threading

from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

_LOOK_SECONDS = 0.5


def start() -> Worker:
    """Begin working in a thread of this process. One server per database: what runs at start was cut off."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)
    worker = _worker(batch=False)
    threading.Thread(target=worker.run, name="twofour-worker", daemon=True).start()
    return worker


def work_off() -> None:
    """Do everything that waits, here and now, then return."""
    _worker(batch=True).run()


def _worker(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=_LOOK_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"twofour-{threading.get_ident()}-{connection.vendor}",
        excluded_queue_names=[],
    )
