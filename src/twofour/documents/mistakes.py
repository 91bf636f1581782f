"""Mistakes in a document: what is wrong, where, what would be right, and the nearest word that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from twofour.problems import SchemeError
from twofour.text import Text

# A path into a document: keys and positions in lists.
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where something stands in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def scheme_error(place: Place, wrong: Text, right: Text) -> SchemeError:
    """The one message of a mistake: where, what is wrong, what would be right."""
    return SchemeError(
        Text(f"{place}：{wrong.zh}。{right.zh}", f"{place}: {wrong.en}. {right.en}"),
    )


def mistake(wrong: Text, right: Text, *at: str | int) -> PydanticCustomError:
    """A mistake found while validating; ``at`` leads from the model being validated to the culprit."""
    context = {"wrong": wrong, "right": right, "at": at}
    return PydanticCustomError("mistake", "a mistake in the document", context)


def choices(known: Iterable[str]) -> str:
    """The words that may stand here, for a message; long lists are cut."""
    words = sorted(known)
    return ", ".join(words[:12]) + (" …" if len(words) > 12 else "")


def unknown(
    kind: Text, word: str, known: Iterable[str], titles: Mapping[str, str] | None = None
) -> tuple[Text, Text]:
    """What is wrong and what would be right about a word outside a closed vocabulary.

    ``titles`` leads from the names that people say to words that are known.
    """
    known = list(known)
    wrong = Text(f"没有这个{kind.zh}：{word}", f"unknown {kind.en}: {word}")
    near = get_close_matches(word, known, n=1)
    if near:
        return wrong, Text(f"是不是想写 {near[0]}？", f"Did you mean {near[0]}?")
    said = [title for title in titles or {} if word in title] or get_close_matches(word, titles or {}, n=1)
    if said and titles:
        ids = ", ".join(f"{titles[title]}（{title}）" for title in said[:3])
        return wrong, Text(f"是不是想写 {ids}？", f"Did you mean {ids}?")
    if not known:
        return wrong, Text("这里还没有可用的名字", "There is none to name here")
    return wrong, Text(f"可以写：{choices(known)}", f"Known here: {choices(known)}")
