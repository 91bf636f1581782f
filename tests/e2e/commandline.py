"""The command line run in this process: a whole process for each command would mostly wait for imports."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from typing import NamedTuple

import pytest

from twofour.cli.app import main
from twofour.cli.console import console


class Done(NamedTuple):
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def twofour(*words: object, lang: str = "zh", width: int = 100) -> Done:
    """Run ``twofour`` with these words, in a terminal of this width."""
    out, err, code = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8"), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("TWOFOUR_LANG", lang)
        patch.setenv("COLUMNS", str(width))
        patch.setattr(sys, "argv", ["twofour", *map(str, words)])
        console.cache_clear()
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    console.cache_clear()
    return Done(code, _text(out), _text(err))


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
