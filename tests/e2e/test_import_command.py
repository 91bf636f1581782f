"""``twofour import`` as a person runs it: what is printed, what is written, with which code it ends."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from rich.cells import cell_len

from twofour.cli.app import main
from twofour.cli.console import console
from twofour.events.lake import Lake
from twofour.problems import ExitCode

EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"
FOREIGN = Path(__file__).parents[2] / "examples" / "foreign"
ORDERS = "order_id,shop_id,customer_id,created_at,amount\n"
GOOD = "o1,s,c,2026-06-01 09:00:00,1\n"
BAD = "o2,s,,2026-06-01 09:00:00,1\n"


class Done(NamedTuple):
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def twofour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The command line, run in ``tmp_path`` within this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    console.cache_clear()

    def run(*words: object, lang: str = "en") -> Done:
        monkeypatch.setenv("TWOFOUR_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["twofour", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Done(code, *capsys.readouterr())

    return run


def test_command_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD + BAD)
    command = [sys.executable, "-c", "from twofour.cli.app import main; main()", "import", "orders.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.strip()) == (ExitCode.PROBLEMS, "")
    assert "没有买家" in done.stdout


def test_good_file_lands_with_a_summary_and_code_0(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD)
    done = twofour("import", "orders.csv")
    assert done.returncode == ExitCode.DONE
    assert "orders.csv orders" in " ".join(done.stdout.split())
    assert "stored in twofour-data as snapshot 1" in done.stdout
    assert not (tmp_path / "twofour-data" / "imports").exists()


def test_bad_rows_end_with_code_1_and_a_report(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD + BAD)
    done = twofour("import", "orders.csv", "--data", "lake", lang="zh")
    assert done.returncode == ExitCode.PROBLEMS
    (report,) = (tmp_path / "lake" / "imports").glob("*/problems.csv")
    assert str(report.relative_to(tmp_path)) in done.stdout
    assert "没有买家" in done.stdout
    with report.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["file"], row["line"], row["column"]) == ("orders.csv", "3", "customer_id")
    assert (row["reason"], row["reason_en"]) == ("没有买家", "no customer")
    assert row["remedy"] and row["remedy_en"]


def test_report_goes_where_it_is_asked_to(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD + BAD)
    twofour("import", "orders.csv", "--problems", "here.csv")
    assert "no customer" in (tmp_path / "here.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["gone.csv"], ExitCode.USAGE, "there is no file gone.csv"),
        (["."], ExitCode.USAGE, "name the files in it, as in ./*"),
        (["strange.csv"], ExitCode.USAGE, "fits no table"),
        (["orders.csv", "--table", "order"], ExitCode.USAGE, "there is no table order"),
        (["orders.csv", "--timezone", "Shanghai"], ExitCode.USAGE, "there is no time zone Shanghai"),
        (["orders.csv", "--table", "orders", "--map", "map.yaml"], ExitCode.USAGE, "give --table or --map"),
        (["orders.csv", "--export", "jd-orders", "--map", "map.yaml"], ExitCode.USAGE, "only one of them"),
        (["orders.csv", "--export", "jd-order"], ExitCode.USAGE, "Did you mean jd-orders?"),
        (["orders.csv", "--export", "jd-orders"], ExitCode.USAGE, "is no “JD order export”"),
        (["report.csv"], ExitCode.USAGE, "name the shop with --shop"),
        (["orders.csv", "--map", "gone.yaml"], ExitCode.USAGE, "cannot read gone.yaml"),
        (["orders.csv", "--map", "map.yaml"], ExitCode.SCHEME, "map.yaml:1"),
        (["empty.csv"], ExitCode.DATA, "empty.csv is empty"),
        (["orders.csv", "useless.csv"], ExitCode.DATA, "useless.csv holds nothing usable"),
        (["orders.csv", "--data", "orders.csv"], ExitCode.REFUSED, "the data folder has to be a folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    tmp_path: Path, twofour: Any, words: list[str], code: ExitCode, said: str
) -> None:
    for name, content in {
        "orders.csv": ORDERS + GOOD,
        "strange.csv": "a,b\n1,2\n",
        "report.csv": "日期,有效接待人数\n2026-06-01,5\n",
        "empty.csv": "",
        "useless.csv": ORDERS,
        "map.yaml": "what: this\n",
    }.items():
        (tmp_path / name).write_text(content)
    done = twofour("import", *words)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "twofour-data").exists()


def test_file_that_is_all_bad_says_why_and_ends_with_code_4(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + BAD)
    done = twofour("import", "orders.csv")
    assert done.returncode == ExitCode.DATA
    assert "no customer" in done.stdout
    assert Lake(tmp_path / "twofour-data").snapshot().number == 0


def test_same_file_twice_says_that_nothing_changed(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD)
    twofour("import", "orders.csv")
    done = twofour("import", "orders.csv")
    assert done.returncode == ExitCode.DONE
    assert "nothing changed" in done.stdout


def test_dry_run_shows_the_first_events_masked_and_writes_nothing(tmp_path: Path, twofour: Any) -> None:
    done = twofour("import", EXPORTS / "sycm" / "chats.json", "--dry-run", "--data", "lake", lang="zh")
    assert done.returncode == ExitCode.DONE
    words = " ".join(done.stdout.split())
    assert "chats.json：生意参谋 聊天记录（JSON） UTF-8，5 行，2026-06-01，店铺 四季家居" in words
    assert "四季家居 春天来了01 四季家居:小美 客服 2026-06-01 09:00:18 有的哦，电话留 138****8" in words
    assert "13800138000" not in done.stdout
    assert "试运行：以上是将会发生的，什么也没有写入" in words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_understanding_fits_a_narrow_terminal(
    tmp_path: Path, twofour: Any, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    console.cache_clear()
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD)
    done = twofour("import", "orders.csv", EXPORTS / "chitu" / "duty.csv", "--dry-run", lang=lang)
    tables = [line for line in done.stdout.splitlines() if "四季家居:小美" in line or "─" in line]
    assert tables
    assert all(cell_len(line) <= 80 for line in tables)


def test_export_lands_and_says_what_it_was_taken_for(tmp_path: Path, twofour: Any) -> None:
    done = twofour("import", EXPORTS / "chitu" / "duty.csv")
    assert done.returncode == ExitCode.DONE
    assert "duty.csv: Chitu duty sheet" in done.stdout
    assert "columns used: 旺旺, 日期, 上班天数" in done.stdout
    assert Lake(tmp_path / "twofour-data").snapshot().scan("indicators").collect().height == 8


def test_cells_with_brackets_are_printed_as_they_are(tmp_path: Path, twofour: Any) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + GOOD + "o2,s,c,[red]never[/red],1\n")
    assert "[red]never[/red]" in twofour("import", "orders.csv").stdout


def test_foreign_chats_become_messages(tmp_path: Path, twofour: Any) -> None:
    chats, mapping = FOREIGN / "data" / "taobao-chats.json", FOREIGN / "maps" / "taobao-chats.yaml"
    done = twofour("import", chats, "--map", mapping)
    assert done.returncode == ExitCode.PROBLEMS
    rows = Lake(tmp_path / "twofour-data").snapshot().scan("messages").sort("seq").collect()
    records = json.loads(chats.read_text(encoding="utf-8"))
    wanted = [
        (chat["buyer"], chat["seller"], message["from"], message["t"], message["text"])
        for chat in records
        for message in chat["messages"]
        if message["t"]
    ]
    local = rows["sent_at"].dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%dT%H:%M:%S")
    assert (
        rows.with_columns(local).select("customer_id", "agent_id", "sender", "sent_at", "text").rows()
        == wanted
    )


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_foreign_invoice_lines_become_orders_and_refunds(tmp_path: Path, twofour: Any, format: str) -> None:
    lines = FOREIGN / "data" / "online-retail.csv"
    if format == "parquet":
        # As published: prices and customer numbers are floating-point cells.
        typed = pl.read_csv(lines, schema_overrides={"Customer ID": pl.Float64, "Price": pl.Float64})
        lines = tmp_path / "online-retail.parquet"
        typed.write_parquet(lines)
    done = twofour("import", lines, "--map", FOREIGN / "maps" / "online-retail.yaml")
    assert done.returncode == ExitCode.PROBLEMS
    assert "10 rows, 2009-12-01" in done.stdout
    snapshot = Lake(tmp_path / "twofour-data").snapshot()
    orders = snapshot.scan("orders").sort("seq").collect()
    wanted = _by_hand(FOREIGN / "data" / "online-retail.csv")
    assert orders.select("order_id", "customer_id", "amount", "item_count").rows() == wanted
    refund = snapshot.scan("refunds").collect().row(0, named=True)
    assert (refund["refund_id"], refund["order_id"], refund["amount"]) == ("C900004", "900004", 500)
    # London is on summer time in June.
    assert [moment.hour for moment in orders["paid_at"]] == [7, 9, 11]


def _by_hand(lines: Path) -> list[tuple[Any, ...]]:
    """Orders with a customer and whole fen, added up with plain decimals."""
    orders: dict[str, list[Any]] = {}
    with lines.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Invoice"].startswith("C") or not row["Customer ID"]:
                continue
            order = orders.setdefault(row["Invoice"], [row["Invoice"], row["Customer ID"], Decimal(0), 0])
            order[2] += Decimal(row["Price"]) * int(row["Quantity"]) * 100
            order[3] += int(row["Quantity"])
    return [(*order[:2], int(order[2]), order[3]) for order in orders.values() if order[2] == int(order[2])]
