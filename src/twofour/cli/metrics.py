"""``twofour metrics``: which metrics there are, built-in and the shop's own, and what each means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text as Styled

from twofour.cli.books import MetricsFile, check_metric
from twofour.cli.console import console, lang, say
from twofour.cli.measure_table import target_words
from twofour.cli.options import DEFAULT_DATA, DataDir, RulesFile, rules_of
from twofour.cli.tables import plain_table
from twofour.events.rules import CountingRules
from twofour.events.rules_words import WORDS
from twofour.explain.render_terminal import printable
from twofour.metrics.manual import MANUAL, Manual
from twofour.metrics.manual.words import CATEGORIES, DIRECTIONS, KINDS, SCOPES, divided, formula, unit_words
from twofour.metrics.own import MetricBook, MetricEntry, leaves, shop_metrics
from twofour.text import Text, same

metrics = typer.Typer(help="指标字典 / the metrics there are, and what each means", no_args_is_help=True)
_ARROWS = {"higher": "↑", "lower": "↓", "neither": ""}


class Form(Enum):
    """A table for people, or everything as JSON."""

    table = "table"
    json = "json"


Format = Annotated[Form, typer.Option("--format", help="输出格式 / output format")]


@metrics.command("list")
def list_metrics(
    category: Annotated[
        str | None, typer.Option("--category", help="只看一类 / only this category", metavar="C")
    ] = None,
    form: Format = Form.table,
    metrics_file: MetricsFile = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """列出全部指标 / every metric with its formula, the shop's own included."""
    book = shop_metrics(data, metrics_file).book
    if category is not None and category not in CATEGORIES:
        known = "、".join(f"{name}（{words.zh}）" for name, words in CATEGORIES.items())
        raise typer.BadParameter(known, param_hint="--category")
    wanted = [entry for entry in book.values() if category in (None, entry.category)]
    if form is Form.json:
        _write([_plain(book, entry, CountingRules()) for entry in wanted])
        return
    console().print(_listed(book, wanted))
    say(
        Text(
            "↑ 越高越好，↓ 越低越好，* 店铺自定义", "↑ higher is better, ↓ lower is better, * the shop's own"
        )
    )
    say(Text("看一个指标的口径：twofour metrics show 指标名", "what one means: twofour metrics show METRIC"))


@metrics.command("show")
def show_metrics(
    names: Annotated[list[str], typer.Argument(help="指标 / metrics", metavar="METRIC…")],
    rules: RulesFile = None,
    form: Format = Form.table,
    metrics_file: MetricsFile = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """一个指标的含义和口径 / what a metric counts, when, and which settings change it."""
    book = shop_metrics(data, metrics_file).book
    for name in names:
        check_metric(name, book)
    settings = rules_of(rules)
    if form is Form.json:
        _write([_plain(book, book[name], settings) for name in names])
        return
    for number, name in enumerate(names):
        if number:
            console().print()
        _show(book, book[name], settings)


def _listed(book: MetricBook, wanted: list[MetricEntry]) -> Table:
    table = plain_table()
    table.add_column(Text("指标", "metric").say(lang()), no_wrap=True)
    table.add_column(Text("名称", "title").say(lang()), overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column(Text("怎么算", "formula").say(lang()), overflow="fold")
    table.add_column(Text("单位", "unit").say(lang()), no_wrap=True)
    for category, words in CATEGORIES.items():
        of = [entry for entry in wanted if entry.category == category]
        if of:
            table.add_row(Styled(words.say(lang()), style="bold"))
        for entry in of:
            table.add_row(
                f"  {entry.id}{'*' if entry.own else ''}",
                Styled(printable(entry.title.say(lang()))),
                _ARROWS[entry.direction],
                Styled(printable(formula(book, entry.id).say(lang())) if divided(book, entry.id) else ""),
                unit_words(entry).say(lang()),
            )
    return table


def _show(book: MetricBook, entry: MetricEntry, rules: CountingRules) -> None:
    console().print(Styled(printable(f"{entry.title.say(lang())}（{entry.id}）"), style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, words in _described(book, entry):
        table.add_row(heading.say(lang()), Styled(printable(words.say(lang()))))
    first = Text("会改变它的口径", "settings that change it")
    for name in _settings(book, entry):
        line = f"{name:<20} {_setting(rules, name):<13}  {WORDS[name].title.say(lang())}"
        table.add_row(first.say(lang()), Styled(printable(line)))
        first = same("")
    console().print(table)


def _described(book: MetricBook, entry: MetricEntry) -> Iterator[tuple[Text, Text]]:
    if entry.title.zh != entry.title.en:
        yield Text("英文名", "Chinese title"), Text(entry.title.en, entry.title.zh)
    if divided(book, entry.id):
        yield Text("怎么算", "formula"), formula(book, entry.id)
    manual = MANUAL.get(entry.id)
    if manual is not None:
        yield Text("计什么", "counts"), manual.counts
        yield Text("算在哪天", "lies on"), manual.day
    if entry.parts:
        yield Text("组成", "parts"), same(", ".join(entry.parts))
    direction, unit = DIRECTIONS[entry.direction], unit_words(entry)
    yield Text("单位", "unit"), Text(f"{unit.zh}，{direction.zh}", f"{unit.en}, {direction.en}")
    target = target_words(entry)
    if target is not None:
        yield Text("目标", "target"), target
    category, kind = CATEGORIES[entry.category], KINDS[entry.kind]
    yield Text("类别", "category"), Text(f"{category.zh} · {kind.zh}", f"{category.en} · {kind.en}")
    yield Text("谁有", "who has it"), SCOPES[entry.scope]
    pending = [words.pending for words in _manuals(book, entry) if words.pending is not None]
    zh, en = "；".join(p.zh for p in pending), "; ".join(p.en for p in pending)
    yield Text("延迟统计", "pending"), Text(zh or "无", en or "none")


def _manuals(book: MetricBook, entry: MetricEntry) -> list[Manual]:
    """The manual's entries of the built-in metrics that it rests on, each once."""
    return [MANUAL[leaf] for leaf in leaves(book, entry.id) if leaf in MANUAL]


def _settings(book: MetricBook, entry: MetricEntry) -> list[str]:
    used = {name for words in _manuals(book, entry) for name in words.settings}
    return [name for name in CountingRules.model_fields if name in used]


def _setting(rules: CountingRules, name: str) -> str:
    written = rules.settings()[name]
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, list):
        return json.dumps(written, ensure_ascii=False)
    return "none" if written is None else str(written)


def _plain(book: MetricBook, entry: MetricEntry, rules: CountingRules) -> dict[str, Any]:
    manual, target = MANUAL.get(entry.id), target_words(entry)
    return {
        "metric": entry.id,
        "title": entry.title._asdict(),
        "formula": formula(book, entry.id)._asdict(),
        "counts": manual.counts._asdict() if manual else None,
        "day": manual.day._asdict() if manual else None,
        "unit": entry.shown_unit,
        "direction": entry.direction,
        "kind": entry.kind,
        "category": entry.category,
        "scope": entry.scope,
        "target": None if entry.target is None else f"{entry.target:f}",
        "target_words": target._asdict() if target else None,
        "own": entry.own,
        "parts": list(entry.parts),
        "indicator": entry.indicator,
        "pending": [words.pending._asdict() for words in _manuals(book, entry) if words.pending],
        "settings": {name: rules.settings()[name] for name in _settings(book, entry)},
    }


def _write(rows: list[dict[str, Any]]) -> None:
    sys.stdout.buffer.write((json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
    sys.stdout.buffer.flush()
