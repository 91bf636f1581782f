"""A shop with reports alone designs its scheme from them, and is told where figures are and where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.commandline import twofour
from twofour.scheme import load_scheme

STAFF = """agent_id,shop_id,member_id,name,team,role,grade,base_wage
四季:小美,四季,m01,小美,一组,pre_sales,senior,3500
四季:阿哲,四季,m02,阿哲,一组,pre_sales,junior,2600
四季:小林,四季,m03,小林,一组,pre_sales,middle,3000
"""
HEADER = "客服,日期,接待人数,询单人数,询单->最终付款人数,销售额,平均响应时间,退款率\n"
PEOPLE = {"小美": (60, 40, 19, 21), "阿哲": (50, 36, 13, 34), "小林": (55, 38, 9, 45)}


def report() -> str:
    """May and June in weekly days of three agents."""
    rows = [
        f"四季:{name},2026-{month:02}-{day:02},{received + day},{inquiries},{paid + month % 3},"
        f"{paid * 88 + day},{seconds + month},4%"
        for month, last in ((5, 31), (6, 30))
        for day in (1, 8, 15, 22, last)
        for name, (received, inquiries, paid, seconds) in PEOPLE.items()
    ]
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with staff and a Chitu report, and nothing else."""
    folder = tmp_path_factory.mktemp("designing")
    (folder / "staff.csv").write_text(STAFF, "utf-8")
    (folder / "赤兔绩效.csv").write_text(report(), "utf-8")
    done = twofour("import", folder / "staff.csv", folder / "赤兔绩效.csv", "--data", folder / "lake")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "lake"


def test_fit_cuts_tiers_from_the_report(data: Path) -> None:
    done = twofour("scheme", "fit", "inquiry_pay_rate", "--report", "chitu", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "询单付款转化率（赤兔）（inquiry_pay_rate）  四季 2026-05 至 2026-06，3 人 6 个数" in done.stdout
    assert "tiers:" in done.stdout


def test_fit_without_the_report_says_where_figures_are(data: Path) -> None:
    done = twofour("scheme", "fit", "sales", "--data", data)
    assert done.returncode == 4
    assert "或用赤兔报表里的数，方案里写 counting: {measures_from: chitu}" in done.stderr
    assert "--report chitu" in done.stderr
    assert (
        "take those of the Chitu report"
        in twofour("scheme", "fit", "sales", "--data", data, lang="en").stderr
    )


def test_new_proposes_from_the_report_and_names_it(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    words = (
        "scheme",
        "new",
        "--yes",
        "--report",
        "chitu",
        "--role",
        "pre_sales",
        "--out",
        file,
        "--data",
        data,
    )
    done = twofour(*words)
    assert done.returncode == 0, done.stderr
    assert "按 2026-06 的数据：3 人共" in done.stdout
    scheme = load_scheme(file)
    assert scheme.measures_from == "chitu"
    assert "effective_sales" not in scheme.metrics_used, "the report knows no refunds"
    assert "sales" in scheme.metrics_used
    linted = twofour("scheme", "lint", file, "--format", "json", "--data", data)
    assert '"severity": "error"' not in linted.stdout


def test_a_month_without_a_report_is_not_paid(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "pay.yaml"
    file.write_text(
        "scheme: plain\ntitle: 方案\nvalid_from: 2026-01-01\ncounting: {measures_from: chitu}\n"
        "pay:\n  - {per_unit: {on: received, shape: linear, amount: 0.10}}\n",
        "utf-8",
    )
    done = twofour("pay", file, "--period", "2026-07", "--out", tmp_path / "runs", "--data", data)
    assert done.returncode == 4
    assert "2026-07 没有赤兔报表的数；请先导入这个月的报表" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_measure_without_the_report_points_to_it(data: Path) -> None:
    done = twofour("measure", "--period", "2026-06", "--data", data)
    assert "没有聊天和订单，上面的 0 不等于没干活；看赤兔报表的数请加 --report chitu" in done.stdout


def test_the_doctor_looks_at_the_report(data: Path) -> None:
    done = twofour("doctor", "--period", "2026-06", "--data", data)
    assert "缺少关键数据表" not in done.stdout
    assert "数取自赤兔报表：5 天，3 个客服" in done.stdout
    assert "报表缺天" in done.stdout, "only one day a week"
