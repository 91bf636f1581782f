"""Presets (口径预设): how each platform counts, as data files of settings with notes and sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from twofour.documents import Strict, parse, read_file, validated
from twofour.text import Text

DEFAULT = "default"
_FOLDER = Path(__file__).parent


class Preset(Strict):
    """Settings under one name; what they leave out is as in the contract.

    ``settings`` are words as a rules file has them, not yet checked. ``sources`` say where the facts come
    from. The name takes no part in counting: the same settings written out count alike.
    """

    title: Text
    settings: dict[str, Any]
    notes: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()


@cache
def preset_names() -> tuple[str, ...]:
    """Every preset, the default first, the others by name."""
    names = {file.stem for file in _FOLDER.glob("*.yaml")} - {DEFAULT}
    return (DEFAULT, *sorted(names))


@cache
def load_preset(name: str) -> Preset:
    """The preset called ``name``, one of ``preset_names``."""
    file = f"{name}.yaml"
    document = parse(read_file(_FOLDER / file), file)
    return validated(Preset, document, document.plain())
