"""Counting on Spark: one task per bucket, which reads its own customers; only daily sums travel back."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import polars as pl

from twofour.metrics.engine import count_bucket
from twofour.metrics.fact_cache import COUNTED_TABLES, code_digest
from twofour.metrics.kept_months import Count
from twofour.metrics.loading import BUCKET_MESSAGES, Bucket, buckets_of
from twofour.metrics.question import Progress, Question
from twofour.metrics.spark_context import failed
from twofour.metrics.tally import DaySums, joined

if TYPE_CHECKING:
    from pyspark import SparkContext

# Several tasks for each core, so that a slow one at the end does not leave the others idle.
_WAVES = 3
_LOOK_SECONDS = 0.2

Packed = dict[str, bytes]
"""Daily sums on their way: each frame as Arrow IPC."""


def on_spark(context: SparkContext, bucket_messages: int = BUCKET_MESSAGES) -> Count:
    """The engine that counts with the executors of ``context``: the same integers as counting here.

    Executors need this very package, the same Polars, and the lake under the same path. A shop with more
    than ``bucket_messages`` messages is cut into parts. The engine raises ``Refused`` when a task fails.
    """

    def count(question: Question, progress: Progress | None = None) -> DaySums:
        workers = context.defaultParallelism * _WAVES
        found = buckets_of(question.snapshot, question.shop_ids, question.window, workers, bucket_messages)
        tasks = [(_only(question, bucket), bucket, _versions()) for bucket in found or [Bucket(())]]
        return joined(_unpacked(part) for part in _run(context, tasks, progress))

    return count


def _run(
    context: SparkContext, tasks: list[tuple[Question, Bucket, str]], progress: Progress | None
) -> list[Packed]:
    from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]  # noqa: PLC0415

    packed = context.parallelize(tasks, len(tasks)).map(_count)
    with ThreadPoolExecutor(1) as runner:
        job = runner.submit(packed.collect)
        try:
            while wait([job], _LOOK_SECONDS).not_done:
                if progress:
                    progress(_finished(context), len(tasks))
            return job.result()
        except Py4JJavaError as error:
            raise failed(context, str(error.java_exception.getMessage())) from None
        except BaseException:
            context.cancelAllJobs()
            raise


def _count(task: tuple[Question, Bucket, str]) -> Packed:
    """Runs on an executor."""
    question, bucket, versions = task
    if versions != _versions():
        raise RuntimeError(f"the driver runs {versions}, this executor {_versions()}")
    found = count_bucket(question, bucket)
    return {field.name: _packed(getattr(found, field.name)) for field in fields(found)}


def _versions() -> str:
    """What must agree for the integers to agree: our code and, since its hash cuts shops, Polars."""
    return f"twofour {code_digest()[:12]} with polars {pl.__version__}"


def _only(question: Question, bucket: Bucket) -> Question:
    """The question as far as one bucket needs it: its shops, and the files that they lie in."""
    shops = bucket.shop_ids
    return replace(
        question.narrowed(shops, question.period),
        snapshot=question.snapshot.narrowed(COUNTED_TABLES, shops),
        as_of={shop: question.as_of[shop] for shop in shops if shop in question.as_of},
    )


def _packed(frame: pl.DataFrame) -> bytes:
    return frame.write_ipc(None, compression="zstd").getvalue()


def _unpacked(part: Packed) -> DaySums:
    return DaySums(**{name: pl.read_ipc(io.BytesIO(frame)) for name, frame in part.items()})


def _finished(context: SparkContext) -> int:
    """How many tasks of the running stage are done."""
    tracker = context.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return sum(stage.numCompletedTasks for stage in stages if stage)
