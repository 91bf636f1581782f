"""Counting rules as settings: mistakes, presets, the digest, and what must be read for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from twofour.documents import parse
from twofour.events.presets import load_preset, preset_names
from twofour.events.rules import CountingRules
from twofour.events.rules_file import preset_rules, rules_called, rules_in
from twofour.events.rules_words import WORDS, written
from twofour.metrics import METRICS
from twofour.metrics.prepare import needed_message_columns
from twofour.problems import SchemeError, UsageError

USUAL = ["shop_id", "customer_id", "agent_id", "sender", "sent_at", "seq"]


def rules_written(text: str) -> CountingRules:
    """The rules of a document."""
    document = parse(text, "rules.yaml")
    return rules_in(document, document.plain(), ())


def test_every_setting_is_in_words() -> None:
    """Both languages, no setting forgotten and none invented."""
    assert set(WORDS) == set(CountingRules.model_fields)
    assert all(words.title.zh and words.does.zh and words.does.en.endswith(".") for words in WORDS.values())


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("service_hours: 8-23", "1:16", "Write 08:00-23:00"),
        ("graded_hours: 08:00-24:30", "1:15", "no hours of the day"),
        ("ungraded_starts: 09:00-09:00", "1:18", "all day, or nothing"),
        ("graded_hours: 00:00-24:00", "1:15", "all day, or nothing"),
        ("day_cut: 24:00", "1:10", "no time of day"),
        ("idle_minutes: 5\ndrop_lines: two", "2:13", "whole number"),
        ("drop_code_times: 0", "1:18", "Range 1–"),
        ("drop_monologues: perhaps", "1:18", "true or false"),
        ("cancel_days: -1", "1:14", "Range 0–"),
        ("welcome_seconds: 4000", "1:18", "Range …–3600"),
        ("headline_conversion: seven_day", "1:22", "Did you mean seven_day_pay_rate"),
        ("preset: taobaoo", "1:9", "Did you mean taobao"),
        ("preset: jd\nservise_hours: none", "2:1", "Did you mean service_hours"),
    ],
)
def test_mistakes_name_place_and_what_would_be_right(text: str, place: str, says: str) -> None:
    with pytest.raises(SchemeError) as error:
        rules_written(text)
    assert f"rules.yaml:{place}" in error.value.message.en
    assert says in error.value.message.en


@pytest.mark.parametrize("name", preset_names())
def test_presets_hold_good_settings_with_notes_in_both_languages(name: str) -> None:
    preset = load_preset(name)
    assert preset_rules(name) and preset.notes
    assert all(phrase.zh and phrase.en for phrase in (preset.title, *preset.notes, *preset.sources))
    assert name == "default" or (preset.settings and preset.sources)


@pytest.mark.parametrize("name", preset_names())
def test_presets_count_like_their_settings_written_out(name: str) -> None:
    """The name is no part of the digest, and what a preset shows can be written in a file."""
    found = preset_rules(name)
    lines = [f"{setting}: {written(chosen)}" for setting, chosen in found.settings().items()]
    assert rules_written("\n".join(lines)).digest == found.digest == rules_written(f"preset: {name}").digest


def test_default_preset_is_the_default() -> None:
    assert preset_rules("default") == CountingRules()


def test_written_settings_come_after_the_preset() -> None:
    """``none`` and ``[]`` take a setting of the preset back."""
    found = rules_written("preset: taobao\ngraded_hours: none\nunit: first")
    assert (found.graded_hours, found.unit) == (None, "first")
    assert rules_written("preset: jd\ncancel_days: 0").ungraded_starts == "23:00-09:00"


def test_midnight_at_the_end_is_written_in_two_ways_and_counts_alike() -> None:
    digests = {CountingRules(service_hours=hours).digest for hours in ("08:00-24:00", "08:00-00:00")}
    assert len(digests) == 1


@pytest.mark.parametrize("setting", sorted(CountingRules.model_fields))
def test_every_setting_is_in_the_digest(setting: str) -> None:
    other: dict[str, Any] = {
        "timezone": "UTC",
        "day_cut": "06:00",
        "auto_reply": "answers",
        "drop_monologues": True,
        "clock": "last",
        "unit": "first",
        "credit_rule": "order",
        "headline_conversion": "seven_day_pay_rate",
        **dict.fromkeys(("service_hours", "graded_hours", "ungraded_starts"), "08:00-23:00"),
    }
    default = CountingRules.model_fields[setting].default
    if setting not in other:
        other[setting] = ("a",) if default == () else (default or 0) + 1
    assert CountingRules(**{setting: other[setting]}).digest != CountingRules().digest


def test_rules_are_called_by_preset_or_file(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("preset: xiaohongshu\n")
    assert rules_called(str(file)) == rules_called("xiaohongshu")
    with pytest.raises(UsageError, match=r"neither a preset nor a file\. Did you mean jd"):
        rules_called("jdd")


def test_headline_conversions_are_conversions_of_the_catalogue() -> None:
    annotation = CountingRules.model_fields["headline_conversion"].annotation
    names = annotation.__args__ if annotation else ()
    assert names and all(METRICS[name].category == "conversion" for name in names)


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        ({}, []),
        ({"welcome_seconds": 3, "drop_lines": 1, "service_hours": "08:00-23:00"}, []),
        ({"auto_reply_prefixes": ("a",)}, ["text"]),
        ({"no_answer_needed": ("a",)}, ["text"]),
        ({"drop_code_words": ("a",)}, ["text"]),
        ({"drop_forwarded": 0}, ["forwarded_from"]),
    ],
)
def test_columns_that_only_a_rule_needs_are_read_only_for_it(
    settings: dict[str, Any], more: list[str]
) -> None:
    assert needed_message_columns(CountingRules(**settings)) == USUAL + more
