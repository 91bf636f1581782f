"""``twofour demo``: a month of a synthetic shop, from raw exports to explained pay, on one screen."""

from __future__ import annotations

import os
import shlex
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.status import Status
from rich.text import Text as Styled

from twofour.cli.console import console, lang, say
from twofour.cli.serve import DEFAULT_HOST, DEFAULT_PORT, Port, open_door
from twofour.demo.findings import busiest
from twofour.demo.folder import Folder, example_scheme
from twofour.demo.play import PERIOD, Played, play
from twofour.demo.scoreboard import scoreboard
from twofour.demo.shop import SEED
from twofour.text import Text


def demo(
    data: Annotated[Path, typer.Option("--data", help="数据文件夹 / data folder", metavar="DIR")] = Path(
        "twofour-demo"
    ),
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="工资单文件夹，默认 DIR/runs / folder of runs", metavar="DIR", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子 / random seed", metavar="N")] = SEED,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="随后打开网页版 / then serve the pages")
    ] = True,
    port: Port = DEFAULT_PORT,
) -> None:
    """看一个合成店铺的一个月 / a month of a synthetic shop: import, measure, pay, scoreboard."""
    with Steps() as steps:
        played = play(Folder(data, seed), out or data / "runs", steps.begin)
    console().print()
    console().print(scoreboard(played.board, lang(), console().width))
    _print_files(played)
    _print_next(played)
    if serve:
        open_door(data, DEFAULT_HOST, port)


class Steps:
    """Names each step while it runs, and ticks it off with the time that it took."""

    def __init__(self) -> None:
        self._status = Status("", console=console(stderr=True))
        self._step: Text | None = None
        self._began = self._started = time.monotonic()

    def __enter__(self) -> Steps:
        self._status.start()
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._status.stop()
        if failure is None:
            self._tick()
            whole = f"{time.monotonic() - self._began:.1f}"
            say(Text(f"共 {whole} 秒", f"{whole} s in all"), stderr=True, style="dim")

    def begin(self, step: Text) -> None:
        """The step before is done; ``step`` begins."""
        self._tick()
        self._step, self._started = step, time.monotonic()
        self._status.update(step.say(lang()))

    def _tick(self) -> None:
        if self._step:
            took = f"{time.monotonic() - self._started:4.1f}s"
            console(stderr=True).print(
                Styled.assemble(("✓ ", "green"), (f"{took}  ", "dim"), self._step.say(lang()))
            )


def _print_files(played: Played) -> None:
    folder, run = played.folder, played.run_folder
    files = (
        (
            f"{folder.raw}/",
            Text("原始导出（合成，含 README.txt）", "raw exports (synthetic, with a README.txt)"),
        ),
        (f"{folder.scheme}", Text("方案，改一改再算", "the scheme, to change and pay again")),
        (f"{run}/", Text("", "")),
        ("  statements/", Text("每人一张工资单，HTML 与 XLSX", "each member's statement, HTML and XLSX")),
        ("  payroll.xlsx", Text("工资表（另有 payroll.csv）", "the payroll (also payroll.csv)")),
        (
            "  run.json",
            Text("封存：方案、口径、数据版本、校验值", "sealed: scheme, rules, data version, hashes"),
        ),
    )
    _heading(Text("写出的文件", "Files written"))
    for path, what in files:
        line = Styled.assemble("  ", (f"{path:<16}", "cyan"), "  ", (what.say(lang()), "dim"))
        line.rstrip()
        console().print(line, soft_wrap=True)


def _print_next(played: Played) -> None:
    folder, data = played.folder, shlex.quote(str(played.folder.path))
    source = f"--period {PERIOD} --rules {shlex.quote(str(folder.rules))} --data {data}"
    scheme = shlex.quote(str(folder.scheme))
    runs = shlex.quote(str(played.run_folder.parent))
    run = shlex.quote(str(played.run_folder))
    first = played.board.paid[0].member
    most = busiest(played.board).member
    commands = (
        (
            f"explain {run} {first.member_id}",
            Text(f"{first.name} 的工资，一直拆到每个指标", f"{first.name}'s pay, down to the measures"),
        ),
        (
            f"evidence inquiry_pay_rate --member {most.member_id} {source}",
            Text(f"{most.name} 转化率背后的每一个询单", f"every inquiry behind {most.name}'s conversion"),
        ),
        (
            f"measure --by team {source}",
            Text("换成按团队看（还有 agent、member、shop）", "the same by team (or agent, member, shop)"),
        ),
        (
            f"pay {scheme} --period {PERIOD} --data {data} --out {runs}",
            Text("改方案里的一个数，再算一遍", "change a number in the scheme and pay again"),
        ),
        (
            f"case {shlex.quote(str(example_scheme().parent / 'cases'))}",
            Text("手算的例子，让程序核对", "examples computed by hand, checked"),
        ),
        (
            "import FILE… --data my-shop",
            Text(
                "换成自己店铺的导出；外来格式用 --map 对应列",
                "your own exports; --map turns foreign formats into tables",
            ),
        ),
    )
    _heading(Text("接下来可以试", "Try next"))
    # Under `uv run` the command alone is not on the person's own path.
    program = "uv run twofour" if "UV" in os.environ else "twofour"
    for command, what in commands:
        console().print(Styled(f"  # {what.say(lang())}", style="dim"))
        console().print(Styled(f"  {program} {command}", style="cyan"), soft_wrap=True)


def _heading(words: Text) -> None:
    console().print()
    console().print(Styled(words.say(lang()), style="bold"))
