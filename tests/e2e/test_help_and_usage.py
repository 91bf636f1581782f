"""Help and complaints about usage speak one language: Chinese, or English where somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer
from commandline import twofour
from typer.main import get_group

from twofour.cli.app import app
from twofour.problems import ExitCode

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b(?:the|Usage|Options|Commands|Arguments|this|default)\b")
COMMANDS = list(get_group(app).commands)


def helps(command: Any) -> Iterator[str]:
    """Every help text below a command, as it was written."""
    yield command.help
    yield from (parameter.help for parameter in command.params)
    for inner in getattr(command, "commands", {}).values():
        yield from helps(inner)


def as_written(name: str) -> Any:
    """The command as its module defines it, before a language is chosen."""
    module, _, attribute = get_group(app).places[name].partition(":")
    found, around = getattr(import_module(f"twofour.cli.{module}"), attribute), typer.Typer()
    around.add_typer(found, name=name) if isinstance(found, typer.Typer) else around.command(name)(found)
    return get_group(around).commands[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_text_is_written_in_both_languages(name: str) -> None:
    for text in helps(as_written(name)):
        zh, between, en = text.partition(" / ")
        assert between and HAN.search(zh) and not HAN.search(en) and " / " not in en, text


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_speaks_one_language(words: list[str]) -> None:
    chinese = twofour(*words, "--help")
    assert chinese.returncode == ExitCode.DONE
    assert "用法：" in chinese.stdout and "显示这份说明" in chinese.stdout
    assert not ENGLISH.search(chinese.stdout), chinese.stdout
    english = twofour("--lang", "en", *words, "--help").stdout
    assert "Usage: " in english and not HAN.search(english), english


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["rulez"], "没有命令 rulez，是不是 rules？", "No such command 'rulez'. Did you mean 'rules'?"),
        (["nothing"], "没有命令 nothing", "No such command 'nothing'."),
        (["import", "--dry"], "没有选项 --dry，是不是 --dry-run？", "Possible options: --dry-run"),
        (["import", "--nothing"], "没有选项 --nothing", "No such option: --nothing"),
        (["measure", "--from"], "选项 --from 后面要写一个值", "requires an argument"),
        (["import", "--dry-run=yes"], "选项 --dry-run 后面不写值", "does not take a value"),
        (["chat", "--day", "2026-06-01"], "缺少选项 --customer", "Missing option '--customer'."),
        (["scheme", "approve", "--by", "a"], "缺少参数 SCHEME.yaml", "Missing argument 'SCHEME.yaml'."),
        (["serve", "--port", "abc"], "--port 要写数字", "Invalid value for '--port'"),
        (["--lang", "fr"], "--lang 的值不对：写 zh 或 en", "write zh or en"),
    ],
)
def test_a_slip_is_said_in_one_line_with_where_to_read(words: list[str], zh: str, en: str) -> None:
    """Exit code 2, nothing on standard output, no traceback."""
    chinese, english = twofour(*words), twofour(*words, lang="en")
    assert {chinese.returncode, english.returncode} == {ExitCode.USAGE}
    assert zh in chinese.stderr and en in english.stderr
    assert not HAN.search(english.stderr), english.stderr
    assert not chinese.stdout and "Traceback" not in chinese.stderr + english.stderr
