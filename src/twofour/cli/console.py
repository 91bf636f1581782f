"""Where the command line speaks: one console for results, one for everything else, and the language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from twofour.text import Lang, Text

LANG_VARIABLE = "TWOFOUR_LANG"


def lang() -> Lang:
    """The language of this process: ``--lang`` or ``TWOFOUR_LANG``, Chinese unless it says ``en``."""
    return "en" if os.environ.get(LANG_VARIABLE, "zh").lower().startswith("en") else "zh"


def set_lang(chosen: Lang) -> None:
    """Make ``chosen`` the language of this process and of the processes it starts."""
    os.environ[LANG_VARIABLE] = chosen


@cache
def console(stderr: bool = False) -> Console:
    """The shared console: results go to standard output, progress and problems to standard error."""
    return Console(stderr=stderr, highlight=False)


def say(text: Text, *, stderr: bool = False, style: str | None = None) -> None:
    """Print one phrase in the language of this process. ``[`` and ``]`` in it are plain characters.

    The terminal breaks long lines, not we: a path or a ``file:line:column`` stays whole when copied.
    """
    console(stderr).print(text.say(lang()), style=style, markup=False, soft_wrap=True)


@contextmanager
def progress_bar(task: Text) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; the yielded function takes how much is done, and of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        number = bar.add_task(task.say(lang()), total=None)
        yield lambda done, total: bar.update(number, completed=done, total=total)
