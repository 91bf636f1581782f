"""``twofour imports`` and ``twofour import --undo``, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import twofour
from rich.cells import cell_len

from twofour.events.lake import Lake
from twofour.problems import ExitCode

HEAD = "order_id,shop_id,customer_id,created_at,amount\n"
MAY = HEAD + "o1,s,c,2026-05-31 09:30:00,12.34\no2,s,c,2026-05-31 09:31:00,5\n"
JUNE = HEAD + "o2,s,c,2026-05-31 09:31:00,6\no3,s,c,2026-06-01 09:30:00,7\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder after two imports."""
    for name, rows in (("五月订单", MAY), ("六月订单", JUNE)):
        (tmp_path / f"{name}.csv").write_text(rows)
        done = twofour("import", tmp_path / f"{name}.csv", "--data", tmp_path / "data")
        assert done.returncode == ExitCode.DONE
        assert f"--undo {Lake(tmp_path / 'data').imports()[-1].import_id}" in done.stdout
    return tmp_path / "data"


def ids(data: Path) -> list[str]:
    return [record.import_id for record in Lake(data).imports()]


def test_imports_are_listed_in_eighty_columns(data: Path) -> None:
    shown = twofour("imports", "--data", data, width=80).stdout
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    assert all(id in shown for id in ids(data))
    assert "六月订单.csv" in shown
    assert "订单 +1 ~1" in shown
    assert "已撤销" not in shown


def test_undone_import_says_what_it_took_back_and_is_marked(data: Path) -> None:
    done = twofour("import", "--undo", ids(data)[1], "--data", data, lang="en")
    assert done.returncode == ExitCode.DONE
    assert "orders 1 1 0" in " ".join(done.stdout.split())
    assert "snapshot 3" in done.stdout
    orders = Lake(data).snapshot().scan("orders").sort("seq").collect()
    assert orders.select("order_id", "amount").rows() == [("o1", 1234), ("o2", 500)]
    (line,) = (x for x in twofour("imports", "--data", data).stdout.splitlines() if "已撤销" in x)
    assert ids(data)[1] in line


def test_import_undone_twice_is_refused(data: Path) -> None:
    twofour("import", "--undo", ids(data)[0], "--data", data)
    again = twofour("import", "--undo", ids(data)[0], "--data", data)
    assert again.returncode == ExitCode.REFUSED
    assert "重新导入原文件" in again.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--undo", "x"], "twofour imports"),
        (["--undo", "x", "a.csv"], "--undo"),
        ([], "请写出要导入的文件"),
    ],
)
def test_wrong_words_are_told_what_would_be_right(data: Path, words: list[str], says: str) -> None:
    done = twofour("import", *words, "--data", data)
    assert done.returncode == ExitCode.USAGE
    assert says in done.stderr
