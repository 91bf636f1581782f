"""Damaged files of TwoFour's own tables, and damaged mapping files: refused in words, never half imported."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given

from damage import Damage, damaged, damages, own_files
from generative.fuzzing import OWN_FILES, fuzzed, look_at, no_hang, without_processes_apart
from twofour.events.lake import Lake
from twofour.events.tables import TABLES
from twofour.problems import TwoFourError
from twofour.sources import import_files, load_mapping

__all__ = ["without_processes_apart"]

OWN = own_files()
FOREIGN = Path(__file__).parents[2] / "examples" / "foreign"
MAPS = sorted((FOREIGN / "maps").glob("*.yaml"))
COMMITTED = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the file of each trial."""
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("name", OWN)
def test_damaged_file_is_understood_or_refused(name: str, folder: Path) -> None:
    @fuzzed(-(-OWN_FILES // len(OWN)))
    @given(damages())
    def trial(done: list[Damage]) -> None:
        # Where the header is lost, somebody may say which table it is.
        table = name.partition(".")[0] if done[0][1] % 3 else None
        look_at(folder / name, damaged(OWN[name], done), table=table)

    trial()


@pytest.mark.parametrize("mapping", MAPS, ids=lambda path: path.stem)
def test_damaged_mapping_file_is_understood_or_refused(mapping: Path, folder: Path) -> None:
    content = mapping.read_bytes()
    data = next(path for path in sorted((FOREIGN / "data").iterdir()) if path.stem.startswith(mapping.stem))

    @fuzzed(150)
    @given(damages())
    def trial(done: list[Damage]) -> None:
        path = folder / "map.yaml"
        path.write_bytes(damaged(content, done))
        try:
            with no_hang():
                read = load_mapping(path)
        except TwoFourError:
            return
        look_at(folder / data.name, data.read_bytes(), mapping=read)

    trial()


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_import_of_a_damaged_file_lands_whole_or_not_at_all(form: str, folder: Path) -> None:
    names = [name for name in OWN if name.endswith(f".{form}")]
    lake = Lake(folder / f"lake-{form}")
    for name in names:
        (folder / name).write_bytes(OWN[name])
    import_files([folder / name for name in names], lake.path)

    @fuzzed(COMMITTED // 3)
    @given(damages())
    def trial(done: list[Damage]) -> None:
        name = names[done[0][2] % len(names)]
        path = folder / name
        path.write_bytes(damaged(OWN[name], done))
        before, rows_before = stored(lake)
        everything = data_in(lake)
        try:
            with no_hang():
                receipt = import_files([path], lake.path).receipt
        except TwoFourError:
            assert stored(lake) == (before, rows_before)
            assert everything == data_in(lake)
            return
        new = {name: table.total.new for name, table in receipt.tables.items()}
        after, rows_after = stored(lake)
        assert rows_after == {name: count + new.get(name, 0) for name, count in rows_before.items()}
        assert receipt.changed_lake or after == before

    trial()


def stored(lake: Lake) -> tuple[list[str], dict[str, int]]:
    """The files of the lake that hold data, and how many rows each table has."""
    snapshot = lake.snapshot()
    files = sorted(str(path) for path in (lake.path / "tables").rglob("*.parquet"))
    return files, {name: snapshot.scan(name).select(pl.len()).collect().item() for name in TABLES}


def data_in(lake: Lake) -> list[Path]:
    """Whatever lies in the lake but reports of problems."""
    return sorted(path for path in lake.path.rglob("*") if "imports" not in path.relative_to(lake.path).parts)
