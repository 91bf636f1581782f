"""The same figures by SQL window functions in DuckDB: equal to the last integer, then timed side by side.

    uv run python bench/windows.py [--messages 4000000] [--shops 10] [--rounds 3]

Both read the same files and give every figure of messages, orders, refunds and ratings per agent for one
month (``sql/figures.sql`` says what the SQL may leave out). TwoFour counts all its other metrics too, and
from nothing each time. Peak memory comes from fresh processes.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from analyst import COUNTS, FIRST_DAY, LAST_DAY, RATIOS
from peak import peak_gigabytes
from shops import shop_events
from twofour.events.lake import Lake, Snapshot
from twofour.events.rules import CountingRules
from twofour.metrics import Measure, ask, count_lake, measures
from twofour.period import parse_period

HERE = Path(__file__).parent
JUNE = parse_period("2026-06")
PARTS = {name: (name, None) for name in [*COUNTS, "peak_concurrent"]} | RATIOS
Rows = dict[str, dict[str, int]]


def main() -> None:
    """Build the lake once, compare, then measure in turns."""
    options = _options()
    lake = Lake.create_or_open(HERE / "data" / f"{options.messages}-{options.shops}")
    for number in range(lake.snapshot().number, options.shops):
        lake.commit(shop_events(number, options.messages // options.shops), source={"bench": number})
    snapshot = lake.snapshot()
    if options.child:
        JOBS[options.child](snapshot)
        print(peak_gigabytes())
        return
    compared = compare(every_metric(snapshot), by_sql(snapshot, "figures"), by_sql(snapshot, "received"))
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in JOBS}
    for _ in range(options.rounds):
        for name, job in JOBS.items():
            wall, processor = time.perf_counter(), time.process_time()
            job(snapshot)
            took[name].append((time.perf_counter() - wall, time.process_time() - processor))
    show(options, compared, took)


def every_metric(snapshot: Snapshot) -> list[Measure]:
    """All metrics of all agents, counted from nothing."""
    shutil.rmtree(snapshot.path / "cache", ignore_errors=True)
    counted = count_lake(ask(snapshot, snapshot.shop_ids(), CountingRules(), JUNE))
    return measures(counted, snapshot.scan("staff").collect(), JUNE, "agent")


def by_sql(snapshot: Snapshot, script: str) -> Rows:
    """The sums of each agent, as a script of ``sql/`` gives them."""
    with duckdb.connect() as connection:
        for table in ("messages", "orders", "refunds", "ratings"):
            paths = [str(snapshot.folder(table) / file.path) for file in snapshot.files(table)]
            connection.execute(f"set variable {table} = ?::varchar[]", [paths])
        connection.execute(f"set variable first_day = {FIRST_DAY}; set variable last_day = {LAST_DAY}")
        answer = connection.execute((HERE / "sql" / f"{script}.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in answer.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in answer.fetchall()}


JOBS: dict[str, Callable[[Snapshot], object]] = {
    "every metric (TwoFour)": every_metric,
    "its additive core (SQL)": lambda snapshot: by_sql(snapshot, "figures"),
    "received alone (SQL)": lambda snapshot: by_sql(snapshot, "received"),
}


def compare(found: list[Measure], sums: Rows, received: Rows) -> int:
    """How many figures are equal; all must be."""
    shared = [m for m in found if m.metric in PARTS]
    for m in shared:
        numerator, denominator = PARTS[m.metric]
        row = sums.get(m.subject_id, {})
        told = row.get(numerator, 0), row.get(denominator, 0) if denominator else 1
        assert told == (m.numerator, m.denominator), f"{m}, but SQL says {told}"
        if m.metric == "received":
            assert received[m.subject_id]["received"] == m.numerator, m
    return len(shared)


def _peak(options: argparse.Namespace, job: str) -> float:
    """Peak resident memory, in GB, of a fresh process that does one job."""
    lake = ["--messages", str(options.messages), "--shops", str(options.shops)]
    command = [sys.executable, __file__, *lake, "--child", job]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(out.split()[-1])


def show(options: argparse.Namespace, compared: int, took: dict[str, list[tuple[float, float]]]) -> None:
    """Medians of each job, and how many times TwoFour's."""
    medians = {
        name: [statistics.median(part) for part in zip(*times, strict=True)] for name, times in took.items()
    }
    base = next(iter(medians.values()))
    lake = f"{options.messages / 1e6:.1f} M messages, {options.shops} shops, one month"
    table = Table(title=f"{lake}; {compared:,} figures equal")
    for heading in ("job", "seconds", "ratio", "processor s", "ratio", "peak memory"):
        table.add_column(heading, justify="left" if heading == "job" else "right")
    for name, (wall, processor) in medians.items():
        cells = [f"{wall:.2f}", f"{wall / base[0]:.1f}", f"{processor:.2f}", f"{processor / base[1]:.1f}"]
        table.add_row(name, *cells, f"{_peak(options, name):.2f} GB")
    Console().print(table)
    print("aim: SQL at least 3.0 times TwoFour's seconds; a single count is where SQL wins")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=4_000_000)
    parser.add_argument("--shops", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", choices=JOBS, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
