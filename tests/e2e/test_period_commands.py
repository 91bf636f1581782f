"""The demo shop's June closed and paid; a refund after payday and an appeal put right in July."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from commandline import Done, twofour
from fastexcel import read_excel
from rich.cells import cell_len

from twofour.demo.folder import Folder
from twofour.demo.play import play
from twofour.demo.shop import SEED
from twofour.money import yuan_of
from twofour.problems import ExitCode
from twofour.statements import read_run

REFUND = "refund_id,shop_id,order_id,kind,amount,requested_at,completed_at,status\n"


class Office:
    """The command line over one data folder; commands follow one another, as in a month."""

    def __init__(self, data: Path, run_folder: Path) -> None:
        self.data, self.run_folder = data, run_folder

    def __call__(self, *words: object, lang: str = "zh", width: int = 100) -> Done:
        return twofour(*words, "--data", self.data, lang=lang, width=width)

    def done(self, *words: object, **more: Any) -> str:
        """What a command that must succeed prints."""
        ended = self(*words, **more)
        assert ended.returncode == ExitCode.DONE, ended.stderr
        return ended.stdout

    def refused(self, *words: object) -> str:
        """What a refused command says."""
        ended = self(*words)
        assert ended.returncode == ExitCode.REFUSED, ended
        return ended.stderr

    def rows(self, period: str) -> dict[str, dict[str, Any]]:
        """A period's balances by member."""
        shown = json.loads(self.done("period", "show", period, "--format", "json"))
        return {row["member"]: row for row in shown["rows"]}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    played = play(Folder(folder / "data", SEED), folder / "runs", lambda _: None)
    return Office(folder / "data", played.run_folder)


def order_of(office: Office, member: str, at: int) -> tuple[str, int]:
    """An order credited to a member in June that nobody has refunded, and its fen."""
    shown = office.done("evidence", "sales", "--member", member, "--period", "2026-06", "--format", "json")
    rows = json.loads(shown)["rows"]
    refunded = {row["order_id"] for row in _raw(office, "refunds")}
    kept = [row for row in rows if row["reference"] not in refunded]
    return kept[at]["reference"], kept[at]["numerator"]


def _raw(office: Office, table: str) -> list[dict[str, str]]:
    with (office.data / "raw" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_1_june_goes_from_draft_to_paid(office: Office) -> None:
    assert "还没有开账" in office.done("period", "list")
    office.done("period", "open", "2026-06", "--by", "财务")
    assert "7 人" in office.done("period", "attach", "2026-06", office.run_folder, "--by", "财务")
    office.done("period", "review", "2026-06", "--by", "财务")
    assert "不能审批自己经手的账" in office.refused("period", "approve", "2026-06", "--by", "财务")
    assert "还没有审批" in office.refused("period", "approve", "2026-06", "--by", "店长")
    office.done("scheme", "approve", office.data / "scheme.yaml", "--by", "店长")
    office.done("period", "approve", "2026-06", "--by", "店长")
    office.done("period", "lock", "2026-06", "--by", "店长")
    shown = office.done("period", "pay", "2026-06", "--by", "财务", "--reference", "招行 0705")
    assert "2026-06「已发放」" in shown
    rows = office.rows("2026-06")
    assert len(rows) == 7
    assert all(row["paid_fen"] == row["earned_fen"] for row in rows.values())


def test_2_a_refund_after_payday_is_an_adjustment_in_july(office: Office, tmp_path: Path) -> None:
    before = office.done("period", "show", "2026-06", "--format", "json")
    order, fen = order_of(office, "syn-xiaomei", 0)
    (tmp_path / "refunds.csv").write_text(
        REFUND + f"LATE1,四季家居,{order},refund_only,{yuan_of(fen)},"
        "2026-06-28 10:00:00,2026-06-29 12:00:00,success\n",
        encoding="utf-8",
    )
    office.done("import", tmp_path / "refunds.csv")
    office.done("period", "open", "2026-07", "--by", "财务")
    adjusting = ("period", "adjust", "2026-06", "--into", "2026-07", "--by", "财务")
    looked = office.done(*adjusting, "--dry-run")
    assert "晚到退款" in looked
    assert office.rows("2026-07") == {}
    assert "已记入 2026-07：1 行调整" in office.done(*adjusting)
    assert "此前已调整" in office.done(*adjusting)
    (row,) = office.rows("2026-07").values()
    assert row["member"] == "syn-xiaomei"
    assert row["adjusted_fen"] < 0
    assert row["carried_out_fen"] == row["adjusted_fen"]
    assert office.done("period", "show", "2026-06", "--format", "json") == before


def test_2b_the_rows_behind_locked_june_are_those_of_its_run(office: Office) -> None:
    name = office.run_folder.name
    measure = read_run(office.run_folder).by_source["measure:effective_sales@member:syn-xiaomei"]
    words = ("evidence", "effective_sales", "--member", "syn-xiaomei")
    for run in (name, office.run_folder):
        rows = json.loads(office.done(*words, "--run", run, "--format", "json"))["rows"]
        assert sum(row["numerator"] for row in rows) == measure.numerator
        assert "LATE1" not in {row["reference"] for row in rows}
    newest = json.loads(office.done(*words, "--period", "2026-06", "--format", "json"))["rows"]
    assert "LATE1" in {row["reference"] for row in newest}
    for lang, agrees, newer in (
        ("zh", "第 1 号数据；明细合计与批次一致", "最新数据（第 2 号）下是"),
        ("en", "data version 1; the rows add up to the run", "the newest data (version 2) say"),
    ):
        shown = office.done(*words, "--run", name, lang=lang)
        assert agrees in shown and newer in shown and "twofour period adjust 2026-06" in shown
        assert f"--run {name}" in office.done(*words, "--period", "2026-06", lang=lang)
    chatted = next(row for row in newest if row["customer_id"])
    chat = ("chat", "--customer", chatted["customer_id"], "--day", chatted["at"][:10], "--run", name)
    assert office(*chat).returncode in (ExitCode.DONE, ExitCode.DATA)
    assert office(*words, "--run", "none").returncode == ExitCode.USAGE
    assert office(*words, "--run", name, "--rules", "taobao").returncode == ExitCode.USAGE


def test_3_an_appeal_is_decided_by_another_person_and_paid_in_july(office: Office) -> None:
    order, _ = order_of(office, "syn-xiaomei", 1)
    appeal = ("appeal", "file", "2026-06", "--member", "小美", "--line", "commission", "--order", order)
    words = ("--amount", "12.34", "--evidence", "6月1日 09:36 的会话", "--due", "2026-07-20", "--by", "小美")
    office.done(*appeal, *words)
    shown = office.done("appeal", "show", "A1")
    assert order in shown
    explained = next(line for line in shown.splitlines() if "twofour explain" in line).split()[1:]
    assert twofour(*explained).returncode == ExitCode.DONE
    decide = ("appeal", "approve", "A1", "--into", "2026-07", "--reason", "会话属实")
    assert "不能由本人处理" in office.refused(*decide, "--by", "小美")
    adjusted = office.rows("2026-07")["syn-xiaomei"]["adjusted_fen"]
    office.done(*decide, "--by", "店长")
    assert office.rows("2026-07")["syn-xiaomei"]["adjusted_fen"] == adjusted + 1234
    assert "店长 认定成立" in " ".join(office.done("appeal", "list", width=200).split())


def test_4_holds_and_advances_go_with_july(office: Office, tmp_path: Path) -> None:
    ran = office("pay", office.data / "scheme.yaml", "--period", "2026-07", "--out", tmp_path / "runs")
    assert ran.returncode == ExitCode.DONE, ran.stderr
    (run,) = (tmp_path / "runs").iterdir()
    office.done("period", "attach", "2026-07", run, "--by", "财务")
    hold = ("ledger", "hold", "2026-07", "--line", "base", "--until", "2026-08-15", "--reason", "试用期")
    office.done(*hold, "--share", "10%", "--member", "小美", "--by", "财务")
    advance = ("ledger", "advance", "--member", "阿哲", "--amount", "500.00", "--instalment", "200.00")
    office.done(*advance, "--from", "2026-07", "--by", "财务", "--approved-by", "店长", "--reason", "急用")
    row = office.rows("2026-07")["syn-xiaomei"]
    assert row["held_fen"] == round(row["earned_fen"] / 10)
    assert office.rows("2026-07")["syn-azhe"]["recovered_fen"] == 20000


def test_5_july_is_closed_paid_and_exported(office: Office, tmp_path: Path) -> None:
    office.done("period", "review", "2026-07", "--by", "财务")
    office.done("period", "reopen", "2026-07", "--reason", "再看一眼", "--by", "店长")
    office.done("period", "review", "2026-07", "--by", "财务")
    office.done("period", "approve", "2026-07", "--by", "店长")
    office.done("period", "lock", "2026-07", "--by", "店长")
    office.done("period", "pay", "2026-07", "--by", "财务", "--reference", "招行 0805", "--member", "小美")
    assert "已锁定" in office.done("period", "list", width=200)
    office.done("period", "pay", "2026-07", "--by", "财务", "--reference", "招行 0806")
    rows = office.rows("2026-07")
    for form in ("csv", "xlsx", "json"):
        office.done("period", "export", "2026-07", "--out", tmp_path / f"july.{form}")
    with (tmp_path / "july.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(rows) + 1
    parts = [name for name in table[0] if name.endswith("(yuan)")]
    for line in table:
        cents = [int(line[name].replace(".", "")) for name in parts]
        assert sum(cents[:7]) == cents[7] == cents[8] + cents[9]
    sheet = read_excel(tmp_path / "july.xlsx").load_sheet("工资发放表", header_row=None).to_polars()
    assert sheet.height == len(rows) + 4
    assert json.loads((tmp_path / "july.json").read_text(encoding="utf-8"))["rows"] == list(rows.values())


def test_6_a_hold_is_released_in_august_and_the_books_are_true(office: Office) -> None:
    office.done("period", "open", "2026-08", "--by", "财务")
    shown = office.done("ledger", "release", "--into", "2026-08", "--by", "财务")
    assert "小美" in shown
    assert office.rows("2026-08")["syn-xiaomei"]["released_fen"] > 0
    assert "✓" in office.done("ledger", "check")
    now = json.loads(office.done("ledger", "show", "--format", "json"))["standing_fen"]
    held = now["paid"] + now["payable"] + now["held"] + now["carried"] - now["advances"]
    assert now["earned"] + now["adjusted"] == held


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("period", "list"),
        ("period", "show", "2026-07"),
        ("ledger", "show", "--member", "小美"),
        ("appeal", "list"),
        ("scheme", "list"),
    ],
    ids=" ".join,
)
def test_7_every_table_fits_a_narrow_screen(office: Office, words: tuple[str, ...], lang: str) -> None:
    shown = office.done(*words, lang=lang, width=80)
    tables = [line for line in shown.splitlines() if "─" in line]
    assert tables
    assert all(cell_len(line) <= 80 for line in tables)
    assert "…" not in shown


def test_8_what_is_wrong_is_said_with_the_code_of_its_family(office: Office) -> None:
    assert "--by" in office("period", "open", "2026-09").stderr
    for words, code in (
        (("period", "open", "2026-09"), ExitCode.USAGE),
        (("period", "show", "2027-01"), ExitCode.USAGE),
        (("period", "open", "2026-08", "--by", "财务"), ExitCode.REFUSED),
        (("period", "reopen", "2026-07", "--reason", "x", "--by", "店长"), ExitCode.REFUSED),
        (("ledger", "show", "--member", "nobody"), ExitCode.USAGE),
        (("period", "attach", "2026-08", office.data, "--by", "财务"), ExitCode.DATA),
    ):
        ended = office(*words)
        assert ended.returncode == code, (words, ended)
        assert ended.stderr
        assert "Traceback" not in ended.stderr


def test_9_a_ledger_that_was_changed_is_refused_by_every_command(office: Office) -> None:
    (journal,) = (office.data / "ledger").glob("*.jsonl")
    honest = journal.read_bytes()
    try:
        journal.write_bytes(honest.replace("招行 0705".encode(), "招行 0706".encode()))
        for words in (("ledger", "check"), ("period", "list"), ("period", "open", "2026-09", "--by", "财务")):
            assert "被改动过" in office.refused(*words)
    finally:
        journal.write_bytes(honest)
