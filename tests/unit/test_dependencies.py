"""Whatever the package imports it also asks for: an installation without the test tools must run."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Import name -> distribution name, where they differ.
DISTRIBUTIONS = {
    "ruamel": "ruamel-yaml",
    "pydantic_core": "pydantic-core",
    "csp": "django-csp",
    "axes": "django-axes",
    "dj_database_url": "dj-database-url",
    "django_tasks": "django-tasks",
    "django_tasks_db": "django-tasks-db",
}
WEB = ROOT / "src" / "twofour" / "web"


def imported(*, at_once: bool = False) -> set[str]:
    """Packages that ``src`` imports and the standard library does not have; ``at_once``: those whose import
    does not wait inside a function, outside the web room, which is itself imported only when needed.
    """
    names: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        if at_once and file.is_relative_to(WEB):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in tree.body if at_once else ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    found = names - sys.stdlib_module_names - {"twofour"}
    return {DISTRIBUTIONS.get(name, name) for name in found}


def declared(section: str) -> set[str]:
    """Distributions that this section of the project asks for."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][section]
    listed = chain(*wanted.values()) if isinstance(wanted, dict) else wanted
    return {re.split(r"[<>=\[ ]", one)[0].lower() for one in listed}


def test_every_import_is_a_declared_dependency() -> None:
    """Packages that only come with another package may leave with it."""
    assert imported() <= declared("dependencies") | declared("optional-dependencies")


def test_what_an_extra_brings_is_imported_only_when_needed() -> None:
    """Without the extra the rest must work."""
    assert imported(at_once=True) <= declared("dependencies")
