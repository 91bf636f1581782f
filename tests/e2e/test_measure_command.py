"""``twofour measure`` and ``twofour evidence`` as a person or a tool runs them, on a small synthetic shop."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from commandline import Done
from commandline import twofour as run
from rich.cells import cell_len

from twofour.demo.shop import make
from twofour.demo.write import write
from twofour.metrics import METRICS

KEYS = ["subject_kind", "subject_id", "metric", "numerator", "denominator", "pending", "unit"]
JUNE = ["--from", "2026-06-01", "--until", "2026-06-30"]


OWN = """
metrics:
  - {metric: net, title: {zh: 净销售额, en: net sales}, unit: yuan, direction: higher, category: sales,
     minus: [sales, refunds_credited], target: 3000.00}
  - {metric: net_per_inquiry, title: 单询净值, unit: yuan, direction: higher, category: sales,
     ratio: [net, inquiries]}
  - {metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: mean}
"""
EXAMS = """metric,value,subject_kind,subject_id,day
exam,92.5,agent,四季家居:小美,2026-06-10
exam,88,agent,四季家居:小美,2026-06-20
"""


def twofour(*words: object, language: str = "en", columns: int = 120) -> Done:
    return run(*words, lang=language, width=columns)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a twentieth of the demo shop."""
    folder = tmp_path_factory.mktemp("shop")
    files = write(make(scale=0.05), folder / "raw", 1224)
    exams = folder / "indicators.csv"
    exams.write_text(EXAMS, "utf-8")
    assert twofour("import", *files, exams, "--data", folder / "lake").returncode == 0
    (folder / "own.yaml").write_text(OWN, "utf-8")
    return folder / "lake"


@pytest.fixture
def own(data: Path) -> Path:
    """A file with metrics of the shop's own."""
    return data.parent / "own.yaml"


def rows(data: Path, *words: object) -> list[dict[str, Any]]:
    """The JSON rows of a measure."""
    done = twofour("measure", *words, "--format", "json", "--data", data)
    assert done.returncode == 0, done.stderr
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
    text = twofour("measure", *JUNE, "--by", "team", "--format", "csv", "--data", data).stdout
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
    behind = json.loads(twofour(*words).stdout)["rows"]
    assert figure["denominator"] == len(behind) > 0
    assert figure["numerator"] == sum(row["numerator"] for row in behind)


def test_measure_table_names_both_days_and_the_watermark(data: Path) -> None:
    """A person sees what was counted and how far the data reaches."""
    shown = twofour("measure", *JUNE, "--by", "member", "--data", data, language="zh").stdout
    assert "2026-06-01 – 2026-06-30（含末日）" in shown
    assert "数据截至 2026-07" in shown
    assert "小美" in shown


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["measure", *JUNE, "--shop", "nowhere"], 2, "there is no shop"),
        (["measure", "--from", "2026-06-01"], 2, "both --from"),
        (["measure", "--from", "2026-06-31", "--until", "2026-07-01"], 2, "is no day"),
        (["measure", *JUNE, "--metric", "inquiry_pay_rat"], 2, "Did you mean inquiry_pay_rate?"),
        (["measure", *JUNE, "--metric", "平均响应"], 2, "mean_response"),
        (["metrics", "show", "inquiry_pay_rat"], 2, "Did you mean inquiry_pay_rate?"),
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
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_measure_without_data_says_to_import_first(tmp_path: Path) -> None:
    """An empty folder is missing data, not an empty answer."""
    done = twofour("measure", *JUNE, "--data", tmp_path / "none")
    assert done.returncode == 4
    assert "import" in done.stderr


def test_rules_file_with_a_mistake_names_file_line_and_the_right_word(data: Path, tmp_path: Path) -> None:
    """Exit 3, with the place."""
    file = tmp_path / "rules.yaml"
    file.write_text("day_cut: 06:00\nidle_minuts: 10\n")
    done = twofour("measure", *JUNE, "--rules", file, "--data", data)
    assert done.returncode == 3
    assert "rules.yaml:2:1" in done.stderr
    assert "idle_minutes" in done.stderr


def test_own_metrics_come_out_of_a_file_in_the_data_folder(data: Path, own: Path) -> None:
    """Or of another that is named; for every subject and by day, with exact integers."""
    (data / "metrics.yaml").write_text(OWN, "utf-8")
    try:
        beside = rows(data, *JUNE, "--by", "team")
    finally:
        (data / "metrics.yaml").unlink()
    assert beside == rows(data, *JUNE, "--by", "team", "--metrics", own)
    found = {(r["subject_id"], r["metric"]): r for r in beside}
    for subject in {subject for subject, _ in found}:
        sales, back, net, inquiries, ratio = (
            found[subject, metric]["numerator"]
            for metric in ("sales", "refunds_credited", "net", "inquiries", "net_per_inquiry")
        )
        assert net == sales - back == ratio
        assert found[subject, "net_per_inquiry"]["denominator"] == inquiries
    exams = rows(data, *JUNE, "--by", "member", "--metric", "exam", "--grain", "day", "--metrics", own)
    assert [(r["numerator"], r["denominator"], r["day"]) for r in exams] == [
        (925, 10, "2026-06-10"),
        (88, 1, "2026-06-20"),
    ]


def test_evidence_of_an_own_metric_sums_to_it(data: Path, own: Path) -> None:
    """The rows of its parts, what is taken away with a minus."""
    words = [*JUNE, "--data", data, "--metrics", own, "--format", "json"]
    figures = {r["metric"]: r for r in rows(data, *JUNE, "--by", "shop", "--metrics", own)}
    for metric in ("net", "net_per_inquiry"):
        behind = json.loads(twofour("evidence", metric, *words).stdout)["rows"]
        assert sum(row["numerator"] for row in behind) == figures[metric]["numerator"]
        assert any(row["numerator"] < 0 for row in behind)
    assert sum(row["denominator"] for row in behind) == figures["net_per_inquiry"]["denominator"]
    nobody = twofour("evidence", "exam", "--team", "售前一组", *words, language="zh")
    assert nobody.returncode == 4
    assert "没有考试：期间内没有录入" in nobody.stderr


def test_mistake_in_the_metrics_file_names_its_place(data: Path, tmp_path: Path) -> None:
    """Exit 3, and nothing is measured."""
    file = tmp_path / "wrong.yaml"
    file.write_text(OWN.replace("refunds_credited", "refund_credited"), "utf-8")
    done = twofour("measure", *JUNE, "--data", data, "--metrics", file)
    assert done.returncode == 3
    assert "wrong.yaml:4:21" in done.stderr
    assert "Did you mean refunds_credited?" in done.stderr


def test_workbook_has_figures_for_people_and_integers_for_checking(
    data: Path, own: Path, tmp_path: Path
) -> None:
    """One row per member with names, targets in the heading; then every integer."""
    file = tmp_path / "june.xlsx"
    done = twofour(
        "measure", *JUNE, "--by", "member", "--metrics", own, "--out", file, "--data", data, language="zh"
    )
    assert done.returncode == 0, done.stderr
    people = pl.read_excel(file, sheet_name="指标").to_dicts()
    integers = pl.read_excel(file, sheet_name="分子分母").to_dicts()
    plain = rows(data, *JUNE, "--by", "member", "--metrics", own)
    assert [(r["对象"], r["指标"], r["分子"], r["分母"]) for r in integers] == [
        (r["subject_id"], r["metric"], r["numerator"], r["denominator"]) for r in plain
    ]
    (mei,) = (row for row in people if row["姓名"] == "小美")
    (net,) = (r["numerator"] for r in plain if (r["subject_id"], r["metric"]) == (mei["员工"], "net"))
    assert mei["净销售额（目标 ≥ 3,000.00 元）"] == pytest.approx(net / 100)
    assert mei["考试"] == pytest.approx(90.25)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_table_fits_eighty_columns(data: Path, own: Path, language: str) -> None:
    """In as many pieces as it takes; nothing is cut, no figure breaks."""
    words = [*JUNE, "--by", "agent", "--grain", "day", "--metrics", own, "--data", data]
    shown = twofour("measure", *words, language=language, columns=80).stdout
    table = [line for line in shown.splitlines() if "2026-06-15" in line]
    assert len(table) % 2 == 0, "two pieces, each with every row"
    assert all(cell_len(line) <= 80 and "…" not in line for line in table)


def test_half_finished_day_says_as_of_when_and_what_is_pending(data: Path) -> None:
    """The live view of today: measured up to the watermark, in the shop's time zone."""
    day = ["--from", "2026-06-10", "--until", "2026-06-10", "--by", "shop", "--data", data]
    live = twofour("measure", *day, "--as-of", "2026-06-10T06:00:00Z", language="zh").stdout
    assert "数据截至 2026-06-10 14:00:00（Asia/Shanghai）" in live
    assert "2026-06-10 还没过完：数字仍会变" in live
    assert re.search(r"\d\.\d% \(\d+\)", live)
    assert "(n)：其中 n 个还没定" in live
    closed = twofour("measure", *day, language="zh").stdout
    assert "没过完" not in closed
    assert "(n)" not in closed
    half = ["--period", "2026-06", "--by", "shop", "--as-of", "2026-06-20", "--data", data]
    assert "10 days of the period are still to come" in twofour("measure", *half).stdout


def test_metrics_are_listed_and_explained(data: Path, own: Path) -> None:
    """Every built-in one and the shop's own; the settings that change one, with what they are set to."""
    words = ["--metrics", own, "--data", data]
    listed = json.loads(twofour("metrics", "list", "--format", "json", *words).stdout)
    assert [m["metric"] for m in listed] == [*METRICS, "net", "net_per_inquiry", "exam"]
    shown = twofour("metrics", "show", "inquiry_pay_rate", "net_per_inquiry", *words, language="zh").stdout
    for said in (
        "付款的询单 ÷ 询单人数",
        "询单当天",
        "after_sales_days",
        "净销售额 ÷ 询单人数",
        "attribution_days",
    ):
        assert said in shown
    table = twofour("metrics", "list", "--category", "knowledge", *words, columns=80).stdout
    assert "exam*" in table
    assert "sales_orders" not in table
    assert all(cell_len(line) <= 80 for line in table.splitlines())
