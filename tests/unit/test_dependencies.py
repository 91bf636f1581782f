"""Whatever the package imports it also asks for: an installation without the test tools must run."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Import name -> distribution name, where they differ.
DISTRIBUTIONS = {"ruamel": "ruamel-yaml", "pydantic_core": "pydantic-core"}


def imported() -> set[str]:
    """Top-level packages that ``src`` imports and the standard library does not have."""
    names: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"twofour"}


def test_every_import_is_a_declared_dependency() -> None:
    """Packages that only come with another package may leave with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[ ]", wanted)[0].lower() for wanted in project["dependencies"]}
    assert {DISTRIBUTIONS.get(name, name) for name in imported()} <= declared
