"""Measuring on a real local Spark: the integers of the engine here, and plain words when it cannot start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from twofour.cli.engines import Engine, count_with
from twofour.demo.shop import make
from twofour.demo.write import write
from twofour.events.lake import Lake, Snapshot
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics import Question, SubjectKind, ask, measures
from twofour.metrics.engine import count_here, count_lake
from twofour.metrics.fact_cache import COUNTED_TABLES
from twofour.metrics.loading import buckets_of
from twofour.metrics.spark import on_spark
from twofour.metrics.spark_context import spark_context
from twofour.period import parse_period
from twofour.problems import Refused, UsageError
from twofour.sources import import_files

JUNE = parse_period("2026-06")
LARGE, SMALL = "四季家居", ("分店甲", "分店乙")
KINDS: tuple[SubjectKind, ...] = ("agent", "member", "team", "shop")
WORDS = ["measure", "--period", "2026-06", "--shop", LARGE, "--by", "shop", "--format", "json"]
BUCKET_MESSAGES = 1_000
needs_java = pytest.mark.skipif(
    not shutil.which("java") and not os.environ.get("CI"), reason="Spark needs Java; CI must have it"
)
# One Java at a time: the tests of this file run in one process.


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of three shops: the demo shop, and two with a few of its customers each."""
    folder = tmp_path_factory.mktemp("spark")
    import_files(write(make(scale=0.05), folder / "raw", 1224), folder / "lake")
    lake = Lake.open(folder / "lake")
    snapshot = lake.snapshot()
    lake.commit(
        {name: [branch(snapshot, name, shop) for shop in SMALL] for name in TABLES if TABLES[name].by_shop},
        source={},
    )
    return folder / "lake"


def branch(snapshot: Snapshot, table: str, shop: str) -> pl.DataFrame:
    """The rows of some of the demo shop's customers, as if another shop had them."""
    rows = snapshot.scan(table).drop("seq").collect().with_columns(pl.lit(shop).alias("shop_id"))
    if "customer_id" in rows.columns:
        rows = rows.filter(pl.col("customer_id").hash(7) % 5 == SMALL.index(shop))
    return rows


@pytest.fixture(scope="module")
def question(lake: Path) -> Question:
    snapshot = Lake.open(lake).snapshot()
    return ask(snapshot, snapshot.shop_ids(), CountingRules(), JUNE)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with spark_context("local[2]") as context:
        yield context


def twofour(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-c", "from twofour.cli.app import main; main()", *map(str, words)]
    env = {**os.environ, "TWOFOUR_LANG": "en"}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env)


@needs_java
def test_spark_gives_the_integers_of_the_engine_here(question: Question, spark: Any) -> None:
    """Several shops, one of them cut into parts by customer: every sum, for every kind of subject."""
    buckets = buckets_of(question.snapshot, question.shop_ids, question.window, 6, BUCKET_MESSAGES)
    assert all(b.parts > 1 for b in buckets if LARGE in b.shop_ids)
    assert any(b.parts == 1 and set(SMALL) & set(b.shop_ids) for b in buckets)

    seen: list[tuple[int, int]] = []
    there = on_spark(spark, BUCKET_MESSAGES)
    found = there(question, lambda done, of: seen.append((done, of)))
    here = count_here(question)

    for field in fields(here):
        mine, theirs = getattr(here, field.name), getattr(found, field.name)
        assert mine.height
        assert_frame_equal(mine, theirs.select(mine.columns), check_row_order=False)
    assert {of for _, of in seen} == {len(buckets)}


@needs_java
def test_measures_from_spark_equal_those_from_here(lake: Path, spark: Any, tmp_path: Path) -> None:
    """Through the whole engine, kept months included; peak concurrency, which is no sum of days, too."""
    # A copy that has kept nothing, so that Spark has to count.
    copy = shutil.copytree(lake, tmp_path / "lake", ignore=shutil.ignore_patterns("cache"))
    counted = {}
    for folder, count in ((copy, on_spark(spark, BUCKET_MESSAGES)), (lake, count_here)):
        snapshot = Lake.open(folder).snapshot()
        question = ask(snapshot, snapshot.shop_ids(), CountingRules(), JUNE)
        counted[folder] = count_lake(question, count=count)
    staff = Lake.open(lake).snapshot().scan("staff").collect()
    for by in KINDS:
        found, expected = (measures(counted[folder], staff, JUNE, by) for folder in (copy, lake))
        assert found == expected
        assert any(m.metric == "peak_concurrent" and m.numerator > 1 for m in found)


@needs_java
def test_spark_says_what_an_executor_could_not_do(question: Question, spark: Any) -> None:
    """A folder that the executors do not see is named, in one sentence, with what would be right."""
    listed = question.snapshot.narrowed(COUNTED_TABLES, question.shop_ids)
    elsewhere = replace(listed, path=Path("/elsewhere"))
    with pytest.raises(Refused) as refusal:
        on_spark(spark)(replace(question, snapshot=elsewhere))
    for words in refusal.value.message:
        assert "FileNotFoundError: No such file or directory (os error 2): /elsewhere/tables" in words
        assert "docs/how-to/measure-on-spark.md" in words
        assert "\n" not in words


@needs_java
def test_measure_command_on_spark_says_what_it_says_here(lake: Path, tmp_path: Path) -> None:
    """The same bytes on standard output, and nothing of Spark's own on the terminal."""
    copy = shutil.copytree(lake, tmp_path / "lake", ignore=shutil.ignore_patterns("cache"))
    there = twofour(*WORDS, "--data", copy, "--engine", "spark", "--master", "local[2]")
    here = twofour(*WORDS, "--data", lake)
    assert there.returncode == 0, there.stderr
    assert there.stderr.strip() == ""
    assert json.loads(there.stdout)
    assert there.stdout == here.stdout


@needs_java
def test_a_master_that_does_not_exist_is_refused_with_sparks_reason(lake: Path) -> None:
    """Spark's own sentence, without its log."""
    done = twofour(*WORDS, "--data", lake, "--engine", "spark", "--master", "nonsense")
    assert done.returncode == 5
    assert "Spark did not start (--master nonsense): org.apache.spark.SparkException: Master" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_java_the_refusal_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty search path, as on a machine that never had Java."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Refused, match="there is no Java, and Spark needs Java 17 or newer"), spark_context():
        pass


def test_without_the_extra_the_refusal_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without PySpark."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Refused, match=r"pip install 'twofour\[spark\]'"), spark_context():
        pass


def test_master_without_spark_is_a_mistake(question: Question) -> None:
    """A cluster named for the engine here would be ignored silently."""
    with pytest.raises(UsageError, match="--engine spark"):
        count_with(Engine.local, "local[2]", question)
