"""Pages that are written from code are as the code writes them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_metric_reference_is_what_the_catalogue_says() -> None:
    """Run ``just docs`` after changing a metric."""
    command = [sys.executable, ROOT / "tools" / "metric_reference.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0
