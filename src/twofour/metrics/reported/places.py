"""Where a report says a figure: the ``evidence`` of its rows, taken apart and listed briefly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_EVIDENCE = re.compile(
    r"(?P<file>.+):(?P<row>\d+)(?: (?P<first>\d{4}-\d\d-\d\d)\.\.(?P<last>\d{4}-\d\d-\d\d))?"
)
_MOST_RUNS = 3


class Place(NamedTuple):
    """A file and a row of it as a spreadsheet counts them, and the first day that the row sums up, where it
    sums up several. Evidence in other words is a ``file`` without a row.
    """

    file: str
    row: int | None = None
    first: date | None = None


@lru_cache(maxsize=65_536)
def place_of(evidence: str | None) -> Place:
    """``客服绩效.xlsx:12``, or ``客服绩效.xlsx:12 2026-06-01..2026-06-30`` for a row that sums up days."""
    found = re.fullmatch(_EVIDENCE, evidence or "")
    if found is None:
        return Place(evidence or "")
    first = date.fromisoformat(found["first"]) if found["first"] else None
    return Place(found["file"], int(found["row"]), first)


def listed(places: Iterable[Place]) -> tuple[str, ...]:
    """``客服绩效.xlsx:4–33,35``: each file once, its rows in runs, in the order of the files' names; more
    than a few runs as their ends and how many rows they are, ``客服绩效.xlsx:4…91 (30)``.
    """
    files: dict[str, set[int]] = {}
    for place in places:
        rows = files.setdefault(place.file, set())
        if place.row is not None:
            rows.add(place.row)
    return tuple(f"{file}:{_runs(rows)}" if rows else file for file, rows in sorted(files.items()) if file)


def _runs(rows: set[int]) -> str:
    ordered = sorted(rows)
    breaks = [at for at, (one, other) in enumerate(pairwise(ordered), 1) if other != one + 1]
    parts = [ordered[a:b] for a, b in pairwise([0, *breaks, len(ordered)])]
    if len(parts) > _MOST_RUNS:
        return f"{ordered[0]}…{ordered[-1]} ({len(ordered)})"
    return ",".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)
