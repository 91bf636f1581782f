"""Write ``docs/reference/counting-rules.md`` from settings and presets; ``--check`` fails if it is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from twofour.events.presets import load_preset, preset_names
from twofour.events.rules import CountingRules
from twofour.events.rules_file import preset_rules
from twofour.events.rules_words import WORDS, written
from twofour.text import Text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "counting-rules.md"
HEAD = """# Counting rules 口径

Written by `tools/rules_reference.py` from the settings and presets; do not edit. One test per rule, with its
data, is in `tests/spec/metrics`; one day per preset in `tests/spec/metrics/test_presets_spec.py`.

Counting rules are settings, never another code. A rules file, or `counting:` in a scheme, names a preset or
none, and then the settings that differ:

```yaml
preset: taobao
attribution_days: 7
graded_hours: none
```

`twofour rules list`, `twofour rules show taobao` and `twofour rules diff taobao rules.yaml` show them in
words; `--rules` of other commands takes a file or a preset's name. Every run keeps its settings and their
digest. The preset's name is no part of it: the same settings count alike, however they were written.

Hours are wall-clock hours of the shop's time zone, every day, the end not included; they run past midnight
where they end before they begin. Where the clock is put forward the skipped hour has no seconds, where it is
put back the repeated one counts twice.

A *dropped* reception leaves `consulted`, `received`, `unreplied`, `slow_receptions`, `inquiries` with all
their outcomes, the shares by customer, and `customer_messages` and `agent_messages`. Its waits, spans and
conversations stay, and so does whose the orders are.

A wait is *graded* if its conversation did not begin in `ungraded_starts` and it was asked or answered in
`graded_hours`. Only graded waits count for the shares answered in time. By customer, a consulted row counts
if one of its waits is graded, or if it has no wait at all and the customer's first message that day to the
agent lies in `graded_hours`; only its graded waits can be late.

A *welcome* stands right behind a customer's message that no message of the thread precedes within
`idle_minutes`. Earlier welcomes are messages in that respect, so that one never decides about another.
"""


def main() -> None:
    """Write the page, or compare it."""
    page = "\n".join([HEAD, *_settings(), "", *_presets()])
    if "--check" in sys.argv:
        same = PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if same else f"{PAGE.name} is out of date: run just docs")
    PAGE.write_text(page, encoding="utf-8")


def _settings() -> list[str]:
    usual = CountingRules().settings()
    lines = ["## Settings", "", "| setting | default | 作用 | what it does |", "| --- | --- | --- | --- |"]
    return lines + [
        f"| `{name}` | `{written(usual[name])}` | {_said(words.title.zh, words.does.zh, '：')} "
        f"| {_said(words.title.en, words.does.en, ': ')} |"
        for name, words in WORDS.items()
    ]


def _said(title: str, does: str, colon: str) -> str:
    return f"**{title}**{colon}{does}"


def _presets() -> list[str]:
    usual, lines = CountingRules().settings(), ["## Presets", ""]
    for name in preset_names():
        preset, settings = load_preset(name), preset_rules(name).settings()
        lines += [f"### `{name}` {preset.title.zh} · {preset.title.en}", ""]
        lines += [
            f"- `{setting}: {written(settings[setting])}`" + _as_default(settings[setting] == usual[setting])
            for setting in preset.settings
        ]
        lines += [""] if preset.settings else []
        lines += _phrases("说明 · Notes", preset.notes)
        lines += _phrases("依据 · Sources", preset.sources)
    return lines


def _as_default(alike: bool) -> str:
    return " (as the default)" if alike else ""


def _phrases(heading: str, phrases: Iterable[Text]) -> list[str]:
    lines = [f"- {phrase.zh} {phrase.en}" for phrase in phrases]
    return [heading, "", *lines, ""] if lines else []


if __name__ == "__main__":
    main()
