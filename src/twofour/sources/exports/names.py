"""Column names as they are compared: the same word, however a platform happens to write it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNIT_WORDS = {
    "秒": "seconds",
    "s": "seconds",
    "分": "minutes",
    "分钟": "minutes",
    "min": "minutes",
    "小时": "hours",
    "h": "hours",
    "天": "days",
    "日": "days",
    "元": "yuan",
    "¥": "yuan",
    "万元": "wan",
    "%": "percent",
    "人": "count",
    "人次": "count",
    "次": "count",
    "个": "count",
    "件": "count",
    "条": "count",
    "单": "count",
    "笔": "count",
}
"""What a unit in brackets behind a column name means."""

_UNIT = re.compile(rf"\((?P<unit>{'|'.join(map(re.escape, UNIT_WORDS))})\)$")
INVISIBLE = (
    "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Signs without a width that web pages leave in copied text."""

_IGNORED = re.compile(rf"[\s{INVISIBLE}\"'`“”‘’_\-—–~:>→⟶➝/\\|·]+")


@lru_cache(maxsize=16_384)
def key(name: str) -> str:
    """``name`` without what never tells columns apart: width, case, blanks, arrows, quotes, a unit behind it.

    ``询单->最终付款 人数``, ``询单→最终付款-人数`` and ``询单最终付款人数（人）`` have the same key.
    """
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", name).casefold())
    bare = _UNIT.sub("", plain)
    return bare or plain


def unit_of(name: str) -> str | None:
    """The unit that a header names in brackets, one of the meanings in ``UNIT_WORDS``."""
    found = _UNIT.search(_IGNORED.sub("", unicodedata.normalize("NFKC", name).casefold()))
    return UNIT_WORDS[found["unit"]] if found else None
