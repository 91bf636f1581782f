"""The audit: an entry for every write, each holding the hash of the one before."""

from __future__ import annotations

from django.db import models


class AuditHead(models.Model):
    """The one row that writers lock, so that the chain has no forks."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditEntry(models.Model):
    """Who did what to what, when and why; what it was before and after."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    username = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    shop_id = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        indexes = (models.Index(fields=("shop_id", "act")), models.Index(fields=("username",)))
