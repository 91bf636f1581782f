"""Which words counting looks for anywhere in a data folder: they outlive the erasure of a text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from twofour.events.presets import preset_names
from twofour.events.privacy import words_of
from twofour.events.rules import CountingRules
from twofour.events.rules_file import preset_rules
from twofour.ledger.ledger import FOLDER
from twofour.ledger.registry import Registry
from twofour.scheme.load import read_scheme


def words_in_use(data: Path, rules: Iterable[CountingRules]) -> frozenset[str]:
    """Every word that counting looks for: of ``rules``, the presets, approved schemes and attached runs."""
    found = [words_of(one) for one in (*rules, *map(preset_rules, preset_names()))]
    found += [
        words_of(read_scheme(one.said.source, one.said.scheme).rules) for one in Registry(data).versions()
    ]
    for record in sorted((data / FOLDER / "runs").glob("*/run.json")):
        settings = json.loads(record.read_text(encoding="utf-8"))["content"]["counting"]["settings"]
        found.append(words_of(CountingRules.model_validate(settings)))
    return frozenset().union(*found)
