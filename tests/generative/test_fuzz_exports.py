"""Damaged exports of every platform: each file under the fixtures joins by being there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from damage import EXPORTS, Damage, damaged, damages, exports
from generative.fuzzing import EXPORTED_FILES, fuzzed, look_at, without_processes_apart

__all__ = ["without_processes_apart"]

FOUND = exports()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the file of each trial."""
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: str(path.relative_to(EXPORTS)))
def test_damaged_export_is_understood_or_refused(path: Path, folder: Path) -> None:
    content = path.read_bytes()

    @fuzzed(-(-EXPORTED_FILES // len(FOUND)))
    @given(damages())
    def trial(done: list[Damage]) -> None:
        look_at(folder / path.name, damaged(content, done))

    trial()
