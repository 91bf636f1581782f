"""Where the command line speaks: one console for results, one for everything else, and the language."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.segment import Segment

from twofour.events.export import visible
from twofour.text import Lang, Text

LANG_VARIABLE = "TWOFOUR_LANG"


def lang() -> Lang:
    """The language of this process: ``--lang`` or ``TWOFOUR_LANG``, Chinese unless it says ``en``."""
    return "en" if os.environ.get(LANG_VARIABLE, "zh").lower().startswith("en") else "zh"


def set_lang(chosen: Lang) -> None:
    """Make ``chosen`` the language of this process and of the processes it starts."""
    os.environ[LANG_VARIABLE] = chosen


class _Console(Console):
    """A console that shows whatever stands in a file, and lets none of it steer the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What ``renderable`` looks like, without control characters but those of the console itself."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)


@cache
def console(stderr: bool = False) -> Console:
    """The shared console: results go to standard output, progress and problems to standard error."""
    return _Console(stderr=stderr, highlight=False)


def say(text: Text, *, stderr: bool = False, style: str | None = None) -> None:
    """Print one phrase in the language of this process. ``[`` and ``]`` in it are plain characters.

    The terminal breaks long lines, not we: a path or a ``file:line:column`` stays whole when copied.
    """
    console(stderr).print(text.say(lang()), style=style, markup=False, soft_wrap=True)


class _Spoken(logging.Handler):
    """Says what a room tells its logger, if it is a ``Text`` for people."""

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, Text):
            say(record.msg, stderr=True)


def listen() -> None:
    """Say from now on what the rooms have to tell while they work, such as whom they wait for."""
    rooms = logging.getLogger("twofour")
    if not any(isinstance(handler, _Spoken) for handler in rooms.handlers):
        rooms.addHandler(_Spoken())
        rooms.propagate = False


@contextmanager
def byte_bar(task: Text, after: Text) -> Iterator[Callable[[int, int], None]]:
    """A progress bar over bytes, with their rate and the time left; once all are done it says ``after``.

    The yielded function takes how many bytes are done, and of how many.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        number = bar.add_task(task.say(lang()), total=None)

        def show(done: int, total: int) -> None:
            description = task if done < total else after
            bar.update(number, completed=done, total=total, description=description.say(lang()))

        yield show


@contextmanager
def progress_bar(task: Text) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; the yielded function takes how much is done, and of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        number = bar.add_task(task.say(lang()), total=None)
        yield lambda done, total: bar.update(number, completed=done, total=total)
