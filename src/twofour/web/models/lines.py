"""Questions that leads ask about a line of a draft period, and their answers."""

from __future__ import annotations

from django.db import models


class LineQuestion(models.Model):
    """A question about one line of one member's statement; open until somebody answers."""

    shop_id = models.CharField(max_length=200)
    period = models.CharField(max_length=32)
    member_id = models.CharField(max_length=200)
    line = models.CharField(max_length=200)
    question = models.TextField()
    asked_by = models.ForeignKey("web.Account", on_delete=models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "web.Account", on_delete=models.PROTECT, related_name="answers", null=True
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at",)
        indexes = (models.Index(fields=("shop_id", "period")),)
