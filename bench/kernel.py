"""Kernel benchmark: all metrics of many shops against a bare scan of the same columns and a pandas script.

    uv run python bench/kernel.py [--messages 20000000] [--shops 50] [--rounds 3]

Everything is measured in one run on the same files; the table shows medians and ratios of processor time,
which others on the machine disturb least. Nothing kept from an earlier measuring is used. Peak memory comes
from fresh processes, one with half of the shops, one with all.
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

from analyst import analyse
from peak import peak_gigabytes
from shops import shop_events
from twofour.events.lake import Lake, Snapshot
from twofour.events.rules import CountingRules
from twofour.metrics import Measure, ask, count_lake, measures
from twofour.period import parse_period

DATA = Path(__file__).parent / "data"
JUNE = parse_period("2026-06")
ANALYST_SHOPS = 2


def main() -> None:
    """Build the lake once, then measure side by side."""
    options = _options()
    snapshot = _lake(options.messages, options.shops)
    shop_ids = snapshot.shop_ids()
    if options.child:
        _measure(snapshot, shop_ids[: options.child])
        print(peak_gigabytes())
        return
    rounds = {
        "scan": (lambda: _bare_scan(snapshot, shop_ids)),
        "kernel": (lambda: _measure(snapshot, shop_ids)),
    }
    seconds = {name: _median(job, options.rounds) for name, job in rounds.items()}
    tenth = shop_ids[: max(1, len(shop_ids) // 10)]
    seconds["kernel, a tenth"] = _median(lambda: _measure(snapshot, tenth), options.rounds)
    few = shop_ids[:ANALYST_SHOPS]
    seconds["kernel, few"] = _median(lambda: _measure(snapshot, few), options.rounds)
    seconds["pandas, few"] = _median(lambda: _pandas(snapshot, few), 1)
    peaks = {count: _peak(options, count) for count in (len(shop_ids) // 2, len(shop_ids))}
    _print(options, seconds, peaks)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=20_000_000)
    parser.add_argument("--shops", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _lake(messages: int, shops: int) -> Snapshot:
    lake = Lake.create_or_open(DATA / f"{messages}-{shops}")
    for number in range(lake.snapshot().number, shops):
        lake.commit(shop_events(number, messages // shops), source={"bench": number})
    return lake.snapshot()


def _measure(snapshot: Snapshot, shop_ids: list[str]) -> list[Measure]:
    shutil.rmtree(snapshot.path / "cache", ignore_errors=True)
    question = ask(snapshot, shop_ids, CountingRules(), JUNE)
    staff = snapshot.scan("staff").collect()
    return measures(count_lake(question), staff, JUNE, "agent")


def _bare_scan(snapshot: Snapshot, shop_ids: list[str]) -> None:
    folder = snapshot.folder("messages")
    files = [str(folder / file.path) for file in snapshot.files("messages", shop_ids=shop_ids)]
    duckdb.sql(
        "select sum(strlen(customer_id)), sum(strlen(agent_id)), sum(strlen(sender)),"
        f" epoch(max(sent_at)), max(seq) from read_parquet({files})"
    ).fetchall()


def _pandas(snapshot: Snapshot, shop_ids: list[str]) -> None:
    frames = {
        table: snapshot.scan(table, shop_ids=shop_ids).collect().to_pandas()
        for table in ("messages", "orders", "refunds", "ratings")
    }
    analyse(**frames)


def _median(job: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _peak(options: argparse.Namespace, shops: int) -> float:
    """Peak resident memory, in GB, of a fresh process that measures ``shops`` shops."""
    command = [sys.executable, __file__, "--messages", str(options.messages), "--shops", str(options.shops)]
    out = subprocess.run([*command, "--child", str(shops)], check=True, capture_output=True, text=True).stdout
    return float(out.split()[-1])


def _print(options: argparse.Namespace, seconds: dict[str, float], peaks: dict[int, float]) -> None:
    console = Console()
    share = options.messages * ANALYST_SHOPS / options.shops / 1e6
    table = Table(title=f"{options.messages / 1e6:.0f} M messages, {options.shops} shops, one month")
    for heading in ("job", "processor seconds", "ratio", "aim"):
        table.add_column(heading, justify="left" if heading == "job" else "right")
    table.add_row("bare scan of the same columns (DuckDB)", f"{seconds['scan']:.2f}", "1.0", "")
    ratio = seconds["kernel"] / seconds["scan"]
    table.add_row("all metrics (TwoFour)", f"{seconds['kernel']:.2f}", f"{ratio:.1f}", "≤ 15")
    more = seconds["kernel"] / seconds["kernel, a tenth"]
    table.add_row("ten times the messages", "", f"{more:.1f}", "≤ 11")
    table.add_section()
    table.add_row(f"all metrics, {share:.1f} M (TwoFour)", f"{seconds['kernel, few']:.2f}", "1.0", "")
    faster = seconds["pandas, few"] / seconds["kernel, few"]
    table.add_row(f"pandas script, {share:.1f} M", f"{seconds['pandas, few']:.2f}", f"{faster:.1f}", "≥ 10")
    table.add_section()
    for shops, peak in peaks.items():
        table.add_row(f"peak memory, {shops} shops", f"{peak:.2f} GB", "", "≤ 2 GB")
    first, second = peaks.values()
    table.add_row("memory when messages double", "", f"{second / first:.2f}", "flat")
    console.print(table)


if __name__ == "__main__":
    main()
