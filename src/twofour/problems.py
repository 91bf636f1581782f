"""What can be wrong: findings in data are values; a refused act is one exception with an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from twofour.text import Text


class ExitCode(IntEnum):
    """What a process tells its caller; one code per family of problem."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    SCHEME = 3
    DATA = 4
    REFUSED = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in somebody's data: where it is, what is wrong and what would be right.

    ``line`` counts from 1 as a text editor or a spreadsheet shows it. A ``refused`` row was not imported;
    a ``notice`` row was kept and is only reported.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    reason: Text
    remedy: Text
    severity: Literal["refused", "notice"] = "refused"


class TwoFourError(Exception):
    """An act that cannot be done. The message says what is wrong, where, and what would be right.

    It reads alike on a page and in a terminal. ``command``: what would be right, as one types it there.
    """

    exit_code: ExitCode = ExitCode.REFUSED

    def __init__(self, message: Text, command: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.command = command


class UsageError(TwoFourError):
    """The command line asks for something that does not exist."""

    exit_code = ExitCode.USAGE


class SchemeError(TwoFourError):
    """A scheme or a counting-rule file that cannot be used as written."""

    exit_code = ExitCode.SCHEME


class DataMissing(TwoFourError):
    """There is no data to do this with."""

    exit_code = ExitCode.DATA


class Refused(TwoFourError):
    """The act is forbidden or impossible here (read-only folder, locked period …)."""

    exit_code = ExitCode.REFUSED
