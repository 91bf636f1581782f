"""The counting rules that a shop chose for its pages."""

from __future__ import annotations

from django.db import models


class ShopRules(models.Model):
    """A shop's counting rules as written, a YAML document."""

    shop_id = models.CharField(max_length=200, unique=True)
    document = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)
