"""What the nursery's children go through. Run as ``python trials.py MODE FOLDER SIZE``.

It prints JSON, a line a finding.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from nursery import (
    MONTH,
    SCHEME,
    answer,
    command,
    contents,
    exports,
    fork,
    killed,
    said,
    strays,
    tell,
    undo_all,
    whole,
)

from twofour.events.lake import Lake, manifest
from twofour.statements.freeze import altered_files, read_run


def kill_imports(folder: Path, kills: int) -> None:
    """Imports and undos, each killed several times at random and started again, against an unkilled lake."""
    raw = folder / "raw"
    raw.mkdir()
    files = [exports(raw, number) for number in range(4)]

    def steps(data: Path) -> list[Callable[[], None]]:
        imports = [command("import", *paths, "--data", data) for paths in files]
        undos = [partial(undo_all, data, files[n][0].name) for n in (1, 0)]
        return [*imports, *undos, imports[1]]

    calm, stormy, moments = folder / "calm", folder / "stormy", random.Random(24)
    states, durations = [answer(folder, lambda: contents(calm))], []
    for step in steps(calm):
        durations.append(whole(step))
        states.append(answer(folder, lambda: contents(calm)))
    died = 0
    for number, step in enumerate(steps(stormy)):
        for _ in range(-(-kills // len(durations))):
            died += killed(step, moments.uniform(0, durations[number]))
            if answer(folder, lambda: contents(stormy)) not in states[number : number + 2]:
                raise SystemExit(f"step {number} is half there")
        whole(step)
        if answer(folder, lambda: contents(stormy)) != states[number + 1]:
            raise SystemExit(f"step {number} lost or doubled rows")

    def every_snapshot() -> list[str]:
        return [contents(stormy, number) for number in manifest.numbers(stormy / "manifests")]

    seen = answer(folder, every_snapshot)
    tell(
        {
            "died": died,
            "known": set(seen) <= set(states),
            "strays": answer(folder, lambda: strays(stormy)),
        }
    )


def kill_runs(folder: Path, kills: int) -> None:
    """Pay runs killed at random and started again: the run folder is whole and the same, or not there."""
    raw, data = folder / "raw", folder / "data"
    raw.mkdir()
    for number in range(2):
        whole(command("import", *exports(raw, number), "--data", data))
    (folder / "scheme.yaml").write_text(SCHEME, encoding="utf-8")

    def pay(out: Path) -> Callable[[], None]:
        return command("pay", folder / "scheme.yaml", "--period", MONTH, "--data", data, "--out", out)

    def state(out: Path) -> dict[str, str]:
        """Every file of the one finished run, verified; nothing before there is one."""
        runs = [path for path in out.glob("*") if not path.name.startswith(".")]
        for run in runs:
            read_run(run)
            if altered_files(run):
                raise SystemExit(f"{run} is half there")
        paths = [path for run in runs for path in sorted(run.rglob("*")) if path.is_file()]
        return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    shutil.copytree(data, folder / "kept")
    cold = whole(pay(folder / "calm"))
    warm = whole(pay(folder / "calm"))
    wanted, died, moments = answer(folder, partial(state, folder / "calm")), 0, random.Random(24)
    for number in range(kills):
        out = folder / "stormy" / str(number // 4)
        if number % 4 == 0:
            shutil.rmtree(data / "cache", ignore_errors=True)
        died += killed(pay(out), moments.uniform(0, cold if number % 4 == 0 else warm))
        if answer(folder, partial(state, out)) not in ({}, wanted):
            raise SystemExit(f"run {number} is half there")
        if number % 4 == 3:
            whole(pay(out))
            if answer(folder, partial(state, out)) != wanted:
                raise SystemExit(f"run {number} came out otherwise")
    tell({"died": died, "same": contents_of(folder)})


def contents_of(folder: Path) -> bool:
    """Whether the lake holds what it held before the runs."""
    return answer(folder, lambda: contents(folder / "data") == contents(folder / "kept"))


def cannot_write(folder: Path, limits: int) -> None:
    """Import, undo, pay and an act of the ledger where files may have only so many bytes, as on a disk that
    fills up; then in a folder that may only be read. A line for each: what, how it ended, what it said
    and whether everything is as it was.
    """
    raw, data = folder / "raw", folder / "data"
    raw.mkdir()
    whole(command("import", *exports(raw, 0), "--data", data))
    (folder / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    new = exports(raw, 1)

    (first,) = answer(folder, lambda: [one.import_id for one in Lake(data).imports()])
    acts = {
        "import": command("import", *new, "--data", data),
        "undo": command("import", "--undo", first, "--data", data),
        "pay": command(
            "pay", folder / "scheme.yaml", "--period", MONTH, "--data", data, "--out", data / "runs"
        ),
        "ledger": command("period", "open", MONTH, "--by", "财务", "--data", data),
    }
    before = answer(folder, lambda: held(data))

    def forbidden(how: str, what: str, forbid: Callable[[], object]) -> None:
        code, words = said(lambda: (forbid(), acts[what]()))
        same = answer(folder, lambda: held(data)) == before
        tell({"how": how, "what": what, "code": code, "said": words, "same": same})

    shutil.copytree(data, folder / "kept")
    for step in range(limits):
        limit = 16 * 5**step
        for what in acts:
            small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
            forbidden(f"{limit} bytes", what, small)
            shutil.rmtree(data)
            shutil.copytree(folder / "kept", data)
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for what in acts:
        # Root may write anywhere, so the child becomes nobody.
        forbidden("read-only", what, lambda: os.setuid(65534) if os.getuid() == 0 else None)


def held(data: Path) -> list[object]:
    """All that must be as it was after a refusal."""
    ledger = [path.read_text() for path in data.glob("ledger/*.jsonl")]
    runs = [path.name for path in data.glob("runs/[!.]*")]
    lake = Lake(data)
    imports = [(one.import_id, bool(one.undone)) for one in lake.imports()]
    return [contents(data), lake.snapshot().number, imports, strays(data), "".join(ledger), runs]


def _messages(measured: Path) -> list[int]:
    """How many messages of customers and of agents a measurer counted."""
    found = {row["metric"]: row["numerator"] for row in json.loads(measured.read_text())}
    return [found["customer_messages"], found["agent_messages"]]


def at_once(folder: Path, rounds: int) -> None:
    """Two importers and a measurer of one folder at the same time; then what each told or left."""
    raw, data = folder / "raw", folder / "data"
    raw.mkdir()
    files = [exports(raw, number) for number in range(2 * rounds)]
    whole(command("import", *files[0], "--data", data))

    def measurer() -> None:
        for number in range(rounds):
            out = folder / f"measured-{number}.json"
            command("measure", "--by", "shop", "--period", MONTH, "--data", data, "--out", out)()

    def importer(half: int) -> None:
        for paths in files[half::2]:
            command("import", *paths, "--data", data)()

    works = [partial(importer, 0), partial(importer, 1), measurer]
    ended = [os.waitpid(child, 0)[1] for child in [fork(work) for work in works]]
    calm = folder / "calm"
    by_names = {tuple(path.name for path in paths): paths for paths in files}
    # One after the other, in the order in which they landed: of two rows with one key the later stands.
    for names in answer(folder, lambda: [list(one.files) for one in Lake(data).imports()]):
        whole(command("import", *by_names[tuple(names)], "--data", calm))

    def sums(of: Path) -> list[list[int]]:
        """Per snapshot: how many messages, orders and paid orders."""
        found = []
        for number in manifest.numbers(of / "manifests"):
            snapshot = Lake(of).snapshot(number)
            orders = snapshot.scan("orders").collect()
            found.append(
                [snapshot.scan("messages").collect().height, orders.height, orders["paid_at"].count()]
            )
        return found

    tell(
        {
            "ended": ended,
            "snapshots": answer(folder, partial(sums, data)),
            "alone": answer(folder, partial(sums, calm)),
            "measured": [_messages(path) for path in sorted(folder.glob("measured-*.json"))],
        }
    )


if __name__ == "__main__":
    modes = {"at-once": at_once, "imports": kill_imports, "runs": kill_runs, "cannot-write": cannot_write}
    modes[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
