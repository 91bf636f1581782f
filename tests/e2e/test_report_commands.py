"""A shop without chats runs on a platform's report: measured, linted, paid, explained; compared later."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from e2e.commandline import twofour
from twofour.scheme import load_scheme
from twofour.statements.freeze import read_run

EXAMPLES = Path(__file__).parents[2] / "examples" / "schemes"
STAFF = """agent_id,shop_id,member_id,name,team,role,grade
四季:小美,四季,m01,小美,一组,pre_sales,senior
四季:阿哲,四季,m02,阿哲,一组,pre_sales,junior
"""
# Two days of two agents and of an account that nobody owns; the last payments are still to come.
REPORT = """客服,日期,接待人数,询单人数,询单->最终付款人数,销售额,平均响应时间
四季:小美,2026-06-01,60,40,20,"1,000.50",20
四季:阿哲,2026-06-01,50,30,9,600.00,30秒
四季:小美,2026-06-30,20,10,延迟统计,500.00,40
四季:外援,2026-06-30,5,5,1,80.00,10
汇总值,,135,85,30,2180.50,-
"""
JUNE = ("--period", "2026-06")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a staff table and a Chitu report, and nothing else."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "staff.csv").write_text(STAFF, "utf-8")
    (folder / "赤兔绩效.csv").write_text(REPORT, "utf-8")
    done = twofour("import", folder / "staff.csv", folder / "赤兔绩效.csv", "--data", folder / "lake")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "lake"


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    """An example scheme that measures from the report."""
    text = (EXAMPLES / "classic-kpi.yaml").read_text("utf-8")
    file = tmp_path / "scheme.yaml"
    file.write_text(
        text.replace("missing: renormalise", "counting: {measures_from: chitu}\nmissing: renormalise"),
        "utf-8",
    )
    assert load_scheme(file).measures_from == "chitu"
    return file


def test_measure_shows_the_report_and_what_it_lacks(data: Path) -> None:
    done = twofour("measure", "--report", "chitu", *JUNE, "--by", "member", "--data", data, width=80)
    assert done.returncode == 0
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.strip()}
    assert lines["小美"] == ["80", "25.0", "50", "40.0%", "(10)", "1,501"]
    assert lines["阿哲"] == ["50", "30.0", "30", "30.0%", "600.00"]
    assert "数字来自赤兔报表（赤兔绩效.csv），不是由聊天和订单统计" in done.stdout
    assert "报表里没有：满意度评分" in done.stdout
    assert max(map(cell_len, done.stdout.splitlines()[:8])) <= 80


def test_measure_names_accounts_that_nobody_owns(data: Path) -> None:
    done = twofour("measure", "--report", "chitu", *JUNE, "--data", data, lang="en")
    assert "1 accounts are not in the staff table and count for nobody: 四季:外援" in done.stdout


def test_measure_of_the_shop_holds_everybody(data: Path) -> None:
    done = twofour("measure", "--report", "chitu", *JUNE, "--by", "shop", "--format", "csv", "--data", data)
    rows = {row["metric"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert (rows["received"]["numerator"], rows["sales"]["numerator"]) == ("135", "218050")
    paid = rows["inquiry_pay_rate"]
    assert (paid["numerator"], paid["denominator"], paid["pending"]) == ("30", "85", "10")
    assert "effective_sales" not in rows
    assert rows["received"]["places"] == "赤兔绩效.csv:2–5"


def test_evidence_lists_the_rows_of_the_report(data: Path) -> None:
    words = ("evidence", "inquiry_pay_rate", "--report", "chitu", "--member", "m01", *JUNE, "--data", data)
    done = twofour(*words)
    assert "询单付款转化率（赤兔） 40% = 询单最终付款人数 20 ÷ 询单人数 50；延迟统计 10" in done.stdout
    assert "赤兔绩效.csv:2" in done.stdout and "赤兔绩效.csv:4" in done.stdout
    found = json.loads(twofour(*words, "--format", "json").stdout)
    assert [(row["kind"], row["reference"], row["numerator"]) for row in found["rows"]] == [
        ("reports", "赤兔绩效.csv:2", 20),
        ("reports", "赤兔绩效.csv:4", 0),
    ]


def test_evidence_says_why_there_is_no_figure(data: Path) -> None:
    done = twofour(
        *("evidence", "effective_sales", "--report", "chitu", "--member", "m01", *JUNE, "--data", data),
        lang="en",
    )
    assert done.returncode == 4
    assert "小美 (m01) has no effective sales (Chitu): the Chitu report has no such figure" in done.stderr


def test_pay_runs_on_the_report_and_every_figure_says_so(data: Path, scheme: Path, tmp_path: Path) -> None:
    done = twofour("pay", scheme, *JUNE, "--out", tmp_path / "runs", "--data", data)
    assert done.returncode == 0, done.stderr
    (folder,) = (tmp_path / "runs").iterdir()
    run = read_run(folder)
    assert run.counting.settings["measures_from"] == "chitu"
    assert {m.places for m in run.measures} == {("赤兔绩效.csv:2,4",), ("赤兔绩效.csv:3",)}
    for payslip in run.payslips:
        trees = [payslip.scorecard.node, *(line.node for line in payslip.lines)]
        figures = [n for tree in trees for n in tree.walk() if (n.source or "").startswith("measure:")]
        said = [n.formula.zh for n in figures if n.formula is not None]
        assert len(said) >= 4
        assert all("赤兔报表" in words for words in said if words != "没有数据")
    shown = twofour("explain", folder, "m01", "score_pay", width=200).stdout
    assert "赤兔报表（赤兔绩效.csv:2,4）；报表只有汇总数，不能再打开到聊天" in shown
    assert "赤兔报表没有这个数" in shown
    page = (folder / "statements" / "m01.html").read_text("utf-8")
    assert "赤兔报表（不是由聊天和订单统计）" in page


def test_the_same_report_gives_the_same_run(data: Path, scheme: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert twofour("pay", scheme, *JUNE, "--out", tmp_path / out, "--data", data).returncode == 0
    one, two = (next((tmp_path / out).iterdir()).name for out in ("one", "two"))
    assert one == two


def test_blocked_pay_names_the_report(data: Path, scheme: Path, tmp_path: Path) -> None:
    scheme.write_text(scheme.read_text("utf-8").replace("renormalise", "block"), "utf-8")
    done = twofour("pay", scheme, *JUNE, "--out", tmp_path / "runs", "--data", data)
    assert done.returncode == 4
    assert "effective_sales (measures_from: chitu)" in done.stderr


def test_lint_names_what_the_report_lacks(data: Path, scheme: Path) -> None:
    done = twofour("scheme", "lint", scheme, "--data", data)
    assert done.returncode == 1
    assert "赤兔报表里没有这个数" in done.stdout
    assert "effective_sales" in done.stdout


def test_a_scheme_that_pays_order_by_order_is_refused(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(
        "scheme: s\ntitle: s\nvalid_from: 2026-06-01\ncounting: {measures_from: chitu}\npay:\n"
        "  - {commission: {on: sales, shape: cliff, accumulate: event, tiers: [{from: 0, rate: 1%}]}}\n",
        "utf-8",
    )
    done = twofour("pay", file, *JUNE, "--out", tmp_path / "runs", "--data", data)
    assert done.returncode == 3
    assert f"{file}:4:" in done.stderr
    assert "报表只有汇总数，没有逐单明细" in done.stderr


def test_backtest_replays_months_of_reports(data: Path, scheme: Path) -> None:
    done = twofour("backtest", scheme, "--months", "1", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "2026-06" in done.stdout
    other = scheme.with_name("other.yaml")
    other.write_text(scheme.read_text("utf-8").replace("counting: {measures_from: chitu}\n", ""), "utf-8")
    refused = twofour("backtest", scheme, "--against", other, "--months", "1", "--data", data)
    assert refused.returncode == 3
    assert "measures_from" in refused.stderr


def test_reports_alone_can_be_measured(tmp_path: Path) -> None:
    """Day one: no staff table, so nobody knows the shop's name either."""
    (tmp_path / "赤兔绩效.csv").write_text(REPORT, "utf-8")
    lake = tmp_path / "lake"
    assert twofour("import", tmp_path / "赤兔绩效.csv", "--data", lake).returncode == 0
    done = twofour("measure", "--report", "chitu", *JUNE, "--data", lake)
    assert done.returncode == 0, done.stderr
    assert "四季:小美" in done.stdout and "不在人员表" not in done.stdout
    named = twofour("measure", "--report", "chitu", *JUNE, "--shop", "四季", "--by", "shop", "--data", lake)
    assert "135" in named.stdout


def test_what_is_not_there_is_refused_with_a_word(data: Path) -> None:
    months = twofour("measure", "--report", "chitu", "--period", "2026-05", "--data", data)
    assert (months.returncode, "没有赤兔报表的数" in months.stderr) == (4, True)
    source = twofour("measure", "--report", "chito", *JUNE, "--data", data)
    assert (source.returncode, "是不是想写 chitu" in source.stderr) == (2, True)
    both = twofour("measure", "--report", "chitu", "--beside", "chitu", *JUNE, "--data", data)
    assert (both.returncode, "不能和 --report" in both.stderr) == (2, True)
    alone = twofour("measure", "--beside", "chitu", *JUNE, "--data", data)
    assert (alone.returncode, "没有可对照的数" in alone.stderr) == (4, True)


MESSAGES = """shop_id,customer_id,agent_id,sender,sent_at,text
四季,c1,四季:小美,customer,2026-06-01 09:00:00,在吗
四季,c1,四季:小美,agent,2026-06-01 09:00:22,在的
四季,c2,四季:小美,customer,2026-06-01 10:00:00,有货吗
四季,c2,四季:小美,agent,2026-06-01 10:00:20,有的
四季,c3,四季:阿哲,customer,2026-06-01 10:00:00,有货吗
四季,c3,四季:阿哲,agent,2026-06-01 10:00:30,有的
"""
BESIDE = """客服,日期,接待人数,询单人数,询单->最终付款人数,平均响应时间
四季:小美,2026-06-01,2,1,1,20
四季:阿哲,2026-06-01,1,1,0,30
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a few chats and a report of the same day."""
    folder = tmp_path_factory.mktemp("beside")
    for name, text in {"staff.csv": STAFF, "messages.csv": MESSAGES, "赤兔绩效.csv": BESIDE}.items():
        (folder / name).write_text(text, "utf-8")
    files = [folder / name for name in ("staff.csv", "messages.csv", "赤兔绩效.csv")]
    done = twofour("import", *files, "--data", folder / "lake")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "lake"


def test_beside_puts_the_furthest_apart_first(both: Path) -> None:
    done = twofour("measure", "--beside", "chitu", *JUNE, "--by", "member", "--data", both, width=80)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith(("小美", "阿哲"))]
    assert rows[0] == ["小美", "询单人数", "2", "1", "+1", "▲", "+100.0%"]
    assert rows[1][:6] == ["小美", "询单付款转化率", "0.0%", "100.0%", "-100.0", "个点"]
    assert ["小美", "平均响应时间（秒）", "21.0", "20.0", "+1.0", "▲", "+5.0%"] in rows
    assert rows[-1][-1] in ("0.0%", "–")
    assert "平均响应时间：报表没有响应次数，这里按接待人数加权" in "".join(done.stdout.split("\n  "))
    assert max(map(cell_len, done.stdout.splitlines())) <= 80


def test_beside_writes_every_pair_with_its_integers(both: Path, tmp_path: Path) -> None:
    words = ("measure", "--beside", "chitu", *JUNE, "--metric", "mean_response", "--data", both)
    rows = list(csv.DictReader(io.StringIO(twofour(*words, "--format", "csv").stdout)))
    assert [row["subject_id"] for row in rows] == ["四季:小美", "四季:阿哲"]
    first = rows[0]
    assert (first["our_numerator"], first["our_denominator"]) == ("42", "2")
    assert (first["ours"], first["theirs"]) == ("21.000000", "20.000000")
    assert (first["difference"], first["relative"]) == ("1.000000", "0.050000")
    assert (first["places"], first["why_en"][:4]) == ("赤兔绩效.csv:2", "The ")
    assert twofour(*words, "--out", tmp_path / "compare.xlsx").returncode == 0
    assert (tmp_path / "compare.xlsx").stat().st_size > 0
