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


def counted(count: int, one: str, many: str) -> str:
    """``1 row``, ``1,200 rows``: a number and the English words that agree with it."""
    return f"{count:,} {one if count == 1 else many}"


def same(word: str) -> Text:
    """A phrase that reads alike in both languages (a name, an id, a number)."""
    return Text(word, word)
