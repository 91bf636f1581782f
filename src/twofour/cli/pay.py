"""``twofour pay``: compute a period's pay under a scheme and freeze it as statements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.books import MetricsFile
from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop, only_shop, open_snapshot
from twofour.metrics.own import shop_metrics
from twofour.period import parse_period
from twofour.run import run
from twofour.scheme import load_scheme
from twofour.statements import freeze, overview
from twofour.text import Text


def pay_period(
    scheme: Annotated[Path, typer.Argument(help="考核方案 / scheme", metavar="SCHEME.yaml")],
    period: Annotated[str, typer.Option("--period", help="核算期间，如 2026-06 / period", metavar="PERIOD")],
    out: Annotated[Path, typer.Option("--out", help="输出目录 / output folder", metavar="DIR")],
    shop: Shop = None,
    metrics_file: MetricsFile = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """核算薪酬并封存工资单 / compute pay and freeze the statements."""
    days = parse_period(period)
    document = load_scheme(scheme, shop_metrics(data, metrics_file))
    snapshot = open_snapshot(data)
    (shop_id,) = only_shop(snapshot, shop)
    with progress_bar(Text("核算中", "computing")) as progress:
        found = run(snapshot, document, days, shop_id, progress)
    folder = freeze(found, out)
    console().print(overview(found, lang()))
    say(Text(f"\n已封存：{folder}", f"\nfrozen in {folder}"))
    say(Text("  工资表    payroll.xlsx、payroll.csv", "  payroll      payroll.xlsx, payroll.csv"))
    say(Text("  工资单    statements/", "  statements   statements/"))
    first = found.payslips[0].member.member_id
    say(Text("查一笔钱怎么来的：", "Where an amount comes from:"))
    say(Text(f"  twofour explain {folder} {first}", f"  twofour explain {folder} {first}"))
