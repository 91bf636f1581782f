"""``twofour scheme`` lint, fit and new on the demo shop, as a person runs them."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from commandline import twofour
from demo_shop import demo_shop
from rich.cells import cell_len

from twofour.demo.folder import example_scheme
from twofour.demo.people import SHOP_ID
from twofour.events.lake import Lake
from twofour.problems import DataMissing, ExitCode
from twofour.run import measured_months, run
from twofour.scheme import load_scheme

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
# Figures move with the demo's habits, and blanks with the width.
MOVING = re.compile(r"[\d.,%+–─]+|\s+")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
NAMES = re.compile("四季家居|小美|阿哲|豆豆|阿夜|小鹿|可乐|团子|老周|静姐|小满|芳芳|阿强")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop without its pay run."""
    return demo_shop(tmp_path_factory.mktemp("shop"))


def fits(text: str, width: int = 80) -> bool:
    """Whether every line that is no file:line:column heading fits the terminal."""
    lines = [line for line in text.splitlines() if ".yaml" not in line]
    return all(cell_len(line.rstrip()) <= width for line in lines)


# ── the pages and the months ──


@pytest.mark.parametrize("page", ["lint-a-scheme.md", "fit-tiers.md"])
def test_commands_of_the_pages_print_what_they_show(
    data: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.parent)
    text = (PAGES / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n\$ twofour (.*?)\n(.*?)^```", text, re.M | re.S)
    assert blocks
    for command, shown in blocks:
        done = twofour(*shlex.split(command), width=80)
        assert MOVING.sub("", done.stdout + done.stderr) == MOVING.sub("", shown), command


def test_measured_months_are_those_that_pay_would_read(data: Path) -> None:
    """Latest first, whole months only: July's eight days are none."""
    scheme, snapshot = load_scheme(example_scheme()), Lake.open(data).snapshot()
    months = measured_months(snapshot, SHOP_ID, 6, rules=scheme.rules, book=scheme.book, history=1)
    assert [str(month.period) for month in months] == ["2026-06", "2026-05"]
    assert [[str(past.period) for past in month.history] for month in months] == [["2026-05"], []]
    paid = run(snapshot, scheme, months[0].period, SHOP_ID)
    for measure in paid.measures:
        assert months[0].measures[measure.subject_kind, measure.subject_id, measure.metric] == measure


def test_months_without_data_are_refused(data: Path) -> None:
    snapshot = Lake.open(data).snapshot()
    with pytest.raises(DataMissing, match="has no month of data that is whole"):
        measured_months(snapshot, "another", 6, rules=load_scheme(example_scheme()).rules)


# ── lint ──


def test_the_untouched_example_is_told_as_copied(data: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.yaml"
    shutil.copy(example_scheme(), scheme)
    done = twofour("scheme", "lint", scheme, "--data", data, width=80)
    assert done.returncode == ExitCode.PROBLEMS
    assert "四季家居 2026-05 至 2026-06，7 人" in done.stdout
    assert "盲目套用" in done.stdout
    assert "presales-two-four" in done.stdout.replace("\n", "")
    assert fits(done.stdout)


def test_findings_as_json_have_place_numbers_and_both_languages(data: Path) -> None:
    done = twofour("scheme", "lint", example_scheme(), "--format", "json", "--data", data)
    assert done.returncode == ExitCode.PROBLEMS
    told = json.loads(done.stdout)
    assert told["months"] == ["2026-06", "2026-05"]
    cliff = next(one for one in told["findings"] if one["kind"] == "cliff_too_steep")
    line = example_scheme().read_text(encoding="utf-8").splitlines()[cliff["line"] - 1]
    assert "rate: 1.6%" in line or "rate: 1.2%" in line
    assert float(cliff["numbers"]["jump"]) >= 50
    for one in told["findings"]:
        assert CHINESE.search(one["said"]["zh"])
        assert not CHINESE.search(NAMES.sub("", one["said"]["en"] + one["proposal"]["en"])), one


def test_lint_speaks_english(data: Path) -> None:
    done = twofour("scheme", "lint", example_scheme(), "--data", data, lang="en", width=80)
    assert not CHINESE.search(NAMES.sub("", done.stdout))
    assert re.search(r"\d+ warnings", done.stdout)


def test_lint_without_data_says_what_to_do(tmp_path: Path) -> None:
    done = twofour("scheme", "lint", example_scheme(), "--data", tmp_path / "nothing")
    assert done.returncode == ExitCode.DATA


# ── fit ──


def test_fit_shows_shares_and_yaml_that_fits_the_screen(data: Path) -> None:
    words = ("scheme", "fit", "inquiry_pay_rate", "--role", "pre_sales", "--data", data)
    done = twofour(*words, width=80)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert "tiers:\n  - {from: 0, score: 40}" in done.stdout
    assert "想要" in done.stdout and "实得" in done.stdout
    assert fits(done.stdout)
    assert not CHINESE.search(NAMES.sub("", twofour(*words, lang="en").stdout))


def test_fit_within_a_budget_costs_no_more(data: Path) -> None:
    done = twofour(
        "scheme", "fit", "inquiry_pay_rate", "--role", "pre_sales", "--rates", "1%,2%,3%,4%",
        "--base", "effective_sales", "--budget", "3000", "--format", "json", "--data", data,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert 2900 < max(float(amount) for amount in told["cost"].values()) <= 3000
    assert sum(band["got"] for band in told["bands"]) == told["figures"]
    assert told["yaml"].startswith("- commission:\n    on: effective_sales\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("inquiry_pay_rat",), "inquiry_pay_rate"),
        (("inquiry_pay_rate", "--shares", "50,60"), "合计 110"),
        (("inquiry_pay_rate", "--rates", "1,2,3,4"), "--base"),
        (("inquiry_pay_rate", "--rates", "1,2,3,4", "--base", "received"), "不是金额"),
        (("inquiry_pay_rate", "--amounts", "1,2"), "--shares 有 4 档"),
        (("inquiry_pay_rate", "--amounts", "300,200,100,0"), "不减"),
        (("inquiry_pay_rate", "--amounts", "1,2,3,4", "--scores", "1,2,3,4"), "只写一个"),
        (("inquiry_pay_rate", "--scores", "1,2,3,4", "--budget", "100"), "得分不花钱"),
        (("inquiry_pay_rate", "--shares", "a,b"), "看不懂"),
        (("inquiry_pay_rate", "--budget", "many"), "不是金额"),
        (("inquiry_pay_rate", "--role", "boss"), "没有岗位 boss"),
    ],
)
def test_fit_refuses_what_does_not_go_together(data: Path, words: tuple[str, ...], told: str) -> None:
    done = twofour("scheme", "fit", *words, "--data", data)
    assert done.returncode == ExitCode.USAGE, done
    assert told in done.stderr


# ── new ──


@pytest.mark.parametrize("role", ["pre_sales", "after_sales", "lead"])
def test_new_with_every_default_lints_clean_of_errors_and_pays(data: Path, tmp_path: Path, role: str) -> None:
    scheme = tmp_path / "mine.yaml"
    done = twofour(
        "scheme", "new", "--yes", "--role", role, "--out", scheme,
        "--rules", data / "rules.yaml", "--data", data, width=80,
    )  # fmt: skip
    assert done.returncode == ExitCode.DONE, done.stderr
    assert [f"第 {step} 步" in done.stdout for step in range(1, 9)] == [True] * 8
    assert fits(done.stdout)
    assert not NAMES.search(scheme.read_text(encoding="utf-8"))

    loaded = load_scheme(scheme)
    assert loaded.applies_to.role == (role,)
    assert loaded.rules.auto_reply_prefixes == ("【自动回复】",)
    linted = twofour("scheme", "lint", scheme, "--format", "json", "--data", data)
    found = json.loads(linted.stdout)["findings"]
    assert [one for one in found if one["severity"] == "error"] == []
    assert "template_unchanged" not in {one["kind"] for one in found}

    june = tmp_path / "june.yaml"
    text = scheme.read_text(encoding="utf-8")
    june.write_text(text.replace("valid_from: 2026-07-01", "valid_from: 2026-06-01"), encoding="utf-8")
    paid = twofour("pay", june, "--period", "2026-06", "--out", tmp_path / "runs", "--data", data)
    assert paid.returncode == ExitCode.DONE, paid.stderr


def test_new_takes_answers_and_asks_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weights that sum to 90 and a duty that is an item already are refused and asked anew."""
    answers = [
        "1", "1", "新品期，转化是短板",  # value, whom for, positioning
        "-",  # no more metrics
        "1,2,3,10,13",  # shortlist
        "1,2,3", "3", "10,13",  # incentive; a duty that is an item; duties
        "50,30,10", "50,30,20",  # weights
        "50,50", "60,100", "", "", "", "",  # two tiers, then defaults
        "40", "97%",  # standards of the duties
        "mine", "我的方案", "2026-08-01", "3200.00", "0.8%",
    ]  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    scheme = tmp_path / "mine.yaml"
    done = twofour("scheme", "new", "--out", scheme, "--data", data)
    assert done.returncode == ExitCode.DONE, done
    assert "合计 100" in done.stdout
    assert "已经是激励，不能又是任务" in done.stdout
    loaded = load_scheme(scheme)
    assert (loaded.scheme, loaded.title.zh, str(loaded.valid_from)) == ("mine", "我的方案", "2026-08-01")
    assert [(item.metric, item.weight) for item in loaded.items] == [
        ("inquiry_pay_rate", 50), ("order_pay_rate", 30), ("effective_sales", 20)
    ]  # fmt: skip
    first = loaded.items[0].tiers
    assert first is not None and [tier.score for tier in first] == [60, 100]
    assert [duty.metric for duty in loaded.duties] == ["mean_response", "reply_rate"]
    assert loaded.positioning is not None and loaded.positioning.note is not None
    assert loaded.positioning.note.zh == "新品期，转化是短板"


def test_new_never_writes_over_a_file(data: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "mine.yaml"
    scheme.write_text("mine\n", encoding="utf-8")
    done = twofour("scheme", "new", "--yes", "--out", scheme, "--data", data)
    assert done.returncode == ExitCode.REFUSED
    assert scheme.read_text(encoding="utf-8") == "mine\n"


def test_new_without_answers_says_so(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    done = twofour("scheme", "new", "--out", tmp_path / "mine.yaml", "--data", data)
    assert done.returncode == ExitCode.USAGE
    assert "--yes" in done.stderr
    assert not (tmp_path / "mine.yaml").exists()
