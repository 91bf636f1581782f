"""The coverage-guided fuzzer for a while: it must end in peace, and it must have got somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 30


def test_guided_fuzzing_finds_no_fault() -> None:
    pytest.importorskip("atheris")
    command = [sys.executable, "tools/fuzz.py", "--afresh", "--seconds", str(SECONDS)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=10 * SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-5000:]
    grown = re.search(r"stat::new_units_added: +(\d+)", done.stderr)
    assert grown and int(grown[1]) > 0, done.stderr[-2000:]
