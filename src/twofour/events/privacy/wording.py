"""Words that must not stay: where an id stands in a text, and filler in place of what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import polars as pl

from twofour.events.rules import CountingRules

LETTER = "某"
SIGN = "。"


def occurrences(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of ``names`` standing by itself: ``o1`` is found in ``订单o1，`` and not in ``po12``.

    Ids of letters and digits end where other letters and digits do not go on; Chinese has no such borders.
    """
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_alone, longest_first)) if longest_first else r"(?!)")


def _alone(name: str) -> str:
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", name) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]\Z", name) else ""
    return f"{before}{re.escape(name)}{after}"


def words_of(rules: CountingRules) -> frozenset[str]:
    """The words that counting under ``rules`` looks for in texts."""
    return frozenset((*rules.auto_reply_prefixes, *rules.drop_code_words, *rules.no_answer_needed))


def filled(texts: pl.Series, words: Collection[str] = ()) -> pl.Series:
    """Filler of the same length in place of every text: signs become 。, blanks stay, all else becomes 某.

    ``words`` (of counting rules: the beginnings of automatic replies, code words, words that need no answer)
    stay where they stand, so that counting under those rules finds what it found before.
    """
    blotted = _blotted(texts)
    chosen = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not chosen:
        return blotted
    at = texts.str.contains_any(chosen).fill_null(False).arg_true()
    kept = re.compile("|".join(map(re.escape, chosen)))
    pairs = zip(texts.gather(at), blotted.gather(at), strict=True)
    return blotted.scatter(at, [_with_words(kept, text, blot) for text, blot in pairs])


def filler(text: str) -> str:
    """Filler of the same length for one text."""
    return str(_blotted(pl.Series([text]))[0])


def _blotted(texts: pl.Series) -> pl.Series:
    signs = texts.str.replace_all(r"[\p{P}\p{S}]", SIGN)
    return signs.str.replace_all(r"[^\p{P}\p{S}\p{Z}\s]", LETTER)


def _with_words(kept: re.Pattern[str], text: str, blotted: str) -> str:
    parts: list[str] = []
    done = 0
    for match in kept.finditer(text):
        parts += [blotted[done : match.start()], match.group()]
        done = match.end()
    return "".join([*parts, blotted[done:]])
