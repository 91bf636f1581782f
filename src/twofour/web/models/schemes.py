"""Drafts of schemes, which versions are published, and who has acknowledged which published version."""

from __future__ import annotations

from django.db import models


class SchemeDraft(models.Model):
    """A scheme being written. Approved versions stand in the registry, not here."""

    class State(models.TextChoices):
        """Where the draft stands."""

        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"

    shop_id = models.CharField(max_length=200)
    scheme = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey("web.Account", on_delete=models.PROTECT, related_name="drafts")
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("scheme",)
        constraints = (models.UniqueConstraint(fields=("shop_id", "scheme"), name="one_draft_a_scheme"),)


class Publication(models.Model):
    """An approved version was shown to the people whom it pays."""

    shop_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    account = models.ForeignKey("web.Account", on_delete=models.PROTECT, related_name="publications")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("shop_id", "digest"), name="published_once"),)


class Acknowledgement(models.Model):
    """A member has read the published version with this digest."""

    shop_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    member_id = models.CharField(max_length=200)
    account = models.ForeignKey("web.Account", on_delete=models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shop_id", "digest", "member_id"), name="acknowledged_once"),
        )
