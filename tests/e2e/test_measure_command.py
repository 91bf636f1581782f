"""``twofour measure`` and ``twofour evidence`` as a person or a tool runs them, on a small synthetic shop."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from twofour.demo.shop import make
from twofour.demo.write import write

KEYS = ["subject_kind", "subject_id", "metric", "numerator", "denominator", "pending", "unit"]
JUNE = ["--from", "2026-06-01", "--until", "2026-06-30"]


def twofour(*words: object, language: str = "en") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-c", "from twofour.cli.app import main; main()", *map(str, words)]
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        env={**os.environ, "TWOFOUR_LANG": language, "COLUMNS": "120"},
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a twentieth of the demo shop."""
    folder = tmp_path_factory.mktemp("shop")
    files = write(make(scale=0.05), folder / "raw", 1224)
    assert twofour("import", *files, "--data", folder / "lake").returncode == 0
    return folder / "lake"


def rows(data: Path, *words: object) -> list[dict[str, Any]]:
    """The JSON rows of a measure."""
    done = twofour("measure", *words, "--format", "json", "--data", data)
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_measure_json_rows_hold_the_promised_keys(data: Path) -> None:
    """One row per subject and metric; integers only."""
    found = rows(data, *JUNE, "--by", "agent", "--shop", "四季家居")
    assert found
    for row in found:
        assert list(row) == KEYS
        assert all(isinstance(row[name], int) for name in ("numerator", "denominator", "pending"))
        assert row["subject_kind"] == "agent"


def test_measure_by_day_adds_up_to_the_total(data: Path) -> None:
    """Additive metrics: the days' numerators and denominators sum to the period's."""
    total = {(r["subject_id"], r["metric"]): r for r in rows(data, *JUNE, "--by", "member")}
    days: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows(data, *JUNE, "--by", "member", "--grain", "day"):
        assert list(row) == [*KEYS, "day"]
        days.setdefault((row["subject_id"], row["metric"]), []).append(row)
    for (subject, metric), parts in days.items():
        whole = total[subject, metric]
        assert sum(part["numerator"] for part in parts) == whole["numerator"], (subject, metric)
        if metric == "inquiry_pay_rate":
            assert sum(part["denominator"] for part in parts) == whole["denominator"]


def test_measure_formats_hold_the_same_rows(data: Path, tmp_path: Path) -> None:
    """CSV and Parquet carry what JSON carries."""
    plain = rows(data, *JUNE, "--by", "team")
    text = twofour("measure", *JUNE, "--by", "team", "--format", "csv", "--data", data).stdout.decode()
    assert [{k: str(v) for k, v in row.items()} for row in plain] == list(csv.DictReader(io.StringIO(text)))
    file = tmp_path / "measures.parquet"
    twofour("measure", *JUNE, "--by", "team", "--format", "parquet", "--out", file, "--data", data)
    assert pl.read_parquet(file).to_dicts() == plain


def test_measure_as_of_an_early_day_knows_nothing_later(data: Path) -> None:
    """Events after the watermark do not exist; what may still turn is pending."""
    early = rows(data, *JUNE, "--by", "shop", "--as-of", "2026-06-10", "--metric", "inquiry_pay_rate")
    late = rows(data, *JUNE, "--by", "shop", "--metric", "inquiry_pay_rate")
    assert early[0]["denominator"] < late[0]["denominator"]
    assert early[0]["pending"] > late[0]["pending"] == 0


def test_evidence_sums_to_the_measure(data: Path) -> None:
    """The rows behind a figure add up to it."""
    subject = "四季家居:小美"
    figure = next(
        r
        for r in rows(data, *JUNE, "--by", "agent", "--metric", "inquiry_pay_rate")
        if r["subject_id"] == subject
    )
    words = ["evidence", "inquiry_pay_rate", "--agent", subject, *JUNE, "--format", "json", "--data", data]
    behind = json.loads(twofour(*words).stdout)
    assert figure["denominator"] == len(behind) > 0
    assert figure["numerator"] == sum(row["numerator"] for row in behind)


def test_measure_table_names_both_days_and_the_watermark(data: Path) -> None:
    """A person sees what was counted and how far the data reaches."""
    shown = twofour("measure", *JUNE, "--by", "member", "--data", data, language="zh").stdout.decode()
    assert "2026-06-01 – 2026-06-30（含末日）" in shown
    assert "数据截至 2026-07" in shown
    assert "小美" in shown


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["measure", *JUNE, "--shop", "nowhere"], 2, "there is no shop"),
        (["measure", "--from", "2026-06-01"], 2, "both --from"),
        (["measure", "--from", "2026-06-31", "--until", "2026-07-01"], 2, "is no day"),
        (["measure", *JUNE, "--metric", "inquiry_pay_rat"], 2, "did you mean inquiry_pay_rate"),
        (["measure", "--period", "2020-01"], 4, "no data"),
        (["evidence", "sales", *JUNE, "--agent", "a", "--team", "b"], 2, "only one of"),
    ],
)
def test_mistakes_on_the_command_line_are_one_clear_message(
    data: Path, words: list[str], code: int, says: str
) -> None:
    """Each mistake has its exit code and says what would be right; never a traceback."""
    done = twofour(*words, "--data", data)
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_measure_without_data_says_to_import_first(tmp_path: Path) -> None:
    """An empty folder is missing data, not an empty answer."""
    done = twofour("measure", *JUNE, "--data", tmp_path / "none")
    assert done.returncode == 4
    assert "import" in done.stderr.decode()


def test_rules_file_with_a_mistake_names_file_line_and_the_right_word(data: Path, tmp_path: Path) -> None:
    """Exit 3, with the place."""
    file = tmp_path / "rules.yaml"
    file.write_text("day_cut: 06:00\nidle_minuts: 10\n")
    done = twofour("measure", *JUNE, "--rules", file, "--data", data)
    assert done.returncode == 3
    assert "rules.yaml:2:1" in done.stderr.decode()
    assert "idle_minutes" in done.stderr.decode()
