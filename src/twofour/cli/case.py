"""``twofour case``: run worked examples and show where they differ from what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from twofour.cli.console import console, lang, say
from twofour.cli.tables import plain_table
from twofour.explain.render_terminal import printable, terminal_tree
from twofour.metrics.own import NO_SHOP, shop_metrics
from twofour.plan.cases import Check, Outcome, load_case, run_case
from twofour.problems import ExitCode, UsageError
from twofour.text import Text


def case(
    files: Annotated[
        list[Path], typer.Argument(help="用例文件或文件夹 / case files or folders", metavar="FILE…")
    ],
    metrics_file: Annotated[
        Path | None, typer.Option("--metrics", help="自定义指标 / own metrics", metavar="METRICS.yaml")
    ] = None,
) -> None:
    """逐个核对用例 / check worked examples: exit 1 if a figure differs, 3 if a case is written wrongly."""
    shop = NO_SHOP if metrics_file is None else shop_metrics(metrics_file.parent, metrics_file)
    outcomes = [run_case(load_case(file, shop)) for file in _case_files(files)]
    console().print(_overview(outcomes))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        _show_differences(outcome)
    checks = sum(len(outcome.checks) for outcome in outcomes)
    if failed:
        wrong = sum(not check.passed for outcome in failed for check in outcome.checks)
        say(
            Text(
                f"✗ {len(failed)} 个用例、{wrong} 个数对不上（共 {len(outcomes)} 个用例、{checks} 个数）",
                f"✗ {wrong} of {checks} figures differ, in {len(failed)} of {len(outcomes)} cases",
            ),
            style="red",
        )
        raise typer.Exit(ExitCode.PROBLEMS)
    say(
        Text(
            f"✓ {len(outcomes)} 个用例、{checks} 个数全部相符",
            f"✓ all {checks} figures of {len(outcomes)} cases agree",
        ),
        style="green",
    )


def _case_files(given: list[Path]) -> list[Path]:
    """The files given, and every ``*.yaml`` directly in the folders given."""
    found = [file for path in given for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    if not found:
        raise UsageError(
            Text("文件夹里没有 .yaml 用例", "there are no .yaml cases in the folder"),
        )
    return found


def _overview(outcomes: list[Outcome]) -> Table:
    table = _table(Text("用例", "case"), Text("说明", "title"), Text("相符", "agree"), Text("", ""))
    for outcome in outcomes:
        agreed = sum(check.passed for check in outcome.checks)
        table.add_row(
            printable(outcome.name),
            printable(outcome.title.say(lang())),
            f"{agreed}/{len(outcome.checks)}",
            "[green]✓[/]" if outcome.passed else "[red]✗[/]",
        )
    return table


def _show_differences(outcome: Outcome) -> None:
    wrong = [check for check in outcome.checks if not check.passed]
    console().print(f"\n[bold]{outcome.name}[/]")
    table = _table(
        Text("项目", "what"), Text("应为", "expected"), Text("算得", "got"), Text("相差", "difference")
    )
    for check in wrong:
        table.add_row(
            printable(check.subject.say(lang())),
            check.expected.show(lang()),
            check.got.show(lang()),
            _difference(check),
        )
    console().print(table)
    for check in wrong:
        if check.node is not None:
            console().print(terminal_tree(check.node, lang()))


def _difference(check: Check) -> str:
    amount = check.difference.amount
    if amount is None:
        return "—"
    return ("+" if amount > 0 else "") + check.difference.show(lang())


def _table(*headings: Text) -> Table:
    table = plain_table()
    for at, heading in enumerate(headings):
        table.add_column(heading.say(lang()), justify="left" if at == 0 else "right" if at > 1 else "left")
    return table
