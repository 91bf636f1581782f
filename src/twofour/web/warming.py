"""A thread of the server that computes what the pages will ask, before anybody has to wait for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Hashable, Iterable, Iterator

from django.db import close_old_connections
from django.template.loader import get_template

from twofour.problems import TwoFourError
from twofour.web.bridge import present
from twofour.web.bridge.kept import reading

_LOOK_SECONDS = 2
_REST_SECONDS = 0.05
_PAUSE_SECONDS = 30
_SHOPS = 4  # no more than what is kept has room for
_PAGES = ("today/today", "me/index", "metrics/table", "periods/show", "periods/statement")
_said = logging.getLogger("twofour.web")


class Warming:
    """Looks every other second whether data, rules, schemes or ledgers changed, by whomever, and then asks
    the questions of the present month one after another, with a rest after each.

    A reader who asks for what is just being computed waits for that; what was already computed is not
    computed again. What fails here fails again, in words, on the page that asks for it; readers never see it
    from here.
    """

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._known: Hashable = object()

    def start(self) -> Warming:
        """Begin, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="twofour-warming", daemon=True).start()
        return self

    def stop(self) -> None:
        """Ask nothing more."""
        self._stopped.set()

    def look(self) -> bool:
        """Answer all questions if anything changed since the last look; whether all of them were asked."""
        now = present.state()
        if now == self._known:
            return False
        began, answered = time.monotonic(), 0
        for shop_id in present.busiest(_SHOPS):
            for step in _as_far_as_they_go(present.steps(shop_id)):
                if self._stopped.is_set() or present.state() != now:
                    return False
                answered += _answered(step)
                self._stopped.wait(_REST_SECONDS)
        self._known = now
        _said.info("%d answers are ready after %.1f s", answered, time.monotonic() - began)
        return True

    def _run(self) -> None:
        _answered(_read_templates)
        while not self._stopped.is_set():
            try:
                close_old_connections()
                self.look()
            except Exception as error:
                # A database that is away, a folder that is being moved.
                _note(error)
                self._stopped.wait(_PAUSE_SECONDS)
            self._stopped.wait(_LOOK_SECONDS)


def _read_templates() -> None:
    for page in _PAGES:
        get_template(f"web/{page}.html")


def _as_far_as_they_go(steps: Iterable[present.Step]) -> Iterator[present.Step]:
    """The steps up to one that cannot even be named, because what it rests on cannot be read."""
    try:
        yield from steps
    except Exception as error:
        _note(error)


def _answered(step: present.Step) -> bool:
    try:
        with reading():
            step()
    except Exception as error:
        _note(error)
        return False
    return True


def _note(error: Exception) -> None:
    """What a room refuses, the page that asks for it says in words; anything else is a fault of ours."""
    if isinstance(error, TwoFourError):
        _said.info("not prepared: %s", error)
    else:
        _said.error("not prepared", exc_info=error)
