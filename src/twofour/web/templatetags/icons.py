"""Icons: ``{% icon "users" %}`` puts the vendored SVG into the page, so that it takes the text's colour."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_FOLDER = Path(__file__).parent.parent / "icons"


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing called ``name``; it says nothing to a screen reader, the words beside it do."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    # Our own vendored file, named by a template: safe as it is.
    return mark_safe((_FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
