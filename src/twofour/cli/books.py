"""The metrics that a command can name: the built-in ones and the shop's own, from its ``metrics.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twofour.metrics.own import MetricBook, unknown_metric
from twofour.problems import UsageError
from twofour.text import Text

MetricsFile = Annotated[
    Path | None,
    typer.Option(
        "--metrics",
        help="自定义指标，默认用数据目录的 metrics.yaml / own metrics, by default those in the data folder",
        metavar="METRICS.yaml",
        show_default=False,
    ),
]


def check_metric(name: str, book: MetricBook) -> None:
    """Refuse a metric that is not in the book, and name the nearest that is."""
    if name in book:
        return
    wrong, right = unknown_metric(name, book)
    raise UsageError(
        Text(
            f"{wrong.zh}。{right.zh}（twofour metrics list 看全部）",
            f"{wrong.en}. {right.en} (twofour metrics list shows all)",
        )
    )
