"""Every labelled case of the domain brief comes out exactly; a case that does not is told in figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from twofour.cli.case import case
from twofour.cli.console import set_lang
from twofour.explain.working import recomputed
from twofour.plan.cases import load_case, run_case
from twofour.problems import SchemeError

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))
LABELS = {f"G{number:02}" for number in range(1, 31)}


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setenv("TWOFOUR_LANG", "zh")
    set_lang("zh")
    app = typer.Typer()
    app.command()(case)
    return app


def test_every_label_has_a_case() -> None:
    assert not LABELS - {load_case(file).document.case for file in CASES}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case_comes_out(file: Path) -> None:
    outcome = run_case(load_case(file))
    assert outcome.checks
    assert not [(c.subject.zh, c.expected, c.got) for c in outcome.checks if not c.passed]
    for check in outcome.checks:
        for node in check.node.walk() if check.node else ():
            assert recomputed(node) == node.amount


def test_all_cases_together_exit_0(door: typer.Typer) -> None:
    told = CliRunner().invoke(door, [str(HERE)])
    assert told.exit_code == 0
    assert f"✓ {len(CASES)} 个用例" in told.stdout


def test_a_wrong_case_exits_1_and_shows_the_difference_and_its_reason(
    door: typer.Typer, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = (HERE / "G01.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("commission: 218.98", "commission: 218.97"), encoding="utf-8")
    told = CliRunner().invoke(door, [str(wrong), str(HERE / "G07.yaml")])
    assert told.exit_code == 1
    for words in (
        "218.97 元",
        "218.98 元",
        "+0.01 元",
        "小艾 · 提成",
        "四舍五入到分",
        "measure:sales@member:xiaoai",
    ):
        assert words in told.stdout
    assert "1 个用例、1 个数对不上" in told.stdout


@pytest.mark.parametrize(
    ("instead", "written", "place", "message"),
    [
        ("sales: 53343.00", "salse: 53343.00", "14:16", "是不是想写 sales？"),
        ("sales: 53343.00", "sales: 5%", "14:23", "sales 按元计，不能写 5%"),
        ("sales: 53343.00", "net_sales: 5.00", "14:16", "请给出它的组成：sales, refunds_credited"),
        ("commission: 218.98", "comission: 218.98", "15:24", "是不是想写 commission？"),
        ("rate: 0.5%", "rate: 5", "10:57", "应写成 5%"),
        ("name: 小艾", "nmae: 小艾", "13:5", "没有这个设置项：nmae"),
        ("{lines: {commission: 218.98}, total: 218.98}", "{}", "1:1", "用例没有写任何期望"),
    ],
)  # fmt: skip
def test_a_case_that_is_written_wrongly_is_told_with_its_place(
    tmp_path: Path, instead: str, written: str, place: str, message: str
) -> None:
    file = tmp_path / "wrong.yaml"
    text = (HERE / "G01.yaml").read_text(encoding="utf-8")
    assert instead in text
    file.write_text(text.replace(instead, written), encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        run_case(load_case(file))
    assert f"wrong.yaml:{place}：" in caught.value.message.zh
    assert message in caught.value.message.zh


def test_a_case_that_is_written_wrongly_exits_3_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("case: c\ntitle: c\nshceme: {}\n", encoding="utf-8")
    run = [
        sys.executable,
        "-c",
        "from twofour.cli.app import main; main()",
        "--lang",
        "en",
        "case",
        str(file),
    ]
    told = subprocess.run(run, capture_output=True, text=True, check=False)
    assert told.returncode == 3
    assert told.stdout == ""
    assert "wrong.yaml:3:1: unknown key: shceme. Did you mean scheme?" in told.stderr


def test_a_case_can_name_a_scheme_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "scheme: s\ntitle: s\nvalid_from: 2026-06-01\npay: [{base: {fixed: 1.00}}]\n", encoding="utf-8"
    )
    file = tmp_path / "case.yaml"
    file.write_text(
        "case: c\ntitle: c\nscheme: s.yaml\nmembers: [{member: m, expected: {total: 1.00}}]\n",
        encoding="utf-8",
    )
    assert run_case(load_case(file)).passed
    file.write_text("case: c\ntitle: c\nscheme: t.yaml\nmembers: [{member: m}]\n", encoding="utf-8")
    with pytest.raises(SchemeError, match=r"case\.yaml:3:9: cannot read .*t\.yaml"):
        load_case(file)
