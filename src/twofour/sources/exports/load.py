"""The export documents that come with TwoFour: one YAML file per kind, in the folder of its platform."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from twofour.documents import parse, read_file, unknown, validated
from twofour.problems import UsageError
from twofour.sources.exports.document import PLATFORMS, Export
from twofour.text import Text

_SOURCES = Path(__file__).parent.parent


@cache
def exports() -> tuple[Export, ...]:
    """Every export document, by platform and name."""
    files = [file for platform in PLATFORMS for file in sorted((_SOURCES / platform).glob("*.yaml"))]
    return tuple(load_export(file) for file in files)


def export_called(name: str) -> Export:
    """The export document ``name``. Raises ``UsageError`` when there is none."""
    known = {one.export: one for one in exports()}
    if name not in known:
        wrong, right = unknown(Text("导出类型", "kind of export"), name, known)
        raise UsageError(Text(f"{wrong.zh}。{right.zh}", f"{wrong.en}. {right.en}"))
    return known[name]


def load_export(path: Path) -> Export:
    """The export document in ``path``. Raises ``SchemeError`` naming file, line and column of a mistake."""
    document = parse(read_file(path), str(path))
    return validated(Export, document, document.plain())
