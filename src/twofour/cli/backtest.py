"""``twofour backtest``: what a draft would have cost and given in past months, beside today's scheme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twofour.cli.backtest_sheets import backtest_sheets
from twofour.cli.backtest_shown import print_backtest
from twofour.cli.books import MetricsFile
from twofour.cli.console import progress_bar, say
from twofour.cli.files import Form, FormOption, OutFile, form_of, write_sheets
from twofour.cli.options import DEFAULT_DATA, DataDir, Shop, only_shop, open_snapshot
from twofour.metrics.own import shop_metrics
from twofour.plan import backtest, shared_book
from twofour.run import measured_months
from twofour.scheme import load_scheme
from twofour.text import Text


def backtest_scheme(
    draft: Annotated[Path, typer.Argument(help="新方案 / the draft", metavar="DRAFT.yaml")],
    months: Annotated[
        int, typer.Option("--months", min=1, max=24, help="回测最近几个完整月 / whole months", metavar="N")
    ] = 6,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="现方案，与它比 / today's scheme", metavar="CURRENT.yaml", show_default=False
        ),
    ] = None,
    shop: Shop = None,
    metrics_file: MetricsFile = None,
    form: FormOption = None,
    out: OutFile = None,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """用往月数据重算：成本、每人差额、台阶、敏感度 / replay a draft on past months: cost, people, cliffs."""
    chosen = form_of(form, out)
    own = shop_metrics(data, metrics_file)
    scheme = load_scheme(draft, own)
    current = load_scheme(against, own) if against is not None else None
    schemes = [scheme, *([current] if current is not None else [])]
    book = shared_book(scheme, current)
    snapshot = open_snapshot(data)
    (shop_id,) = only_shop(snapshot, shop)
    with progress_bar(Text("统计往月", "counting past months")) as progress:
        past = measured_months(
            snapshot,
            shop_id,
            months,
            rules=scheme.rules,
            book=book,
            history=max(one.needs().history_months for one in schemes),
            events={metric for one in schemes for metric in one.needs().events},
            progress=progress,
        )
    if len(past) < months:
        say(
            Text(
                f"要 {months} 个月，只有 {len(past)} 个完整月的数据",
                f"asked for {months} months, the data has {len(past)} whole ones",
            ),
            stderr=True,
            style="yellow",
        )
    with progress_bar(Text("按方案重算", "replaying")) as progress:
        found = backtest(scheme, past, current, progress)
    if chosen is Form.table:
        print_backtest(found, draft, against)
    else:
        write_sheets(backtest_sheets(found), chosen, out, main="members", period=found.looked_at)
