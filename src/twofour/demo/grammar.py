"""A small template grammar: ``[a|b|]`` takes one of its alternatives, ``{slot}`` is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

_CHOICE = re.compile(r"\[([^\]]*)\]")


@cache
def _parts(template: str) -> tuple[tuple[str, ...], ...]:
    """The template cut into runs; a fixed run has one alternative."""
    pieces = _CHOICE.split(template)  # fixed, choice, fixed, choice …
    return tuple(tuple(piece.split("|")) if i % 2 else (piece,) for i, piece in enumerate(pieces))


def expand(rng: Random, template: str, slots: Mapping[str, object]) -> str:
    """``template`` with its alternatives chosen and its slots filled."""
    chosen = "".join(part[0] if len(part) == 1 else rng.choice(part) for part in _parts(template))
    return chosen.format_map(slots) if "{" in chosen else chosen


def say(rng: Random, pool: Sequence[str], slots: Mapping[str, object]) -> str:
    """One template of ``pool``, expanded."""
    return expand(rng, rng.choice(pool), slots)
