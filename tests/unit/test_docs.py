"""Pages that are written from code are as the code writes them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "tool", ["metric_reference.py", "rules_reference.py", "report_reference.py", "export_reference.py"]
)
def test_reference_is_what_the_code_says(tool: str) -> None:
    """Run ``just docs`` after changing a metric, a setting or a preset."""
    command = [sys.executable, ROOT / "tools" / tool, "--check"]
    assert subprocess.run(command, check=False).returncode == 0
