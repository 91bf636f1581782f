"""What the commands about personal data share: the key file, the counting rules in use, months not closed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from twofour.events.presets import preset_names
from twofour.events.privacy import CustomerKey, load_key, words_of
from twofour.events.rules import CountingRules
from twofour.events.rules_file import preset_rules
from twofour.ledger import Ledger, Registry
from twofour.ledger.ledger import FOLDER
from twofour.scheme.load import read_scheme

KeyFile = Annotated[
    Path | None,
    typer.Option("--customer-key", help="买家假名密钥文件 / key of the pseudonyms", metavar="FILE"),
]
By = Annotated[str, typer.Option("--by", help="经办人或岗位，必写 / who does it, required", metavar="ROLE")]


def key_of(path: Path | None, data: Path) -> CustomerKey | None:
    """The key in the file, if one is given."""
    return None if path is None else load_key(path, data)


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


def unclosed_from(data: Path, shops: Iterable[str]) -> dict[str | None, date]:
    """For each shop that keeps a ledger, the first day that is not locked in it; under None, the earliest."""
    found: dict[str | None, date] = {}
    for shop in shops:
        periods = Ledger(data, shop).book().periods.values()
        if periods:
            still = [one.period.start for one in periods if one.settled is None]
            found[shop] = min(still, default=max(one.period.stop for one in periods))
    return found | ({None: min(found.values())} if found else {})
