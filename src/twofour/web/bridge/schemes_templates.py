"""The ready schemes that come with the product, to begin a draft from."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from twofour.demo.ready import ready_schemes
from twofour.scheme import Scheme
from twofour.scheme.difference import whom_both
from twofour.text import Text
from twofour.web.bridge.schemes_reported import Asked, asked, for_report

_ENDS = "，。；：、）——"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Ready(NamedTuple):
    """A ready scheme: its file's name, what it says, whom it is for and what its opening comment tells
    (in English nothing, where it says nothing in English)."""

    name: str
    scheme: Scheme
    whom: Text
    about: Text


@cache
def ready() -> tuple[Ready, ...]:
    """Every ready scheme with its words, the two-four one of pre-sales first."""
    return tuple(
        Ready(one.name, one.scheme, whom_both(one.scheme, one.scheme), _about(one.scheme.source))
        for one in ready_schemes()
    )


def text_of(name: str, source: str | None = None) -> str | None:
    """The document of a ready scheme; ``None`` for a name that none has. ``source``: the platform whose
    report gives the shop's figures.
    """
    text = next((one.scheme.source for one in ready() if one.name == name), None)
    return text if text is None or source is None else for_report(text, source)


def for_shop(source: str | None) -> list[tuple[Ready, Asked]]:
    """Every ready scheme with what it asks that the report of ``source`` does not give; those that can do
    with it come first.
    """
    if source is None:
        return [(one, Asked((), ())) for one in ready()]
    found = [(one, asked(one.scheme, source)) for one in ready()]
    return sorted(found, key=lambda pair: 2 * len(pair[1].lacking) + len(pair[1].entered))


def _about(source: str) -> Text:
    """The comment that a document opens with, its Chinese lines and its English ones apart."""
    opening: list[str] = []
    for line in source.splitlines():
        if not line.startswith("#"):
            break
        opening.append(line.lstrip("# ").rstrip())
    chinese = [line for line in opening if _CHINESE.search(line)]
    english = [line for line in opening if line and not _CHINESE.search(line)]
    said = "".join(line if line[-1] in _ENDS else f"{line} " for line in chinese)
    return Text(said.strip(), " ".join(english))
