"""The fixture ``replay``; see ``replaying``."""

from __future__ import annotations

from pathlib import Path

import pytest
from replaying import Replay, replayed

from twofour.pay import Payslip


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    def run(piece: str, *rows: str, more: str = "") -> list[Payslip]:
        return replayed(tmp_path, piece, rows, more)

    return run
