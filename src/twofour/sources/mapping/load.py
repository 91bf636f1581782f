"""Read a mapping file: YAML to a checked ``Mapping``, or one message that names file and line."""

from __future__ import annotations

from pathlib import Path

from twofour.documents import parse, read_file, validated
from twofour.sources.mapping.document import Mapping


def load_mapping(path: Path) -> Mapping:
    """The mapping in ``path``.

    Raises ``UsageError`` when there is no such file, ``SchemeError`` naming file and line when it says
    something that no mapping file can say.
    """
    document = parse(read_file(path), str(path))
    return validated(Mapping, document, document.plain())
