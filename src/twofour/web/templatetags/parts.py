"""Parts of pages that are written once: ``{% kept_part "web/today/_trend.html" book=book trend=trend %}``."""

from __future__ import annotations

from datetime import date
from types import NoneType
from typing import Any

from cachetools import LRUCache
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from twofour.period import Period
from twofour.text import Lang, Text
from twofour.web import words
from twofour.web.bridge import lake
from twofour.web.bridge.kept import Same, kept

register = template.Library()
_PLAIN = (str, int, date, Period, Text, NoneType)
_MOST = 32 << 20  # characters of all parts together


@register.simple_tag(takes_context=True)
def kept_part(context: Any, name: str, **given: Any) -> SafeString:
    """What the template called ``name`` makes of what it is ``given``, of the language and of the ``shop``.

    It sees nothing else of the page, neither who reads nor the request, so that it is the same for everybody
    who is given the same. Plain values are compared; anything else must be the very same object, and one that
    never changes: what ``kept`` functions give.
    """
    marked = tuple((key, one if isinstance(one, _PLAIN) else Same(one)) for key, one in given.items())
    return _written(str(lake.data()), name, context["actor"].shop_id, words.lang(), marked)


@kept(LRUCache(_MOST, getsizeof=len))
def _written(folder: str, name: str, shop: str, lang: Lang, given: tuple[tuple[str, Any], ...]) -> SafeString:
    plain = {key: one.held if isinstance(one, Same) else one for key, one in given}
    return render_to_string(name, {**plain, "shop": shop, "lang": lang})
