"""The ready schemes that come with the product, to begin a draft from."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from twofour.demo.folder import example_scheme
from twofour.documents import read_file
from twofour.problems import DataMissing, SchemeError
from twofour.scheme import Scheme, load_scheme
from twofour.scheme.difference import whom_both
from twofour.text import Text

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
    """Every ready scheme, the two-four one of pre-sales first; none where the examples are not installed."""
    try:
        first = example_scheme()
    except DataMissing:
        return ()
    found = []
    for path in [first, *sorted((first.parents[1] / "schemes").glob("*.yaml"))]:
        try:
            scheme = load_scheme(path)
        except SchemeError:
            continue
        name = path.stem if path is not first else path.parent.name
        found.append(Ready(name, scheme, whom_both(scheme, scheme), _about(read_file(path))))
    return tuple(found)


def text_of(name: str) -> str | None:
    """The document of a ready scheme; ``None`` for a name that none has."""
    return next((one.scheme.source for one in ready() if one.name == name), None)


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
