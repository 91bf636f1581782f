"""What opens where: a figure to its evidence, and what a person may do."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from twofour.metrics import EvidenceRow
from twofour.web.bridge.evidence import Side
from twofour.web.permissions import Act, Actor
from twofour.web.words import lang

register = template.Library()


@register.simple_tag(takes_context=True)
def opened(context: Any, metric: str, kind: str, subject: str, period: Any) -> str:
    """The address of the evidence behind a figure of somebody in a period."""
    shop = context["actor"].shop_id if "actor" in context else context["shop"]
    return _evidence(shop, metric, kind, subject, str(period))


@lru_cache(maxsize=1 << 15)
def _evidence(shop: str, metric: str, kind: str, subject: str, period: str) -> str:
    # A page holds thousands of them; an address is the same for ever.
    kwargs = {"shop": shop, "metric": metric, "subject_kind": kind, "subject_id": subject}
    return f"{reverse('metrics-evidence', kwargs=kwargs)}?{urlencode({'period': period})}"


@register.filter
def may(actor: Actor, act: str) -> bool:
    """Whether somebody may do an act at all, by the act's name."""
    return actor.can(Act(act))


@register.simple_tag
def share(side: Side, row: EvidenceRow) -> str:
    """What a row adds to one side of a figure."""
    return side.of(row).show(lang())
