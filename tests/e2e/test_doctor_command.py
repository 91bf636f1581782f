"""``twofour doctor`` as a person or a tool runs it: on the demo shop, and on exports that lack something."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from commandline import Done
from commandline import twofour as run
from rich.cells import cell_len

from twofour.demo.shop import make
from twofour.demo.write import write

CHINESE = re.compile(r"[\u3400-\u9fff]")
COLUMNS = [
    "kind", "severity", "shop_id", "first_day", "last_day", "count", "examples", "what_zh", "what_en",
    "remedy_zh", "remedy_en",
]  # fmt: skip


def twofour(*words: object, language: str = "en", columns: int = 80) -> Done:
    return run(*words, lang=language, width=columns)


def findings(data: Path, *words: object) -> list[dict[str, Any]]:
    """The findings as JSON; the exit code is 1 if one of them is more than a note."""
    done = twofour("doctor", "--data", data, "--format", "json", *words)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.returncode == int(any(row["severity"] != "note" for row in rows)), done.stderr
    return rows


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The demo shop's exports."""
    return write(make(), tmp_path_factory.mktemp("raw"), 1224)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo's scheme counts by."""
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_text("auto_reply_prefixes: [【自动回复】]\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def sound(raw: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop's lake."""
    lake = tmp_path_factory.mktemp("sound")
    assert twofour("import", *raw, "--data", lake).returncode == 0
    return lake


@pytest.fixture(scope="module")
def broken(raw: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without the chats of two days, without one agent's staff row, in a lake of its own."""
    folder = tmp_path_factory.mktemp("broken")
    for path in raw:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if path.stem == "messages":
            lines = [line for line in lines if ",2026-06-24 " not in line and ",2026-06-25 " not in line]
        if path.stem == "staff":
            lines = [line for line in lines if not line.startswith("四季家居:小美,")]
        (folder / path.name).write_text("".join(lines), encoding="utf-8")
    done = twofour("import", *folder.glob("*.csv"), "--data", folder / "lake")
    assert done.returncode == 0, done.stderr
    return folder / "lake"


def test_doctor_finds_the_demo_month_sound(sound: Path, rules: Path) -> None:
    """June is clean: nothing but a note on tables that the shop does not use."""
    assert [row["kind"] for row in findings(sound, "--period", "2026-06", "--rules", rules)] == [
        "table_unused"
    ]


def test_doctor_comments_on_the_days_after_the_demo_month(sound: Path, rules: Path) -> None:
    """In July the demo goes on with after-sales only: no orders, and a month in part."""
    found = findings(sound, "--rules", rules)
    assert {row["kind"] for row in found} == {"ends_early", "table_unused", "part_month"}
    assert found[0]["what_en"].startswith("orders end on 2026-07-01")


def test_doctor_proposes_the_automatic_replies_of_the_demo(sound: Path) -> None:
    """Without the scheme's rules the shop's greeting would count as a human answer."""
    (found,) = [row for row in findings(sound) if row["kind"] == "automatic_replies"]
    assert 'auto_reply_prefixes: ["【自动回复】"]' in found["remedy_en"]


def test_doctor_finds_what_was_taken_out(broken: Path, rules: Path) -> None:
    """Days, agent, and how much hangs on them."""
    found = {row["kind"]: row for row in findings(broken, "--period", "2026-06", "--rules", rules)}
    assert (found["empty_days"]["first_day"], found["empty_days"]["last_day"]) == ("2026-06-24", "2026-06-25")
    assert "the shop was open" in found["empty_days"]["what_en"]
    assert found["agent_unknown"]["examples"].startswith("四季家居:小美 (")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_doctor_screen_fits_and_shows_the_days(broken: Path, language: str, columns: int) -> None:
    """A strip of every day, the lacking ones crossed; findings with their remedies; a line that sums up."""
    done = twofour("doctor", "--data", broken, language=language, columns=columns)
    shown = done.stdout
    assert done.returncode == 1
    assert all(cell_len(line) <= columns for line in shown.splitlines())
    assert re.search(r"[▁-█]{22}××[▁-█]{5}", shown)
    assert "2026-05-01" in shown and "→" in shown
    assert {"zh": "个警告", "en": "warnings: "}[language] in shown.splitlines()[-1]
    if language == "en":
        assert not CHINESE.search(shown.replace("四季家居", "").replace("小美", "").replace("自动回复", ""))


def test_doctor_formats_hold_the_same_findings(broken: Path, tmp_path: Path) -> None:
    """CSV, XLSX and JSON: as many rows, the promised columns."""
    plain = findings(broken)
    text = twofour("doctor", "--data", broken, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == COLUMNS
    assert [row["kind"] for row in rows] == [row["kind"] for row in plain]
    twofour("doctor", "--data", broken, "--out", tmp_path / "found.xlsx")
    assert fastexcel.read_excel(tmp_path / "found.xlsx").load_sheet(0).height == len(plain)


def test_doctor_coverage_counts_every_row(sound: Path, tmp_path: Path) -> None:
    """Rows by shop, table and day, empty days included."""
    twofour("doctor", "--data", sound, "--coverage", "--out", tmp_path / "days.parquet")
    days = pl.read_parquet(tmp_path / "days.parquet")
    assert days.columns == ["shop_id", "table", "day", "rows"]
    orders = days.filter(pl.col("table") == "orders")
    assert orders.height == 62
    assert orders["rows"].sum() == 2665
    assert 0 in days.filter(pl.col("table") == "refunds")["rows"]


def test_doctor_shows_many_shops_a_line_each(tmp_path: Path) -> None:
    """Six shops with a message each."""
    file = tmp_path / "messages.csv"
    rows = [f"shop{n},c,a,customer,2026-06-0{n} 10:00:00,在吗\n" for n in range(1, 7)]
    file.write_text("shop_id,customer_id,agent_id,sender,sent_at,text\n" + "".join(rows), encoding="utf-8")
    twofour("import", file, "--data", tmp_path / "lake")
    shown = twofour("doctor", "--data", tmp_path / "lake").stdout
    assert [line.split()[0] for line in shown.splitlines() if re.match(r"shop\d ", line)] == [
        f"shop{n}" for n in range(1, 7)
    ]
    assert "(6 shops)" in shown
    one = twofour("doctor", "--data", tmp_path / "lake", "--shop", "shop3").stdout
    assert "shop3" in one and "shop4" not in one


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--shop", "nowhere"], 2, "there is no shop"),
        (["--from", "2026-06-01"], 2, "both --from"),
        (["--out", "findings.doc"], 2, "needs the suffix"),
    ],
)
def test_doctor_mistakes_are_one_clear_message(sound: Path, words: list[str], code: int, says: str) -> None:
    """Each has its exit code; never a traceback."""
    done = twofour("doctor", "--data", sound, *words)
    assert done.returncode == code
    assert says in done.stderr and "Traceback" not in done.stderr


def test_doctor_without_data_says_to_import_first(tmp_path: Path) -> None:
    """An empty folder is no sick lake."""
    done = twofour("doctor", "--data", tmp_path / "none")
    assert done.returncode == 4
    assert "import" in done.stderr
