"""The counting rules that a shop's pages go by: in words, as a document, and what a change would move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cachetools import LRUCache

from twofour.documents import parse, scheme_error
from twofour.events.presets import DEFAULT, Preset, load_preset, preset_names
from twofour.events.rules import CountingRules
from twofour.events.rules_file import rules_in
from twofour.events.rules_words import WORDS
from twofour.events.rules_words import written as setting_words
from twofour.metrics.reported import report_names, unknown_report
from twofour.problems import SchemeError
from twofour.scheme.scheme import MEASURES_FROM
from twofour.text import Text
from twofour.web.bridge.kept import kept, once
from twofour.web.models import ShopRules


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in words; ``usual`` is the default where it differs from it."""

    name: str
    title: Text
    does: Text
    value: str
    usual: str | None


class Said(NamedTuple):
    """What a document says: the rules, and the platform whose report gives the figures, if one does."""

    counting: CountingRules
    measures_from: str | None = None


def of(shop_id: str) -> CountingRules:
    """The rules that a shop chose; the default ones until it has."""
    return said_of(shop_id).counting


@once
def said_of(shop_id: str) -> Said:
    """All that a shop chose; the default rules until it has."""
    chosen = ShopRules.objects.filter(shop_id=shop_id).first()
    return Said(CountingRules()) if chosen is None else _said(chosen.document)


def document_of(shop_id: str) -> str:
    """The shop's rules as it wrote them; the default preset until it has."""
    chosen = ShopRules.objects.filter(shop_id=shop_id).first()
    return f"preset: {DEFAULT}\n" if chosen is None else chosen.document


def written(document: str) -> CountingRules:
    """The rules that a YAML document says. Raises ``SchemeError`` with line and column."""
    return said_in(document).counting


def said_in(document: str) -> Said:
    """All that a YAML document says. Raises ``SchemeError`` with line and column."""
    found = parse(document, "rules.yaml")
    plain = found.plain()
    if not isinstance(plain, dict):
        raise SchemeError(
            Text(
                "口径应是一组 key: value，如 idle_minutes: 10",
                "counting rules are key: value, such as idle_minutes: 10",
            )
        )
    settings = dict(plain)
    source = settings.pop(MEASURES_FROM, None)
    if source is not None and source not in report_names():
        raise scheme_error(found.find((MEASURES_FROM,)), *unknown_report(str(source)))
    return Said(rules_in(found, settings, (), beside=(MEASURES_FROM,)), source)


def presets() -> Sequence[tuple[str, Preset]]:
    """Every preset by its name."""
    return [(name, load_preset(name)) for name in preset_names()]


def settings(rules: CountingRules) -> list[Setting]:
    """Every setting in words, those that differ from the default first."""
    chosen, usual = rules.settings(), CountingRules().settings()
    found = [
        Setting(
            name,
            words.title,
            words.does,
            setting_words(chosen[name]),
            setting_words(usual[name]) if chosen[name] != usual[name] else None,
        )
        for name, words in WORDS.items()
    ]
    return sorted(found, key=lambda one: one.usual is None)


def changed(before: CountingRules, after: CountingRules) -> Mapping[str, tuple[Any, Any]]:
    """The settings in which two rules differ: name → before, after."""
    one, other = before.settings(), after.settings()
    return {name: (one[name], other[name]) for name in WORDS if one[name] != other[name]}


@kept(LRUCache(64))
def _said(document: str) -> Said:
    return said_in(document)
