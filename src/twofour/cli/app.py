"""The door: one Typer application, one place where problems become a message and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from twofour.cli.appeal import appeal
from twofour.cli.backtest import backtest_scheme
from twofour.cli.case import case
from twofour.cli.chat import show_chat
from twofour.cli.console import listen, say, set_lang
from twofour.cli.demo import demo
from twofour.cli.doctor import doctor
from twofour.cli.evidence import show_evidence
from twofour.cli.explain import explain
from twofour.cli.forget import forget_customer
from twofour.cli.importing import import_files
from twofour.cli.ledger import ledger
from twofour.cli.losses import show_losses
from twofour.cli.measure import measure
from twofour.cli.metrics import metrics
from twofour.cli.pay import pay_period
from twofour.cli.period import period
from twofour.cli.privacy import privacy
from twofour.cli.rules import rules
from twofour.cli.scheme import scheme
from twofour.cli.serve import serve
from twofour.cli.undoing import list_imports
from twofour.cli.whatif import what_if_pay
from twofour.problems import ExitCode, TwoFourError
from twofour.text import Text

app = typer.Typer(
    name="twofour",
    help="二四 TwoFour：公平、可解释的电商客服绩效与薪酬 / fair, explainable pay for customer service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.command("demo")(demo)
app.command("serve")(serve)
app.command("import")(import_files)
app.command("imports")(list_imports)
app.command("doctor")(doctor)
app.command("measure")(measure)
app.command("evidence")(show_evidence)
app.command("chat")(show_chat)
app.command("losses")(show_losses)
app.command("pay")(pay_period)
app.command("explain")(explain)
app.command("backtest")(backtest_scheme)
app.command("what-if")(what_if_pay)
app.command("case")(case)
app.command("forget")(forget_customer)
app.add_typer(privacy, name="privacy")
app.add_typer(rules, name="rules")
app.add_typer(scheme, name="scheme")
app.add_typer(period, name="period")
app.add_typer(appeal, name="appeal")
app.add_typer(ledger, name="ledger")
app.add_typer(metrics, name="metrics")


@app.callback()
def options(
    language: Annotated[
        str | None, typer.Option("--lang", help="zh 或 en / zh or en", metavar="zh|en", show_default=False)
    ] = None,
) -> None:
    """Options that every command understands."""
    if language is None:
        return
    if language not in ("zh", "en"):
        raise typer.BadParameter("写 zh 或 en / write zh or en", param_hint="--lang")
    set_lang("zh" if language == "zh" else "en")


def main() -> None:
    """Run the command line; nothing that goes wrong reaches a person as a traceback."""
    listen()
    try:
        app()
    except TwoFourError as error:
        say(Text("✗ " + error.message.zh, "✗ " + error.message.en), stderr=True, style="red")
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
