"""Starting Spark: it runs our Python, keeps off the terminal, and says in one sentence why it failed."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from twofour.problems import Refused
from twofour.text import Text

if TYPE_CHECKING:
    from pyspark import SparkContext

LOCAL = "local[*]"
_FAULT = re.compile(
    r"^(Caused by: |Exception in thread \S+ )?((?:\w+\.)*\w+(?:Error|Exception): .+)$", re.MULTILINE
)


@contextmanager
def spark_context(master: str = LOCAL) -> Iterator[SparkContext]:
    """A running Spark. ``master`` as Spark writes it: ``local[4]``, ``spark://host:7077``, ``yarn``.

    Every other setting comes from where Spark looks itself: ``spark-defaults.conf``, ``PYSPARK_SUBMIT_ARGS``
    and, on a cluster, ``PYSPARK_PYTHON``. Raises ``Refused`` without the extra ``spark``, without Java, or
    when Spark does not start.
    """
    try:
        # Only here, since the extra may be absent.
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
    except ModuleNotFoundError:
        raise Refused(
            Text(
                "没有安装 Spark 引擎；请运行 pip install 'twofour[spark]'，或去掉 --engine spark",
                "the Spark engine is not installed; run pip install 'twofour[spark]' "
                "or leave out --engine spark",
            )
        ) from None
    _check_java()
    conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("twofour")
    conf.set("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        # Nobody else looks in: no port is opened to the network, and the workers are this very Python.
        conf.set("spark.ui.enabled", "false")
        conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
        # Java only hands tasks out here, so it need not spend half of its time on becoming fast.
        conf.set("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        os.environ["PYSPARK_PYTHON"] = sys.executable
    # Spark runs a task on every core already; more threads inside a task would only queue.
    threads = {"POLARS_MAX_THREADS": os.environ.get("POLARS_MAX_THREADS", "1")}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # what PySpark thinks of pandas, unused here
            # One Java serves every context of a process.
            quiet = {"stdout": _log(), "stderr": _log()}
            gateway = SparkContext._gateway or launch_gateway(conf, quiet)  # type: ignore[no-untyped-call]
            context = SparkContext(conf=conf, gateway=gateway, environment=threads)
    except (PySparkException, Py4JError, OSError) as error:
        raise _not_started(master, str(error)) from None
    try:
        yield context
    finally:
        context.stop()


def failed(context: SparkContext, said: str) -> Refused:
    """The refusal for a job that ended badly, from what Spark ``said``."""
    # When Spark itself has given up, only its log knows why.
    reason = _fault(_logged() if context._jsc.sc().isStopped() else said) or said.splitlines()[0]
    return Refused(
        Text(
            f"Spark 没有算完：{reason}。执行节点要有同一路径的数据目录和同一版本的 twofour，"
            "见 docs/how-to/measure-on-spark.md",
            f"Spark did not finish: {reason}. Its executors need the data folder under the same path and the "
            "same twofour; see docs/how-to/measure-on-spark.md",
        )
    )


def _not_started(master: str, said: str) -> Refused:
    reason = _fault(said) or _fault(_logged()) or said.splitlines()[0]
    return Refused(
        Text(
            f"Spark 没有启动（--master {master}）：{reason}",
            f"Spark did not start (--master {master}): {reason}",
        )
    )


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        raise Refused(
            Text(
                "找不到 Java：Spark 需要 Java 17 或更新版本；请安装、设好 JAVA_HOME，或去掉 --engine spark",
                "there is no Java, and Spark needs Java 17 or newer; install it, set JAVA_HOME, "
                "or leave out --engine spark",
            )
        )


@cache
def _log() -> IO[bytes]:
    """Where everything goes that Spark would print, to be quoted if it fails; gone with the process."""
    # Appended to, so that reading it does not move the place where Spark writes.
    return tempfile.TemporaryFile("a+b", prefix="twofour-spark-")


def _logged() -> str:
    _log().seek(0)
    return _log().read().decode(errors="replace")


def _fault(said: str) -> str | None:
    """The sentence that matters in what Spark said: the last exception of Python's; without any, the first
    that caused another of Java's, or the first at all.
    """
    found = _FAULT.findall(said)
    ours = [words for _, words in found if not words.startswith(("org.", "java.", "io.", "scala."))]
    causes = [words for lead, words in found if lead.startswith("Caused")] or [words for _, words in found]
    return ours[-1] if ours else causes[0] if causes else None
