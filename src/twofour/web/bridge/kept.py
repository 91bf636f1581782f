"""What was computed once and need not be again: caches whose keys name everything that decides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from threading import Condition
from typing import Any, TypeVar

from cachetools import cached

_CACHES: list[MutableMapping[Hashable, Any]] = []
Function = TypeVar("Function", bound=Callable[..., Any])


def kept(cache: MutableMapping[Hashable, Any]) -> Callable[[Function], Function]:
    """Keep what a function gives in ``cache``; of several threads that ask for the same, one computes.

    The arguments must name everything that the outcome depends on (folder, snapshot number, digest …):
    nothing is ever thrown away because it became wrong, only because it was not asked for.
    """
    _CACHES.append(cache)
    return cached(cache, condition=Condition())  # type: ignore[return-value]


def drop_all() -> None:
    """Keep nothing any longer: somebody was erased from the data, and may stand in anything."""
    for cache in _CACHES:
        cache.clear()
