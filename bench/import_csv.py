"""Import benchmark: a CSV of messages through ``twofour import``, against reading and writing it with Polars.

    uv run python bench/import_csv.py [--messages 5000000] [--shops 20] [--rounds 3]

Both are measured in turn in one run on the same file; the table shows medians and their ratio. The import
recognises, parses and checks every cell, partitions, sorts, writes and commits; Polars infers types and
writes one Parquet file. Peak memory comes from a fresh process. Processor time is shown too: on a machine
with other work it says more than the clock.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
from rich.console import Console
from rich.table import Table

from peak import peak_gigabytes
from shops import shop_events
from twofour.sources import import_files

DATA = Path(__file__).parent / "data"


def main() -> None:
    """Make the file once, then measure side by side."""
    options = _options()
    file = _csv(options.messages, options.shops)
    with tempfile.TemporaryDirectory(dir=DATA) as folder:
        if options.child:
            import_files([file], Path(folder) / "lake")
            print(peak_gigabytes())
            return
        alone, imported = _side_by_side(
            options.rounds,
            lambda: pl.read_csv(file).write_parquet(Path(folder) / "alone.parquet"),
            lambda: _import_afresh(file, Path(folder) / "lake"),
        )
    peak = _peak_megabytes(options)
    table = Table("what", "seconds", "rows/s", "ratio", "processor seconds", "ratio", "peak memory")
    told = [("polars.read_csv + write_parquet", alone, ""), ("twofour import", imported, f"{peak:,.0f} MB")]
    for what, taken, memory in told:
        table.add_row(
            what,
            f"{taken.clock:.2f}",
            f"{options.messages / taken.clock:,.0f}",
            f"{taken.clock / alone.clock:.1f}",
            f"{taken.processor:.2f}",
            f"{taken.processor / alone.processor:.1f}",
            memory,
        )
    size = file.stat().st_size / 1e6
    Console().print(f"{options.messages:,} messages of {options.shops} shops, {size:,.0f} MB; aim: ratio ≤ 4")
    Console().print(table)


def _import_afresh(file: Path, lake: Path) -> None:
    shutil.rmtree(lake, ignore_errors=True)
    import_files([file], lake)


class _Taken(NamedTuple):
    """Seconds by the clock, and of all processors together."""

    clock: float
    processor: float


def _side_by_side(rounds: int, *jobs: Callable[[], None]) -> list[_Taken]:
    """The medians of each job; the jobs take turns, so that a busy machine slows all of them."""
    rows: list[list[_Taken]] = [[] for _ in jobs]
    for _ in range(rounds):
        for job, taken in zip(jobs, rows, strict=True):
            clock, processor = time.perf_counter(), time.process_time()
            job()
            taken.append(_Taken(time.perf_counter() - clock, time.process_time() - processor))
    return [_Taken(*map(statistics.median, zip(*taken, strict=True))) for taken in rows]


def _peak_megabytes(options: argparse.Namespace) -> float:
    command = [
        sys.executable,
        __file__,
        "--messages",
        str(options.messages),
        "--shops",
        str(options.shops),
        "--child",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout) * 1000


def _csv(messages: int, shops: int) -> Path:
    """The messages of ``shops`` shops as one export in order of time, written once and kept."""
    path = DATA / f"messages-{messages}-{shops}.csv"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        rows = pl.concat(shop_events(number, messages // shops)["messages"] for number in range(shops))
        local = pl.col("sent_at").dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%d %H:%M:%S")
        rows.sort("sent_at").with_columns(local).write_csv(path)
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000_000)
    parser.add_argument("--shops", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
