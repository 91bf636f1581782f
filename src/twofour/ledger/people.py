"""Who acts: names as people write them, and whether two of them are the same person."""

from __future__ import annotations

import unicodedata

from twofour.problems import UsageError
from twofour.text import Text, same

_LONGEST = 64


def person(written: str) -> str:
    """The name of whoever acts. Raises ``UsageError`` for an empty, endless or unprintable one."""
    name = " ".join(unicodedata.normalize("NFKC", written).split())
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise UsageError(
            Text("请写明经办人的姓名，例如 财务", "give the name of who acts, such as 财务"),
            same("--by 财务"),
        )
    return name


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: case, width of letters and blanks make no other person of them."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
