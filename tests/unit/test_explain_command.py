"""``twofour explain``: from a member's total down to the measures."""

import json
from dataclasses import replace

import pytest
from statement_samples import MONTHS, sample_run

from twofour.cli.console import console
from twofour.cli.explain import ExplainFormat, explain
from twofour.events.roster import Member
from twofour.problems import DataMissing, ExitCode, UsageError
from twofour.statements.freeze import freeze


@pytest.fixture
def run(tmp_path):
    """A frozen run of the sample shop."""
    return freeze(sample_run(), tmp_path)


@pytest.fixture(autouse=True)
def wide_chinese_terminal(monkeypatch):
    """A terminal that wraps nothing, in the default language."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("TWOFOUR_LANG", raising=False)
    console.cache_clear()
    yield
    console.cache_clear()


@pytest.mark.parametrize("member", ["m03", "王芳", " 王芳 "])
def test_member_opens_from_the_total_to_the_measures(run, capsys, member):
    explain(run, member)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "王芳 (m03) · 2026年6月 · 售前二四方案"
    assert lines[1] == "应发合计  2,656.35 元"
    assert lines[2].startswith("├── 底薪 [base]  2,500.00 元")
    assert any("分子 205 ÷ 分母 811  measure:inquiry_pay_rate@member:m03" in line for line in lines)
    assert lines[-1] == "延迟统计：询单付款转化率，7 个询单仍可能付款"


def test_score_that_a_line_already_holds_is_not_printed_twice(run, capsys):
    explain(run, "m03")
    assert capsys.readouterr().out.count("── 考核得分  ") == 1


def test_score_that_no_line_holds_is_printed_beside_them(tmp_path, capsys):
    whole = sample_run(MONTHS[:1])
    payslip = whole.payslips[0]
    base_only = replace(payslip, lines=payslip.lines[:1])
    explain(freeze(replace(whole, payslips=(base_only,)), tmp_path), "m01")
    assert "└── 考核得分  93.869 分" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["upsell", "追销奖励", "upsell pay"])
def test_line_opens_alone_by_id_or_title(run, capsys, line):
    explain(run, "m01", line)
    assert (
        capsys.readouterr().out.splitlines()[0]
        == "追销奖励 [upsell]  12.00 元  追销奖励 12.00 元，四舍五入到分"
    )


def test_run_may_be_given_by_its_record(run, capsys):
    explain(run / "run.json", "m01", "base")
    assert "3,000.00 元" in capsys.readouterr().out


def test_english_when_asked(run, capsys, monkeypatch):
    monkeypatch.setenv("TWOFOUR_LANG", "en")
    explain(run, "m03")
    out = capsys.readouterr().out
    assert "Total pay  2,656.35 yuan" in out
    assert "numerator 205 ÷ denominator 811" in out


def test_json_holds_the_lines_with_their_trees(run, capsys):
    explain(run, "m03", form=ExplainFormat.json)
    data = json.loads(capsys.readouterr().out)
    assert data["total_fen"] == 265_635
    assert [line["id"] for line in data["lines"]] == ["base", "commission", "upsell", "forfeit"]
    assert data["lines"][1]["node"]["children"][0]["quantity"]["amount"].startswith("206.34904")


def test_json_of_one_line_is_that_line(run, capsys):
    explain(run, "m03", "forfeit", form=ExplainFormat.json)
    data = json.loads(capsys.readouterr().out)
    assert (data["id"], data["fen"]) == ("forfeit", -5000)


def test_unknown_member_is_told_who_comes_near(run):
    with pytest.raises(UsageError) as caught:
        explain(run, "王方")
    assert caught.value.message.zh == "本批次没有员工 王方；相近的有：王芳 (m03)"
    assert caught.value.exit_code == ExitCode.USAGE


def test_unknown_member_near_nobody_is_told_who_there_is(run):
    with pytest.raises(UsageError, match=r"there are: 林小雨 \(m01\), 陈晓东 \(m02\)"):
        explain(run, "zzz")


def test_name_of_two_members_asks_for_the_id(tmp_path):
    twins = [replace(MONTHS[0], member=Member(id, "王芳")) for id in ("m1", "m2")]
    with pytest.raises(UsageError, match="2 members are called 王芳; give the member id: m1, m2"):
        explain(freeze(sample_run(tuple(twins)), tmp_path), "王芳")


def test_unknown_line_is_told_which_come_near(run):
    with pytest.raises(UsageError, match=r"no pay line commision; near matches: commission \(销售提成\)"):
        explain(run, "m01", "commision")


def test_folder_without_a_run_says_so(tmp_path):
    with pytest.raises(DataMissing, match="is no run"):
        explain(tmp_path, "m01")
