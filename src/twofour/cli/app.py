"""The door: one Typer application, one place where problems become a message and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer import TyperException

from twofour.cli.console import listen, say, set_lang
from twofour.cli.lazy import lazy
from twofour.cli.wording import complain
from twofour.problems import ExitCode, TwoFourError
from twofour.text import Text

_COMMANDS = {
    "demo": "demo:demo",
    "serve": "serve:serve",
    "import": "importing:import_files",
    "imports": "undoing:list_imports",
    "doctor": "doctor:doctor",
    "measure": "measure:measure",
    "evidence": "evidence:show_evidence",
    "chat": "chat:show_chat",
    "losses": "losses:show_losses",
    "pay": "pay:pay_period",
    "explain": "explain:explain",
    "backtest": "backtest:backtest_scheme",
    "what-if": "whatif:what_if_pay",
    "case": "case:case",
    "forget": "forget:forget_customer",
    "privacy": "privacy:privacy",
    "rules": "rules:rules",
    "scheme": "scheme:scheme",
    "period": "period:period",
    "appeal": "appeal:appeal",
    "ledger": "ledger:ledger",
    "metrics": "metrics:metrics",
}

app = typer.Typer(
    cls=lazy(_COMMANDS),
    name="twofour",
    help="二四：公平、可解释的电商客服绩效与薪酬 / TwoFour: fair, explainable pay for customer service",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _speak(language: str | None) -> str | None:
    if language is None:
        return None
    if language not in ("zh", "en"):
        raise typer.BadParameter("写 zh 或 en / write zh or en", param_hint="--lang")
    set_lang("zh" if language == "zh" else "en")
    return language


@app.callback()
def options(
    language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="语言：zh 或 en / language: zh or en",
            metavar="zh|en",
            show_default=False,
            is_eager=True,
            callback=_speak,
        ),
    ] = None,
) -> None:
    """Options that every command understands: the language is set while they are read."""


def main() -> None:
    """Run the command line; nothing that goes wrong reaches a person as a traceback."""
    listen()
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.DONE)
    except typer.Abort:
        say(Text("已中止", "stopped"), stderr=True)
        sys.exit(ExitCode.PROBLEMS)
    except TyperException as error:
        complain(error)
        sys.exit(ExitCode.USAGE)
    except TwoFourError as error:
        say(Text("✗ " + error.message.zh, "✗ " + error.message.en), stderr=True, style="red")
        if error.command is not None:
            say(Text("→ " + error.command.zh, "→ " + error.command.en), stderr=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.DONE)
    except Exception as error:
        # The last net: a fault of ours. It is named in one line so that it can be reported.
        fault = f"{type(error).__name__}: {error}"
        say(
            Text(
                f"✗ 程序内部错误，数据未改动。请反馈这一行：{fault}",
                f"✗ internal fault, nothing was changed. Please report this line: {fault}",
            ),
            stderr=True,
            style="red",
        )
        sys.exit(ExitCode.REFUSED)
