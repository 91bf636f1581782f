"""Counting rules by a preset's name or in a YAML file: the settings that differ, each checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from twofour.documents import Located, Path, first_mistake, parse, read_file, scheme_error, unknown
from twofour.events.presets import DEFAULT, load_preset, preset_names
from twofour.events.rules import CountingRules
from twofour.problems import UsageError
from twofour.text import Text

_PRESET = Text("预设口径", "preset")


def preset_rules(name: str) -> CountingRules:
    """The counting rules of a preset, one of ``preset_names``."""
    return CountingRules.model_validate(load_preset(name).settings)


def rules_called(word: str) -> CountingRules:
    """The counting rules of the preset, else of the file, called ``word``.

    Raises ``UsageError`` if it is neither, ``SchemeError`` with file and line if the file is wrong.
    """
    if word in preset_names():
        return preset_rules(word)
    if not File(word).is_file():
        _, right = unknown(_PRESET, word, preset_names())
        wrong = Text(f"{word} 既不是预设口径，也不是文件", f"{word} is neither a preset nor a file")
        raise UsageError(Text(f"{wrong.zh}。{right.zh}", f"{wrong.en}. {right.en}"))
    return load_rules(File(word))


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


def rules_in(
    document: Located, settings: dict[str, Any], at: Path, beside: Iterable[str] = ()
) -> CountingRules:
    """The counting rules that the part of a document at ``at`` asks for: a preset's settings, then those
    written. ``beside``: keys that may also stand there, for the reader's own use. Raises ``SchemeError``.
    """
    written = dict(settings)
    preset = str(written.pop("preset", DEFAULT))
    if preset not in preset_names():
        raise scheme_error(document.find((*at, "preset")), *unknown(_PRESET, preset, preset_names()))
    for name in written:
        if name not in CountingRules.model_fields:
            known = [*CountingRules.model_fields, *beside]
            wrong, right = unknown(Text("口径设置", "counting-rule setting"), name, known)
            raise scheme_error(document.key_place((*at, name)), wrong, right)
    try:
        return CountingRules.model_validate({**load_preset(preset).settings, **written})
    except ValidationError as error:
        raise first_mistake(error, document, at) from None
