"""Counting rules in a YAML file: the settings that differ from the contract's defaults, each checked."""

from __future__ import annotations

from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from twofour.documents import Located, Path, first_mistake, parse, read_file, scheme_error, unknown
from twofour.events.rules import CountingRules
from twofour.text import Text

PRESETS = ("default",)


def load_rules(path: File) -> CountingRules:
    """The counting rules in ``path``. Raises ``UsageError``, or ``SchemeError`` with file and line."""
    document = parse(read_file(path), str(path))
    plain = document.plain()
    if not isinstance(plain, dict):
        raise scheme_error(
            document.place,
            Text("这不是口径文件", "these are no counting rules"),
            Text(
                "口径文件是一组 key: value，如 idle_minutes: 10", "Write key: value, such as idle_minutes: 10"
            ),
        )
    return rules_in(document, plain, ())


def rules_in(document: Located, settings: dict[str, Any], at: Path) -> CountingRules:
    """The counting rules that the part of a document at ``at`` asks for. Raises ``SchemeError``."""
    settings = dict(settings)
    preset = settings.pop("preset", PRESETS[0])
    if preset not in PRESETS:
        raise scheme_error(
            document.find((*at, "preset")), *unknown(Text("预设口径", "preset"), str(preset), PRESETS)
        )
    for name in settings:
        if name not in CountingRules.model_fields:
            wrong, right = unknown(
                Text("口径设置", "counting-rule setting"), name, CountingRules.model_fields
            )
            raise scheme_error(document.key_place((*at, name)), wrong, right)
    try:
        return CountingRules.model_validate(settings)
    except ValidationError as error:
        raise first_mistake(error, document, at) from None
