"""A scheme that uses a shop's own metrics keeps their definitions: its text with them written into it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from twofour.documents import Located, parse
from twofour.problems import SchemeError

_NOTE = "# 店铺自定义指标，核算时随方案存档 / the shop's own metrics, kept with the scheme that uses them"


def with_metrics(text: str, document: Located, borrowed: Collection[Any]) -> str:
    """``text`` of a scheme (read as ``document``) with ``borrowed`` definitions before its own ``metrics``.

    Whoever reads it needs no other file, and it says just what the scheme and those definitions say.
    Comments and layout stay wherever the text allows it.
    """
    plain = document.plain()
    wanted = {**plain, "metrics": [*borrowed, *plain.get("metrics", [])]}
    written = [json.dumps(one, ensure_ascii=False) for one in borrowed]
    candidate = _beside(text, document, written)
    try:
        if parse(candidate, "").plain() == wanted:
            return candidate
    except SchemeError:
        pass
    return json.dumps(wanted, ensure_ascii=False, indent=1) + "\n"


def _beside(text: str, document: Located, written: list[str]) -> str:
    """A guess that holds for lists and mappings as people indent them."""
    own = document.entry("metrics")
    first = own.entry(0) if own is not None else None
    if first is None:
        listed = "".join(f"  - {one}\n" for one in written)
        return f"{text.rstrip()}\n\n{_NOTE}\nmetrics:\n{listed}"
    lines = text.split("\n")
    at = sum(len(line) + 1 for line in lines[: first.place.line - 1]) + first.place.column - 1
    before = text[:at]
    if not before.rstrip().endswith("-"):
        return before + "".join(f"{one}, " for one in written) + text[at:]
    dash = before.rindex("-")
    indent = " " * (dash - before.rfind("\n", 0, dash) - 1)
    return text[:dash] + "".join(f"- {one}\n{indent}" for one in written) + text[dash:]
