"""Help and complaints about usage, in the language of this process; the library behind speaks English."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from twofour.cli.console import lang, say
from twofour.text import Text

_BETWEEN = " / "
"""What stands between the Chinese and the English words of a help text."""

_HELP = Text("显示这份说明", "show this help")
_USAGE = Text("用法：", "Usage: ")
_OPTIONS, _COMMAND = Text("[选项]", "[OPTIONS]"), Text("命令 [参数]…", "COMMAND [ARGS]…")
_PANELS = {
    "ARGUMENTS_PANEL_TITLE": Text("参数", "Arguments"),
    "OPTIONS_PANEL_TITLE": Text("选项", "Options"),
    "COMMANDS_PANEL_TITLE": Text("命令", "Commands"),
    "DEFAULT_STRING": Text("[默认：{}]", "[default: {}]"),
    "ENVVAR_STRING": Text("[环境变量：{}]", "[env var: {}]"),
    "REQUIRED_LONG_STRING": Text("[必填]", "[required]"),
}

_COMPLAINTS = (
    (r"No such command '(.+?)'\. Did you mean (.+)\?", "没有命令 {}，是不是 {}？"),
    (r"No such command '(.+?)'\.", "没有命令 {}"),
    (r"Missing command\.", "还要写一个子命令"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有选项 {}，是不是 {}？"),
    (r"No such option: (\S+)", "没有选项 {}"),
    (r"Option '(.+?)' requires an argument\.", "选项 {} 后面要写一个值"),
    (r"Option '(.+?)' requires (\d+) arguments\.", "选项 {} 后面要写 {} 个值"),
    (r"Option '(.+?)' does not take a value\.", "选项 {} 后面不写值"),
    (r"Missing option '?(.+?)'?\.", "缺少选项 {}"),
    (r"Missing argument '?(.+?)'?\.", "缺少参数 {}"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "多出来的参数：{}"),
    (r"Invalid value for '?(.+?)'?: Input should be a valid (?:integer|number).*", "{} 要写数字"),
    (r"Invalid value for '?(.+?)'?: Input should be greater than or equal to (\S+)", "{} 最小是 {}"),
    (r"Invalid value for '?(.+?)'?: Input should be less than or equal to (\S+)", "{} 最大是 {}"),
    (r"Invalid value for '?(.+?)'?: Input should be (.+)", "{} 只能写 {}"),
    (r"Invalid value for '?(.+?)'?: (.+)", "{} 的值不对：{}"),
)


def in_one_language(command: Any, ctx: Any) -> Any:
    """The same command, its help and that of all below it in the language of this process alone."""
    _speak(command, ctx)
    return command


def complain(error: Any) -> None:
    """Say what is wrong with how a command was called, how it is called, and where to read about it."""
    if type(error).__name__ == "NoArgsIsHelpError":  # the help has been shown instead
        return
    english = error.format_message()
    wrong = Text(_chinese(english), _side(english, "en"))
    say(Text(f"✗ {wrong.zh}", f"✗ {wrong.en}"), stderr=True, style="red")
    if error.ctx is not None:
        path = error.ctx.command_path
        say(Text(f"→ 怎么用：{path} --help", f"→ How to: {path} --help"), stderr=True)


def _speak(command: Any, ctx: Any) -> None:
    language = lang()
    command.help = _side(command.help, language)
    command.short_help = _side(command.short_help, language)
    command.options_metavar = _OPTIONS.say(language)
    command.get_usage = partial(_usage, command.get_usage)
    command.get_help_option(ctx).help = _HELP.say(language)
    for parameter in command.params:
        parameter.help = _side(getattr(parameter, "help", None), language)
    for inner in getattr(command, "commands", {}).values():
        command.subcommand_metavar = _COMMAND.say(language)
        _speak(inner, ctx)


def _usage(plain: Callable[[Any], str], ctx: Any) -> str:
    """How a command is called. Help says this first, so the titles of what follows are set here."""
    shown = import_module("typer.rich_utils")  # for help alone: a third of every command's start otherwise
    for name, title in _PANELS.items():
        setattr(shown, name, title.say(lang()))
    return plain(ctx).replace("Usage: ", _USAGE.say(lang()), 1)


def _side(text: str | None, language: str) -> str:
    zh, between, en = (text or "").partition(_BETWEEN)
    return en if between and language == "en" else zh


def _chinese(english: str) -> str:
    for pattern, chinese in _COMPLAINTS:
        found = re.fullmatch(pattern, english, re.DOTALL)
        if found:
            return chinese.format(*(_side(part, "zh").replace("'", "") for part in found.groups()))
    return _side(english, "zh")
