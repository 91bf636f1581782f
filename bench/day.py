"""One more day on a stored month: what an import of a day costs, against counting the month from nothing.

    uv run python bench/day.py [--messages 4000000] [--shops 10]

A month without its last day is imported and measured; then the last day arrives and the month is measured
again, once with what was kept and once without. Seconds are processor time. Customers are counted whole, so
the last line says how many the day touched and how many of all messages are theirs: these are counted twice,
as they were and as they are, whatever else is spared.
"""

from __future__ import annotations

import argparse
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from shops import shop_events
from twofour.events.lake import Lake
from twofour.events.rules import CountingRules
from twofour.events.tables import TABLES
from twofour.metrics import Measure, ask, count_lake, measures
from twofour.period import parse_period

DATA = Path(__file__).parent / "data"
JUNE = parse_period("2026-06")
LAST_DAY = datetime(2026, 6, 29, 16, tzinfo=UTC)  # 2026-06-30 00:00 in Shanghai


def main() -> None:
    """Build the lake, then measure side by side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=4_000_000)
    parser.add_argument("--shops", type=int, default=10)
    options = parser.parse_args()
    folder = DATA / f"day-{options.messages}-{options.shops}"
    shutil.rmtree(folder, ignore_errors=True)
    lake = Lake.create_or_open(folder)
    shops = [shop_events(number, options.messages // options.shops) for number in range(options.shops)]
    for shop in shops:
        lake.commit(before(shop), source={})
    timed(lake)  # what only the first measuring of a process costs is nobody's
    shutil.rmtree(folder / "cache")
    seconds = {"29 days, counted and kept": timed(lake)[0]}
    day = {name: pl.concat(after(shop)[name] for shop in shops) for name in after(shops[0])}
    lake.commit(day, source={})
    seconds["day 30 arrives: what it touched"], mended = timed(lake)
    seconds["asked again: read"], _ = timed(lake)
    shutil.rmtree(folder / "cache")
    seconds["30 days from nothing"], anew = timed(lake)
    assert mended == anew, "the mended month differs from the one counted anew"
    show(options, seconds, touched(pl.concat(shop["messages"] for shop in shops), day))


def before(shop: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What was known when the last day began: orders paid later are not paid yet."""
    known = {name: part.filter(pl.col(when(name)) < LAST_DAY) for name, part in shop.items() if when(name)}
    paid = pl.when(pl.col("paid_at") < LAST_DAY).then("paid_at").alias("paid_at")
    return {**known, "staff": shop["staff"], "orders": known["orders"].with_columns(paid)}


def after(shop: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The last day's export, which holds the orders paid on it too."""
    fresh = {name: part.filter(pl.col(when(name)) >= LAST_DAY) for name, part in shop.items() if when(name)}
    late = (pl.col("created_at") >= LAST_DAY) | (pl.col("paid_at") >= LAST_DAY)
    return {**fresh, "orders": shop["orders"].filter(late)}


def when(table: str) -> str | None:
    """The time column of a table."""
    return TABLES[table].when


def timed(lake: Lake) -> tuple[float, list[Measure]]:
    """Processor seconds of measuring all shops' month, and the measures."""
    snapshot = lake.snapshot()
    start = time.process_time()
    counted = count_lake(ask(snapshot, snapshot.shop_ids(), CountingRules(), JUNE))
    found = measures(counted, snapshot.scan("staff").collect(), JUNE, "agent")
    return time.process_time() - start, found


def touched(messages: pl.DataFrame, day: dict[str, pl.DataFrame]) -> tuple[float, float]:
    """The share of customers whom the day's messages and orders touch, and of messages that are theirs."""
    names = pl.concat(day[table].select("customer_id") for table in ("messages", "orders")).unique()
    theirs = messages.join(names, on="customer_id", how="semi")
    everybody = messages.get_column("customer_id").n_unique()
    return theirs.get_column("customer_id").n_unique() / everybody, theirs.height / messages.height


def show(options: argparse.Namespace, seconds: dict[str, float], shares: tuple[float, float]) -> None:
    """The table: seconds and share of the full cost, and how much the day touches."""
    table = Table(title=f"{options.messages / 1e6:.0f} M messages, {options.shops} shops, all metrics")
    for heading in ("job", "processor seconds", "of the full cost"):
        table.add_column(heading, justify="left" if heading == "job" else "right")
    for job, took in seconds.items():
        table.add_row(job, f"{took:.2f}", f"{took / seconds['30 days from nothing']:.1%}")
    Console().print(table)
    customers, messages = shares
    Console().print(
        f"The day touches {customers:.1%} of the customers; {messages:.1%} of all messages are theirs."
    )


if __name__ == "__main__":
    main()
