"""``twofour demo`` as a person runs it: one screen, twice the same, both languages, never over other data."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from twofour.demo.people import PEOPLE, SHOP_ID
from twofour.demo.shop import SEED

CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


def _twofour(folder: Path, *words: str, width: int = 100) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from twofour.cli.app import main; main()", *words]
    environment = {**os.environ, "COLUMNS": str(width), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    environment.pop("UV", None)
    environment.pop("TWOFOUR_LANG", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(place: Path) -> subprocess.CompletedProcess[str]:
    began = time.monotonic()
    done = _twofour(place, "demo", "--no-serve", width=80)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 60
    return done


def _run_folder(place: Path) -> Path:
    (folder,) = (place / "twofour-demo/runs").iterdir()
    return folder


def test_demo_prints_a_scoreboard_that_fits_and_says_synthetic(first):
    shown = first.stdout[: first.stdout.index("写出的文件")]
    assert "合成数据 SYNTHETIC" in shown
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    assert "…" not in shown
    for person in PEOPLE:
        assert person.nick in shown
    assert re.search(r"1\. .+ 接待最多（\d+ 人）", shown)
    assert "获奖" in shown


def test_demo_writes_the_files_that_it_names(place, first):
    run = _run_folder(place)
    for path in ("payroll.xlsx", "payroll.csv", "run.json", "statements"):
        assert (run / path).exists()
    for path in ("raw/messages.csv", "raw/README.txt", "scheme.yaml", "rules.yaml"):
        assert (place / "twofour-demo" / path).is_file()
    assert f"twofour-demo/runs/{run.name}/" in first.stdout


def test_demo_pays_pre_sales_members_within_reason(place, first):
    content = json.loads((_run_folder(place) / "run.json").read_text(encoding="utf-8"))["content"]
    paid = {slip["member"]["member_id"] for slip in content["payslips"]}
    assert paid == {person.member_id for person in PEOPLE if person.role == "pre_sales"}


def test_demo_figures_lie_where_a_real_shop_has_them(place, first):
    done = _twofour(
        place, "measure", "--by", "member", "--period", "2026-06", "--format", "json",
        "--rules", "twofour-demo/rules.yaml", "--data", "twofour-demo",
    )  # fmt: skip
    rows = json.loads(done.stdout)
    figures = {(row["subject_id"], row["metric"]): row for row in rows}

    def quotient(person, metric):
        row = figures[person.member_id, metric]
        return row["numerator"] / row["denominator"]

    sellers = [person for person in PEOPLE if person.role == "pre_sales"]
    for person in sellers:
        assert 0.24 <= quotient(person, "inquiry_pay_rate") <= 0.56, person.nick
        assert 10 <= quotient(person, "mean_response") <= 90, person.nick
        assert 14_000_00 <= quotient(person, "effective_sales") <= 90_000_00, person.nick
    by_conversion = sorted(sellers, key=lambda person: quotient(person, "inquiry_pay_rate"))
    assert (by_conversion[0].nick, by_conversion[-1].nick) == ("阿哲", "小美")
    assert max(sellers, key=lambda person: quotient(person, "received")).nick == "阿哲"
    assert min(sellers, key=lambda person: quotient(person, "mean_response")).nick == "豆豆"
    assert min(PEOPLE, key=lambda person: quotient(person, "rating_score")).nick == "小满"


def test_commands_named_next_really_work(place, first):
    named = re.findall(r"^  twofour (explain|evidence|measure|pay) (.+)$", first.stdout, re.MULTILINE)
    assert [noun for noun, _ in named] == ["explain", "evidence", "measure", "pay"]
    for noun, words in named:
        done = _twofour(place, noun, *words.split())
        assert done.returncode == 0, (noun, words, done.stderr)
        assert done.stdout


def test_demo_again_changes_nothing_and_speaks_english(place, first):
    run = _run_folder(place)
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    again = _twofour(place, "--lang", "en", "demo", "--no-serve", width=120)
    assert again.returncode == 0, again.stderr
    assert _run_folder(place) == run
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before
    assert "SYNTHETIC DATA" in again.stdout
    words = again.stdout + again.stderr
    for name in (SHOP_ID, *(person.nick for person in PEOPLE), *(person.team for person in PEOPLE)):
        words = words.replace(name, "")
    assert not CHINESE.search(words), CHINESE.findall(words)


def test_demo_refuses_a_folder_with_other_data(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/orders.csv").write_text("order_id\n1\n", encoding="utf-8")
    done = _twofour(tmp_path, "demo", "--no-serve", "--data", "mine")
    assert done.returncode == 5
    assert "mine 里已有别的文件" in done.stderr.replace("\n", "")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["orders.csv"]


def test_demo_refuses_to_mix_two_seeds(place, first):
    done = _twofour(place, "demo", "--no-serve", "--seed", "7")
    assert done.returncode == 5
    assert f"种子 {SEED}" in done.stderr
