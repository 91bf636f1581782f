"""Forking children, letting them work and killing them: a fork need not import everything anew.

The process that forks never computes anything itself: a fork of a process whose thread pools are at work
would wait for threads that it does not have.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from twofour import cli
from twofour.cli.app import main
from twofour.events.lake import Lake, manifest
from twofour.events.tables import TABLES

# A child that may not even read the library must find loaded what is loaded late; each of many children
# need not load the commands again.
codecs.lookup("utf-8-sig")
version("twofour")
for module in iter_modules(cli.__path__):
    import_module(f"twofour.cli.{module.name}")
SHOP, MONTH = "s1", "2026-06"
SCHEME = """\
scheme: plain
title: 简单方案
valid_from: 2026-06-01
applies_to: {role: pre_sales}
missing: zero
incentive:
  - {item: sales, metric: effective_sales, weight: 100, score: {proportional: {target: 100.00, cap: 120}}}
pay:
  - {base: {fixed: 3000.00}}
  - {commission: {on: effective_sales, shape: linear, rate: 1%}}
"""


def tell(finding: dict[str, Any]) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(finding) + "\n")
    sys.stdout.flush()


def fork(work: Callable[[], object]) -> int:
    """A child that does ``work``, silent unless it fails: ends with 0, or 1 and its words."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        work()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def whole(work: Callable[[], object]) -> float:
    """Let a child finish ``work``; the seconds it took."""
    began = time.perf_counter()
    _, status = os.waitpid(fork(work), 0)
    if status:
        raise SystemExit(f"a child that nobody killed ended with {status}")
    return time.perf_counter() - began


def answer(folder: Path, work: Callable[[], object]) -> Any:
    """What ``work`` gives, computed by a child."""
    place = folder / "answer.json"
    whole(lambda: place.write_text(json.dumps(work())))
    return json.loads(place.read_text())


def killed(work: Callable[[], object], after: float) -> bool:
    """Let a child work for so many seconds, then kill it; whether it was still at work."""
    pid = fork(work)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status) and status:
        raise SystemExit(f"a child ended by itself with {status}")
    return os.WIFSIGNALED(status)


def command(*words: object) -> Callable[[], None]:
    """``twofour`` with these words, as a child's work."""

    def work() -> None:
        sys.argv = ["twofour", *map(str, words)]
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise

    return work


def exports(folder: Path, number: int, rows: int = 60) -> list[Path]:
    """Files of import ``number``: rows of its own, rows that the one before had too, and changed orders."""
    start = datetime(2026, 6, 1, 9) + timedelta(days=2 * number)
    first = max(0, number * rows - rows // 3)
    chats, orders = [], []
    for each in range(first, (number + 1) * rows):
        at = datetime(2026, 6, 1, 9) + timedelta(days=2 * (each // rows), minutes=each % rows)
        who = {"shop_id": SHOP, "customer_id": f"c{each % 17}", "agent_id": f"a{each % 3}"}
        chats.append({**who, "sender": "customer", "sent_at": at, "text": f"在吗 {each}"})
        chats.append({**who, "sender": "agent", "sent_at": at + timedelta(seconds=20), "text": "在的"})
        paid = at + timedelta(minutes=9) if each % 2 or number else ""
        ids = {"order_id": f"o{each}", "shop_id": SHOP, "customer_id": f"c{each % 17}"}
        orders.append({**ids, "created_at": at + timedelta(minutes=5), "paid_at": paid, "amount": 10 + each})
    people = [{"agent_id": f"a{n}", "shop_id": SHOP, "member_id": f"m{n}", "role": "pre_sales",
               "grade": "junior", "base_wage": 3000 + number} for n in range(3)]  # fmt: skip
    tables = {"messages": chats, "orders": orders, "staff": people}
    paths = []
    for table, written in tables.items():
        path = folder / f"{start:%m-%d}-{number}-{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows_file = csv.DictWriter(file, list(written[0]))
            rows_file.writeheader()
            rows_file.writerows(written)
        paths.append(path)
    return paths


def contents(data: Path, number: int | None = None) -> str:
    """A digest of every row of every table, in order of arrival."""
    snapshot = Lake(data).snapshot(number)
    held = [snapshot.scan(name).sort("seq").drop("seq").collect().write_csv() for name in TABLES]
    return hashlib.sha256("\0".join(held).encode()).hexdigest()


def undo_all(data: Path, file: str) -> None:
    """Take back every import of ``file`` that stands: whoever started again may have landed it twice."""
    lake = Lake(data)
    for record in lake.imports():
        if record.undone is None and file in record.files:
            lake.undo(record.import_id)


def strays(data: Path) -> list[str]:
    """Data files that no snapshot names, and drafts: a dead writer leaves such, the next one removes them."""
    lake, named = Lake(data), set()
    for number in manifest.numbers(data / "manifests"):
        snapshot = lake.snapshot(number)
        named |= {snapshot.folder(name) / file.path for name in TABLES for file in snapshot.files(name)}
    found = {*data.glob("tables/*/*/*.parquet")} - named
    drafts = [path for path in data.rglob("*.draft") if "cache" not in path.parts]
    return sorted(str(path.relative_to(data)) for path in [*found, *drafts, *data.glob(".writing")])


def said(work: Callable[[], object]) -> tuple[int, str]:
    """How a child ends, and what it says to a person (through a pipe: it may be unable to write files)."""
    read, write = os.pipe()

    def speaking() -> None:
        os.dup2(write, 2)
        work()

    pid = fork(speaking)
    os.close(write)
    with os.fdopen(read, "rb") as words:
        spoken = words.read().decode()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), spoken
