"""What was computed once and need not be again: caches whose keys name everything that decides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from threading import Condition, Lock
from typing import Any, TypeVar

from cachetools import cached
from cachetools.keys import hashkey
from django.conf import settings

_CACHES: list[tuple[MutableMapping[Hashable, Any], Condition]] = []
_RECORDS = ("privacy/forgotten.jsonl", "privacy/removed.jsonl")
Function = TypeVar("Function", bound=Callable[..., Any])

_erased: dict[Path, tuple[int, ...]] = {}
_noticing = Lock()
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


class Same:
    """Anything as an argument of what is kept: equal to itself alone. It is held, so that nothing else can
    come to stand in its place in memory; it must never change.
    """

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.held is self.held

    def __hash__(self) -> int:
        return id(self.held)


def kept(cache: MutableMapping[Hashable, Any]) -> Callable[[Function], Function]:
    """Keep what a function gives in ``cache``; of several threads that ask for the same, one computes.

    The arguments must name everything that the outcome depends on (folder, snapshot number, digest …):
    nothing is ever thrown away because it became wrong, only because it was not asked for. What was erased
    from the data, which changes what old numbers stand for, is named by itself.
    """
    lock = Condition()
    _CACHES.append((cache, lock))

    def key(*arguments: Any, **named: Any) -> Hashable:
        return hashkey(erasures(), *arguments, **named)

    return cached(cache, key=key, condition=lock)  # type: ignore[return-value]


def drop_all() -> None:
    """Keep nothing any longer: somebody was erased from the data, and may stand in anything."""
    for cache, lock in _CACHES:
        with lock:
            cache.clear()


@contextmanager
def reading() -> Iterator[None]:
    """What ``once`` functions say stays said until the block ends: a page shows one state of things, and asks
    for it once. Nothing is to be written inside.
    """
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def once(function: Function) -> Function:
    """Ask ``function`` once for each of its arguments while somebody is ``reading``; else every time."""

    @wraps(function)
    def asked(*arguments: Any) -> Any:
        answers = _answers.get()
        if answers is None:
            return function(*arguments)
        key = (function, arguments)
        if key not in answers:
            answers[key] = function(*arguments)
        return answers[key]

    return asked  # type: ignore[return-value]


@once
def erasures() -> tuple[int, ...]:
    """What tells one state of erased data from another: erasing changes old versions, and no number.

    Where it is new, also by another process, what was kept before is dropped: it may name who was erased.
    """
    folder = Path(settings.DATA)
    found = tuple(_length(folder / name) for name in _RECORDS)
    with _noticing:
        known = _erased.setdefault(folder, found)
        _erased[folder] = found
    if known != found:
        drop_all()
    return found


def _length(record: Path) -> int:
    """How long a record is that only grows."""
    try:
        return record.stat().st_size
    except FileNotFoundError:
        return 0
