"""``--engine``: where the counting is done, in this process or on Spark."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from twofour.cli.console import progress_bar
from twofour.metrics import Question, count_lake
from twofour.metrics.measuring import Counted
from twofour.metrics.spark import on_spark
from twofour.metrics.spark_context import LOCAL, spark_context
from twofour.problems import UsageError
from twofour.text import Text


class Engine(Enum):
    """Who counts."""

    local = "local"
    spark = "spark"


EngineOption = Annotated[
    Engine, typer.Option("--engine", help="在本机统计，或用 Spark / count here, or on Spark")
]
Master = Annotated[
    str | None,
    typer.Option("--master", help=f"Spark 主节点，默认 {LOCAL} / default {LOCAL}", metavar="URL"),
]


def count_with(engine: Engine, master: str | None, question: Question) -> Counted:
    """Count the question with the chosen engine, under a progress bar; the integers are the same."""
    if engine is Engine.local and master is not None:
        raise UsageError(
            Text("--master 只和 --engine spark 一起用", "--master goes with --engine spark, and only with it")
        )
    with progress_bar(Text("统计中", "counting")) as progress:
        if engine is Engine.local:
            return count_lake(question, progress)
        with spark_context(master or LOCAL) as context:
            return count_lake(question, progress, on_spark(context))
