"""Words and numbers in templates: ``{% say "今日" "Today" %}``, ``{{ text|said }}``, ``{{ fen|yuan }}``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from twofour.explain import Quantity
from twofour.metrics import Measure
from twofour.money import format_fen
from twofour.text import Text
from twofour.web import words
from twofour.web.bridge.quantities import brief, unsettled

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> str:
    """One phrase in the reader's language; ``{name}`` in it is replaced by the tag's ``name=value``."""
    phrase = words.say(Text(zh, en))
    return phrase.format_map(values) if values else phrase


@register.filter
def said(text: Text | str | None) -> str:
    """A ``Text`` in the reader's language."""
    return "" if text is None else words.say(text) if isinstance(text, Text) else str(text)


@register.filter
def yuan(fen: int | None) -> str:
    """Integer fen as yuan with two decimals and thousands separators; a dash for nothing."""
    return "–" if fen is None else format_fen(fen)


@register.filter
def grouped(count: int) -> str:
    """A count with thousands separators."""
    return f"{count:,}"


@register.filter
def quantity(value: Quantity | None) -> str:
    """A quantity with its unit, as the explanations print it; a dash for nothing."""
    return "–" if value is None else value.show(words.lang())


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """An instant to the minute, in the shop's usual time zone, readable by machines too."""
    if at is None:
        return "–"
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), f"{local:%Y-%m-%d %H:%M}")


@register.filter
def as_json(data: Any) -> str:
    """Plain data as JSON for a ``data-`` attribute."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@register.filter
def measured(measure: Measure | None) -> str:
    """A measure in short, with its unit; a dash where there is no figure, a word where none is settled."""
    if unsettled(measure):
        return words.say(Text("待定", "pending"))
    found = brief(measure)
    return "–" if found is None else found.show(words.lang())


@register.filter
def pick(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``mapping[key]``, or nothing."""
    return mapping.get(key)
