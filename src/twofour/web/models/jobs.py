"""Background work as people see it: what, for whom, how far, with what outcome."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

_TELLING_PERCENT = 5


class Job(models.Model):
    """Work that outlasts a request. ``wanted`` is what it was asked, ``outcome`` what came of it."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    shop_id = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("web.Account", on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    wanted = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    outcome = models.JSONField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.REFUSED)

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """About how long the work still takes, at the pace so far; ``None`` while that says nothing."""
        if self.started_at is None or self.percent < _TELLING_PERCENT:
            return None
        gone = (timezone.now() - self.started_at).total_seconds()
        return int(gone * (100 - self.percent) / self.percent)
