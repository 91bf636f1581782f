"""The doctor's pages: the reference is what the checks say, and the how-to speaks of what exists."""

import re
import subprocess
import sys
from pathlib import Path

from twofour.metrics.doctor import CHECKS

ROOT = Path(__file__).parents[2]


def test_reference_is_what_the_checks_say() -> None:
    """Run ``python tools/doctor_reference.py`` after changing a check."""
    command = [sys.executable, ROOT / "tools" / "doctor_reference.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_how_to_names_only_findings_that_exist() -> None:
    """Its table of cases lists kinds."""
    page = (ROOT / "docs" / "how-to" / "check-your-data.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`(?=[^|\n]*\|[^|\n]*\|[^|\n]*\|$)", page, re.M))
    assert named
    assert named <= {check.kind for check in CHECKS}
