"""Peak memory of this process alone: ``ru_maxrss`` of a child begins with what its parent had."""

from __future__ import annotations

import re
from pathlib import Path


def peak_gigabytes() -> float:
    """The most that was resident since this program began (Linux: ``VmHWM``)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found, "no VmHWM: this runs on Linux only"
    return int(found[1]) * 1024 / 1e9
