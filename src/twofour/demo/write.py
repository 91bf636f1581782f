"""Write the synthetic shop as raw exports: a CSV file per event table, and a README that says what it is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from twofour.demo.phrases import data_text
from twofour.demo.rows import stamp
from twofour.demo.world import Rows
from twofour.events.tables import TABLES, Column, Kind
from twofour.money import yuan_of


def write(rows: Rows, folder: Path, seed: int) -> list[Path]:
    """Write every table and the README into ``folder``; the CSV files, in the order of the event tables."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, lines = [], []
    for name, table in TABLES.items():
        content = getattr(rows, name, None)
        if content is None:
            continue
        path = folder / f"{name}.csv"
        _write_table(path, content, table.columns)
        paths.append(path)
        lines.append(f"{path.name:<16} {table.title.zh} / {table.title.en}: {len(content)} 行 rows\n")
    readme = data_text("readme.txt").format(seed=seed, files="".join(lines))
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="\n")
    return paths


def _write_table(path: Path, content: Iterable[object], columns: tuple[Column, ...]) -> None:
    read = attrgetter(*(column.name for column in columns))
    shows = [_shower(column.kind) for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([column.name for column in columns])
        for row in content:
            out.writerow(
                ["" if cell is None else show(cell) for show, cell in zip(shows, read(row), strict=True)]
            )


def _shower(kind: Kind) -> Callable[[Any], str]:
    if kind is Kind.TIME:
        return stamp
    if kind is Kind.MONEY:
        return lambda fen: str(yuan_of(fen))
    if kind is Kind.BOOL:
        return lambda flag: "true" if flag else "false"
    return str
