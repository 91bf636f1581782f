"""Pin every package, of all extras and groups, to one exact version: uv's ``constraint-dependencies``."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
BLOCK = re.compile(r"constraint-dependencies = \[[^\]]*\]")


def main() -> None:
    """Resolve without the old pins, then write the versions found, sorted by name."""
    text = PROJECT.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        sys.exit("pyproject.toml has no constraint-dependencies list under [tool.uv]")
    PROJECT.write_text(BLOCK.sub("constraint-dependencies = []", text), encoding="utf-8")
    try:
        pins = _resolve()
    except subprocess.CalledProcessError:
        PROJECT.write_text(text, encoding="utf-8")
        sys.exit("the packages do not resolve; pyproject.toml is as it was")
    lines = "".join(f'  "{pin}",\n' for pin in pins)
    PROJECT.write_text(BLOCK.sub(f"constraint-dependencies = [\n{lines}]", text), encoding="utf-8")


def _resolve() -> list[str]:
    export = ["uv", "export", "--upgrade", "--all-extras", "--all-groups", "--no-hashes", "--no-emit-project"]
    export += ["--no-annotate", "--no-header"]
    out = subprocess.run(export, check=True, capture_output=True, text=True, cwd=PROJECT.parent).stdout
    found = [line.partition(";") for line in out.splitlines() if "==" in line]
    versions = Counter(pin.partition("==")[0] for pin, _, _ in found)
    # A marker stays only where versions differ by platform; elsewhere one pin holds for everybody.
    return sorted(
        f"{pin.strip()} ; {marker.strip()}" if versions[pin.partition("==")[0]] > 1 else pin.strip()
        for pin, _, marker in found
    )


if __name__ == "__main__":
    main()
