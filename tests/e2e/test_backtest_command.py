"""``twofour backtest`` and ``twofour what-if`` on the demo shop, as a person runs them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from commandline import twofour
from demo_shop import demo_shop
from rich.cells import cell_len

from twofour.demo.people import SHOP_ID
from twofour.events.lake import Lake
from twofour.period import parse_period
from twofour.problems import ExitCode
from twofour.run import run
from twofour.scheme import load_scheme

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "backtest-a-scheme.md"
# Figures move with the demo's habits, and blanks with the width.
MOVING = re.compile(r"[\d.,%+–─-]+|\s+")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
NAMES = re.compile("四季家居|小美|阿哲|豆豆|阿夜|小鹿|可乐|团子")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo shop and the draft that the page makes of its scheme."""
    root = tmp_path_factory.mktemp("shop")
    text = (demo_shop(root) / "scheme.yaml").read_text(encoding="utf-8")
    ((old, new),) = re.findall(r"sed 's/(.*?)/(.*?)/'", PAGE.read_text(encoding="utf-8"))
    (root / "draft.yaml").write_text(re.sub(old, new, text), encoding="utf-8")
    return root


def fits(text: str) -> bool:
    """Whether every line fits a terminal of 80 columns; paths are never broken."""
    return all(cell_len(line.rstrip()) <= 80 for line in text.splitlines() if ".yaml" not in line)


def test_commands_of_the_page_print_what_it_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    blocks = re.findall(
        r"^```console\n\$ twofour (.*?)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
    assert len(blocks) == 2
    for command, shown in blocks:
        done = twofour(*shlex.split(command), width=80)
        assert MOVING.sub("", done.stdout) == MOVING.sub("", shown), done.stderr
        assert fits(done.stdout)
        english = NAMES.sub("", twofour(*shlex.split(command), lang="en", width=80).stdout)
        assert fits(english)
        assert not CHINESE.search(english), english


def test_a_backtest_of_a_month_pays_what_pay_does(folder: Path) -> None:
    data = folder / "twofour-demo"
    done = twofour("backtest", data / "scheme.yaml", "--months", 1, "--data", data, "--format", "json")
    assert done.returncode == ExitCode.DONE, done.stderr
    told = json.loads(done.stdout)
    period = parse_period("2026-06")
    paid = run(Lake.open(data).snapshot(), load_scheme(data / "scheme.yaml"), period, SHOP_ID)
    assert {one["member_id"]: one["draft_fen"] for one in told["members"]} == {
        slip.member.member_id: slip.total for slip in paid.payslips
    }
    assert told["months"] == [
        {"month": "2026-06", "people": 7, "draft_fen": sum(slip.total for slip in paid.payslips),
         "current_fen": None, "difference_fen": None}
    ]  # fmt: skip


def test_differences_add_up_in_json_and_go_to_a_workbook(folder: Path) -> None:
    data = folder / "twofour-demo"
    words = ("backtest", folder / "draft.yaml", "--against", data / "scheme.yaml", "--data", data)
    told = json.loads(twofour(*words, "--format", "json").stdout)
    assert list(told) == ["summary", "months", "members", "member_months", "cliffs", "sensitivity", "notes"]
    for part in ("months", "members", "summary", "member_months"):
        whole = sum(one["difference_fen"] or 0 for one in told[part])
        assert whole == sum(one["difference_fen"] for one in told["months"])
    assert next(one for one in told["sensitivity"] if one["metric"] == "effective_sales")["cost_fen"] > 0
    out = folder / "backtest.xlsx"
    assert "已写入" in twofour(*words, "--out", out).stderr
    with ZipFile(out) as book:
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).findall(".//{*}sheet")
        assert [sheet.get("name") for sheet in sheets] == [
            "涨跌", "月成本", "每人合计", "每人每月", "台阶边上的人", "敏感度", "说明",
        ]  # fmt: skip


def test_months_that_are_not_there_are_told(folder: Path) -> None:
    done = twofour("backtest", folder / "draft.yaml", "--months", 6, "--data", folder / "twofour-demo")
    assert "只有 2 个完整月" in done.stderr


def test_another_counting_rule_is_told(folder: Path) -> None:
    data = folder / "twofour-demo"
    other = folder / "other.yaml"
    text = (data / "scheme.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("attribution_days: 2", "attribution_days: 3"), encoding="utf-8")
    done = twofour("backtest", folder / "draft.yaml", "--months", 1, "--against", other, "--data", data)
    assert "都按新方案的口径计数" in done.stdout


def test_what_if_gives_lines_that_sum_to_the_total(folder: Path) -> None:
    data = folder / "twofour-demo"
    done = twofour(
        "what-if", folder / "draft.yaml", "--member", "阿夜", "--period", "2026-06", "inquiry_pay_rate=47%",
        "--data", data, "--format", "json",
    )  # fmt: skip
    assert done.returncode == ExitCode.DONE, done.stderr
    told = json.loads(done.stdout)
    *lines, total = told["lines"]
    assert told["figures"][0]["after"] == "0.47"
    for key in ("before_fen", "after_fen", "difference_fen"):
        assert sum(line[key] for line in lines) == total[key]
    assert total["difference_fen"] > 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--member", "阿夜", "--period", "2026-06", "inquiry_pay_rate=47"), ExitCode.USAGE, "应写成 47%"),
        (("--member", "阿夜", "--period", "2026-06", "inquiry_pay_rate=+90%"), ExitCode.USAGE, "不可能是"),
        (("--member", "无此人", "--period", "2026-06", "received=+5"), ExitCode.USAGE, "不适用于员工 无此人"),
        (("--member", "阿夜", "--period", "2027-06", "received=+5"), ExitCode.DATA, "没有数据"),
    ],
)
def test_what_if_says_what_would_be_right(
    folder: Path, words: tuple[str, ...], code: ExitCode, told: str
) -> None:
    done = twofour("what-if", folder / "draft.yaml", *words, "--data", folder / "twofour-demo", width=200)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
