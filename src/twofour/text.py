"""Words for people: one phrase in Simplified Chinese and in English."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """The same phrase in both languages of the product; Chinese comes first everywhere."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The phrase in ``lang``."""
        return self.zh if lang == "zh" else self.en


def same(word: str) -> Text:
    """A phrase that reads alike in both languages (a name, an id, a number)."""
    return Text(word, word)
