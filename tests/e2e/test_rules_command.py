"""``twofour rules`` as a person or a tool runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commandline import Done
from commandline import twofour as run

from twofour.events.presets import preset_names
from twofour.events.rules import CountingRules


def twofour(*words: object, language: str = "en", columns: int = 80) -> Done:
    return run("--lang", language, *words, width=columns)


def rows(*words: object) -> Any:
    """What the command prints as JSON."""
    done = twofour("rules", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_list_names_every_preset() -> None:
    shown = twofour("rules", "list").stdout
    assert all(name in shown for name in preset_names())
    assert [preset["rules"] for preset in rows("list")] == list(preset_names())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_show_marks_what_differs(language: str) -> None:
    """Every setting stands there; the one that differs has a mark and the default beside it."""
    done = twofour("rules", "show", "taobao", language=language)
    assert done.returncode == 0
    assert all(name in done.stdout for name in CountingRules.model_fields)
    marked = [line for line in done.stdout.splitlines() if line.startswith("graded_hours")]
    assert len(marked) == 1 and "● 08:00-23:00" in marked[0]
    assert done.stdout.count("●") == 2  # and once below, where it is explained
    assert {"zh": "依据", "en": "Sources"}[language] in done.stdout


def test_show_json_holds_value_default_and_words() -> None:
    shown = rows("show", "jd")
    cancel = next(row for row in shown["settings"] if row["setting"] == "cancel_days")
    assert (cancel["value"], cancel["default"], cancel["differs"]) == (15, 0, True)
    assert cancel["title"]["zh"] == "取消回收(天)"
    assert shown["notes"] and shown["sources"] and len(shown["digest"]) == 64


def test_show_takes_a_file_and_shows_its_words_as_written(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("preset: jd\nno_answer_needed: [好的, '[red]']\n", encoding="utf-8")
    done = twofour("rules", "show", file, columns=160)
    assert "● [好的, [red]]" in done.stdout
    assert "differs from the default: 4" in done.stdout


def test_diff_shows_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("preset: taobao\npay_days: 3\n")
    found = rows("diff", "taobao", file)
    assert [(row["setting"], row["a"], row["b"]) for row in found["differs"]] == [("pay_days", 7, 3)]
    shown = twofour("rules", "diff", "taobao", file, columns=160).stdout
    assert "pay_days" in shown and "graded_hours" not in shown


def test_diff_of_the_same_rules_says_so(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("graded_hours: 08:00-23:00\n")
    done = twofour("rules", "diff", "taobao", file)
    assert done.returncode == 0
    assert "count alike" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["rules", "show", "taobaoo"], 2, "Did you mean taobao"),
        (["rules", "diff", "taobao", "no.yaml"], 2, "no.yaml is neither a preset nor a file"),
        (["measure", "--period", "2026-06", "--rules", "pinduduo"], 2, "Did you mean pinduoduo"),
    ],
)
def test_unknown_rules_are_one_clear_message(words: list[str], code: int, says: str) -> None:
    done = twofour(*words)
    assert done.returncode == code
    assert says in done.stderr
