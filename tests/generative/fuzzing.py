"""One trial of the fuzz tests: a damaged file through the import, which may refuse it and do nothing else."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

from twofour.problems import TwoFourError
from twofour.sources.intake import look
from twofour.sources.readers import open as opening
from twofour.sources.readers.limits import too_much_memory

OWN_FILES, EXPORTED_FILES = 6_000, 4_000
"""Damaged files of our own tables and of platforms; ``TWOFOUR_FUZZ`` multiplies them, with fresh damage."""
_TIMES = int(os.environ.get("TWOFOUR_FUZZ", "1"))
_PATIENCE_SECONDS = 60


def fuzzed(examples: int) -> settings:
    """So many examples: the same ones in every run, unless more were asked for."""
    return settings(max_examples=examples * _TIMES, derandomize=_TIMES == 1)


@pytest.fixture(scope="module", autouse=True)
def without_processes_apart() -> Iterator[None]:
    """What would be tried out in a process of its own is refused (workbooks) or read at once (Parquet).

    A process for each of thousands of files takes minutes; the tests of hostile files start them.
    """

    def quickly(path: Path, kind: str) -> None:
        if kind == "xlsx":
            raise too_much_memory(path.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "try_out", quickly)
        yield


@contextmanager
def no_hang() -> Iterator[None]:
    """Whatever runs in the block ends soon."""

    def end(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"still at work after {_PATIENCE_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(_PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def look_at(path: Path, content: bytes, **options: Any) -> None:
    """Read ``content`` as the file ``path``: it is understood or refused, and nothing is written."""
    path.write_bytes(content)
    lake = path.parent / "lake"
    with no_hang():
        try:
            look([path], lake, shop="shop", **options)
        except TwoFourError as refusal:
            assert refusal.message.zh and refusal.message.en
    assert not lake.exists()
