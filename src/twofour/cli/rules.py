"""``twofour rules``: the counting rules in words, by preset or file, and how two of them differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text as Styled

from twofour.cli.console import console, lang, say
from twofour.cli.tables import plain_table
from twofour.events.presets import DEFAULT, Preset, load_preset, preset_names
from twofour.events.rules import CountingRules
from twofour.events.rules_file import preset_rules, rules_called
from twofour.events.rules_words import WORDS, written
from twofour.explain.render_terminal import printable
from twofour.text import Text, same

_MARK = "●"


class RulesFormat(Enum):
    """A table for people or JSON for tools."""

    table = "table"
    json = "json"


Which = Annotated[
    str,
    typer.Argument(help="预设名或口径文件 / preset or rules file", metavar="PRESET|FILE", show_default=True),
]
Format = Annotated[RulesFormat, typer.Option("--format", help="输出格式 / output format")]

rules = typer.Typer(no_args_is_help=True, help="口径：查看、对比 / counting rules: show, compare")


@rules.command("list")
def list_presets(form: Format = RulesFormat.table) -> None:
    """列出预设口径 / list the presets and what each sets otherwise."""
    if form is RulesFormat.json:
        _print_json([_preset_json(name) for name in preset_names()])
        return
    table = plain_table()
    table.add_column(Text("预设", "preset").say(lang()), no_wrap=True)
    table.add_column(Text("名称", "title").say(lang()), overflow="fold")
    table.add_column(Text("与默认不同", "other than the default").say(lang()), overflow="fold")
    for name in preset_names():
        differs = _changed(preset_rules(name))
        lines = [f"{setting}: {written(chosen)}" for setting, chosen in differs.items()]
        table.add_row(name, load_preset(name).title.say(lang()), Styled("\n".join(lines) or "–"))
    console().print(table)
    say(
        Text(
            "逐项查看：twofour rules show 预设名；统计时使用：--rules 预设名，"
            "或在方案里写 counting: {preset: 预设名}",
            "Every setting: twofour rules show PRESET. To count by it: --rules PRESET, or counting: "
            "{preset: PRESET} in a scheme",
        ),
        style="dim",
    )


@rules.command("show")
def show_rules(which: Which = DEFAULT, form: Format = RulesFormat.table) -> None:
    """查看每项口径 / show every setting with what it does, and mark what differs from the default."""
    found, preset = rules_called(which), _preset(which)
    if form is RulesFormat.json:
        _print_json(_rules_json(which, found) if preset is None else _preset_json(which))
        return
    table = _settings_table(_title(which), [Text("值", "set to")])
    usual, settings, changed = CountingRules().settings(), found.settings(), _changed(found)
    for name in WORDS:
        differs = name in changed
        lines = [f"{_MARK} {written(settings[name])}" if differs else written(settings[name])]
        if differs:
            default = written(usual[name])
            lines.append(Text(f"默认 {default}", f"default {default}").say(lang()))
        _add_setting(table, name, [lines], style="bold" if differs else "")
    console().print(table)
    _summary(len(changed), found.digest)
    if preset is not None:
        _phrases(Text("说明", "Notes"), preset.notes)
        _phrases(Text("依据", "Sources"), preset.sources)


@rules.command("diff")
def diff_rules(
    first: Annotated[str, typer.Argument(help="预设名或口径文件 / preset or rules file", metavar="A")],
    second: Annotated[str, typer.Argument(help="与之相比 / compared with", metavar="B")],
    form: Format = RulesFormat.table,
) -> None:
    """对比两套口径 / show only the settings in which two counting rules differ."""
    one, other = rules_called(first).settings(), rules_called(second).settings()
    differs = [name for name in WORDS if one[name] != other[name]]
    if form is RulesFormat.json:
        rows = [{"setting": name, "a": one[name], "b": other[name], **_words_json(name)} for name in differs]
        _print_json({"a": first, "b": second, "differs": rows})
        return
    if not differs:
        say(Text(f"{first} 与 {second} 口径完全相同", f"{first} and {second} count alike"))
        return
    title = Text(f"{first} 与 {second} 的不同", f"{first} and {second} differ")
    table = _settings_table(title.say(lang()), [same(first), same(second)])
    for name in differs:
        _add_setting(table, name, [[written(one[name])], [written(other[name])]])
    console().print(table)


def _preset(which: str) -> Preset | None:
    return load_preset(which) if which in preset_names() else None


def _title(which: str) -> str:
    preset = _preset(which)
    return which if preset is None else f"{preset.title.say(lang())} {which}"


def _changed(found: CountingRules) -> dict[str, Any]:
    """The settings that differ from the default ones."""
    usual, settings = CountingRules().settings(), found.settings()
    return {name: settings[name] for name in WORDS if settings[name] != usual[name]}


def _settings_table(title: str, headings: Iterable[Text]) -> Table:
    table = plain_table(printable(title))
    table.add_column(Text("设置", "setting").say(lang()), no_wrap=True)
    for heading in headings:
        table.add_column(printable(heading.say(lang())), overflow="fold", max_width=22)
    table.add_column(Text("作用", "what it does").say(lang()), overflow="fold")
    return table


def _add_setting(table: Table, name: str, cells: Iterable[Iterable[str]], style: str = "") -> None:
    """A row of the setting's names, a cell of lines for each of ``cells``, and what the setting does."""
    words = WORDS[name]
    row = [[name, words.title.say(lang())], *cells, [words.does.say(lang())]]
    # Not as plain strings: the console would read [好的] as an instruction of its own.
    table.add_row(*(Styled("\n".join(map(printable, lines))) for lines in row), style=style)


def _summary(differs: int, digest: str) -> None:
    zh = f"{_MARK} 与默认不同，共 {differs} 项" if differs else "与默认口径完全相同"
    en = f"{_MARK} differs from the default: {differs}" if differs else "the same as the default"
    say(Text(f"{zh}；摘要 {digest[:12]}", f"{en}; digest {digest[:12]}"), style="dim")


def _phrases(heading: Text, phrases: Iterable[Text]) -> None:
    for number, phrase in enumerate(phrases):
        if number == 0:
            say(Text(f"\n{heading.zh}", f"\n{heading.en}"), style="bold")
        say(Text(f"· {phrase.zh}", f"· {phrase.en}"))


def _words_json(name: str) -> dict[str, Any]:
    return {"title": WORDS[name].title._asdict(), "does": WORDS[name].does._asdict()}


def _rules_json(which: str, found: CountingRules) -> dict[str, Any]:
    usual, settings = CountingRules().settings(), found.settings()
    rows = [
        {
            "setting": name,
            "value": settings[name],
            "default": usual[name],
            "differs": settings[name] != usual[name],
            **_words_json(name),
        }
        for name in WORDS
    ]
    return {"rules": which, "digest": found.digest, "settings": rows}


def _preset_json(name: str) -> dict[str, Any]:
    preset = load_preset(name)
    return {
        **_rules_json(name, preset_rules(name)),
        "title": preset.title._asdict(),
        "notes": [note._asdict() for note in preset.notes],
        "sources": [source._asdict() for source in preset.sources],
    }


def _print_json(payload: Mapping[str, Any] | list[dict[str, Any]]) -> None:
    typer.echo(json.dumps(payload, ensure_ascii=False, indent=1))
