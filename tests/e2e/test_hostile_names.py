"""Names and cells made to mislead: paths, terminals and spreadsheets take them as words, and nothing else."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest
from commandline import twofour

from twofour.events.lake import Lake
from twofour.problems import ExitCode

ORDERS = "order_id,shop_id,customer_id,created_at,amount\n"
GOOD = "o1,s,c,2026-06-01 09:00:00,1\n"
PATHS = ["../../x", "/etc/x", "%2F..%2Fx", "con", "nul.csv", ".", "..", "a/b\\c"]
IDS = [*PATHS, "x" * 255, "\u202eexe", "a\x00b", "a b "]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in a folder, to look for what lands outside."""
    here = tmp_path / "outer" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    return here


def outside(folder: Path) -> list[Path]:
    """What lies above ``folder``."""
    return [path for path in folder.parents[1].rglob("*") if folder not in (path, *path.parents)]


def test_ids_that_look_like_paths_are_ids_and_nothing_else(folder: Path) -> None:
    rows = [f'o{number},"{shop}",c,2026-06-01 09:00:00,1\n' for number, shop in enumerate(IDS)]
    (folder / "orders.csv").write_text(ORDERS + "".join(rows))
    assert twofour("import", "orders.csv").returncode == ExitCode.DONE
    stored = Lake("twofour-data").snapshot().scan("orders").collect()
    assert sorted(stored["shop_id"]) == sorted(shop.strip() for shop in IDS)
    assert outside(folder) == [folder.parent]
    assert not {path.name for path in Path("twofour-data").rglob("*")} & {*IDS, "x", "etc"}
    for shop in IDS:
        found = Lake("twofour-data").snapshot().scan("orders", shop_ids=[shop.strip()]).collect()
        assert found.height == 1


@pytest.mark.parametrize("name", ["x" * 300, "../" * 2000 + "x", "\udcff\udcfe.csv", "con", "."])
def test_path_that_leads_to_no_file_is_told_in_one_line(folder: Path, name: str) -> None:
    done = twofour("import", name, lang="en")
    assert done.returncode == ExitCode.USAGE
    assert ("is a folder" if name == "." else "there is no file") in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name",
    ["=cmd.csv", "-o.csv", "\u202egnp.csv", "\x1b]0;x\x07.csv", "a\nb.csv", "x" * 251 + ".csv", "客服 .csv"],
)
def test_file_of_a_strange_name_is_imported_and_named_harmlessly(folder: Path, name: str) -> None:
    (folder / name).write_text(ORDERS + GOOD + "o2,s,,2026-06-01 09:00:00,1\n")
    done = twofour("import", f"./{name}", lang="en")
    assert done.returncode == ExitCode.PROBLEMS
    assert not set(done.stdout + done.stderr) & {"\x1b", "\x07", "\u202e"}
    (report,) = Path("twofour-data/imports").glob("*/problems.csv")
    with report.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["line"] == "3"


def test_file_whose_name_is_no_text_is_imported(folder: Path) -> None:
    path = folder / os.fsdecode(b"\xff\xfe.csv")
    path.write_text(ORDERS + GOOD)
    done = twofour("import", path)
    assert done.returncode == ExitCode.DONE
    assert "Traceback" not in done.stderr


def test_link_to_a_file_elsewhere_is_read_and_never_written(folder: Path) -> None:
    target = folder.parent / "target.csv"
    target.write_text(ORDERS + GOOD)
    (folder / "link.csv").symlink_to(target)
    (folder / "loop.csv").symlink_to("loop.csv")
    assert twofour("import", "link.csv").returncode == ExitCode.DONE
    assert target.read_text() == ORDERS + GOOD
    assert twofour("import", "loop.csv").returncode == ExitCode.USAGE


def test_cells_that_steer_a_terminal_are_shown_as_signs(folder: Path) -> None:
    (folder / "orders.csv").write_text(ORDERS + GOOD + 'o2,s,c,"\x1b[2J\u202enever\x07",1\n')
    done = twofour("import", "orders.csv", lang="en")
    assert "never" in done.stdout
    assert not set(done.stdout) & {"\x1b", "\x07", "\u202e"}


def test_cells_that_are_formulas_leave_as_words(folder: Path) -> None:
    cells = ["=1+1", "+1", "-1+1", "@A1", "\t=1", "＝1", '"=1"', " =1", "\u200b=1", "‘=1"]
    rows = "".join('o2,s,c,"{}",1\n'.format(cell.replace('"', '""')) for cell in cells)
    (folder / "orders.csv").write_text(ORDERS + GOOD + rows)
    twofour("import", "orders.csv", "--problems", "problems.csv")
    with (folder / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    assert len(values) == len(cells)
    assert all(value.startswith("'") for value in values)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_ids_that_are_formulas_leave_as_words(folder: Path, form: str) -> None:
    agent = '=HYPERLINK("http://x")'
    header = "shop_id,customer_id,agent_id,sender,sent_at,text\n"
    quoted = '"' + agent.replace('"', '""') + '"'
    rows = f"s,c,{quoted},customer,2026-06-01 09:00:00,hi\ns,c,{quoted},agent,2026-06-01 09:00:05,hi\n"
    (folder / "messages.csv").write_text(header + rows)
    assert twofour("import", "messages.csv").returncode == ExitCode.DONE
    done = twofour("measure", "--shop", "s", "--period", "2026-06", "--out", f"out.{form}")
    assert done.returncode == ExitCode.DONE, done.stderr
    if form == "xlsx":
        cells = pl.read_excel("out.xlsx", has_header=False).rows()
    else:
        with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            cells = [tuple(row) for row in csv.reader(file)]
    assert f"'{agent}" in [cell for row in cells for cell in row]
    assert agent not in [cell for row in cells for cell in row]
