"""The language of the page being written."""

from __future__ import annotations

from django.utils.translation import get_language

from twofour.text import Lang, Text


def lang() -> Lang:
    """The language that the person reads."""
    return "en" if get_language() == "en" else "zh"


def say(words: Text) -> str:
    """``words`` in the language that the person reads."""
    return words.say(lang())
