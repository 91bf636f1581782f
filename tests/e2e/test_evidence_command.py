"""``twofour evidence``, ``chat`` and ``losses`` as a person or a tool runs them, on a very small shop."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import fastexcel
import pytest
from commandline import Done
from commandline import twofour as run

MESSAGES = """\
shop_id,customer_id,agent_id,sender,sent_at,text,kind
暖居,c1,p-01,customer,2026-06-01 10:02:00,在吗,text
暖居,c1,p-01,agent,2026-06-01 10:02:40,在的亲,text
暖居,c1,p-01,customer,2026-06-01 10:04:00,手机13800138000，订单202606010001,text
暖居,c1,p-01,agent,2026-06-01 10:19:00,收到,text
暖居,c2,p-01,customer,2026-06-01 11:00:00,四件套,product
暖居,c2,p-01,agent,2026-06-01 11:05:00,推荐这款,text
暖居,c2,p-01,customer,2026-06-01 11:06:00,有点贵，寄到杭州市西湖区文三路1号多少钱,text
暖居,c3,p-02,customer,2026-06-01 12:00:00,在吗,text
暖居,c3,p-02,agent,2026-06-01 12:00:10,在,text
"""
ORDERS = """\
order_id,shop_id,customer_id,created_at,paid_at,amount
202606010001,暖居,c1,2026-06-01 10:05:03,2026-06-01 10:12:40,299.00
202606010002,暖居,c3,2026-06-01 12:01:00,,100.00
202607010003,暖居,c9,2026-07-01 12:01:00,2026-07-01 12:02:00,100.00
"""
STAFF = """\
agent_id,shop_id,member_id,name,team
p-01,暖居,m1,小美,一组
p-02,暖居,m2,小丽,一组
"""
MAIN = "from twofour.cli.app import main; main()"
JUNE = ["--period", "2026-06"]
LOST_CHAT = ["chat", "--customer", "c2", "--day", "2026-06-01"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake in ``lake``."""
    folder = tmp_path_factory.mktemp("evidence")
    for name, text in (("messages", MESSAGES), ("orders", ORDERS), ("staff", STAFF)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    done = twofour(folder, "import", *sorted(folder.glob("*.csv")))
    assert done.returncode == 0, done.stderr
    return folder


def twofour(place: Path, *words: object, language: str = "zh", width: int = 80) -> Done:
    """Run the command on the lake of ``place``."""
    return run(*words, "--data", place / "lake", lang=language, width=width)


def columns(line: str) -> int:
    """Terminal columns of a line; a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in line)


def test_evidence_says_whose_order_it_is_and_why(place: Path) -> None:
    """The measure first, then its rows with the sentence in the language asked for."""
    shown = twofour(place, "evidence", "sales", "--agent", "p-01", *JUNE, width=250).stdout
    assert shown.splitlines()[0].startswith("小美（p-01） · 2026-06-01 – 2026-06-30")
    assert shown.splitlines()[1] == "销售额 299.00 元"
    assert "付款时都正与 小美（p-01） 会话（10:02–10:19）；归 小美（p-01）（本人下单并付款）" in shown
    english = twofour(place, "evidence", "sales", "--agent", "p-01", *JUNE, width=250, language="en").stdout
    assert "both while talking with 小美 (p-01) (10:02–10:19); credited to 小美 (p-01)" in english


def test_evidence_files_hold_the_measure_and_rows_that_sum_to_it(place: Path, tmp_path: Path) -> None:
    """CSV, JSON and XLSX say the same; money is fen for tools and yuan in the spreadsheet."""
    words = ["evidence", "average_ticket", "--member", "m1", *JUNE]
    behind = json.loads(twofour(place, *words, "--format", "json").stdout)
    (measure,) = behind["summary"]
    assert (measure["numerator"], measure["denominator"]) == (29900, 1)
    assert (measure["value"], measure["unit"], measure["subject"]) == ("299.000000", "yuan", "小美（m1）")
    for side in ("numerator", "denominator", "pending"):
        assert measure[side] == sum(row[side] for row in behind["rows"])
    first, *rest = csv.DictReader(io.StringIO(twofour(place, *words, "--format", "csv").stdout))
    assert (first["kind"], first["numerator"]) == ("measure", "29900")
    assert [row["detail_zh"] for row in rest] == [row["detail_zh"] for row in behind["rows"]]
    book = tmp_path / "evidence.xlsx"
    done = twofour(place, *words, "--chat", "--out", book)
    assert done.returncode == 0, done.stderr
    sheets = fastexcel.read_excel(book)
    assert sheets.sheet_names == ["指标", "明细", "聊天"]
    assert sheets.load_sheet("明细").to_polars()["分子"].sum() == 299
    assert "手机138****8000，订单202606010001" in sheets.load_sheet("聊天").to_polars()["内容"]


def test_evidence_opens_down_to_the_chats(place: Path) -> None:
    """Every conversation behind the rows, once, in 80 columns."""
    done = twofour(place, "evidence", "inquiry_pay_rate", *JUNE, "--chat")
    assert done.returncode == 0, done.stderr
    for words in (
        "询单付款转化率 33.3333% = 付款的询单 1 ÷ 询单人数 3",
        "推荐这款",
        "c3 · 暖居 · 2026-06-01",
    ):
        assert words in done.stdout
    assert max(map(columns, done.stdout.splitlines())) <= 80


def test_chat_marks_waits_and_masks_personal_data(place: Path) -> None:
    """Seconds beside the reply that took them; phone and address only on demand."""
    shown = twofour(place, *LOST_CHAT).stdout
    assert "[商品] 四件套" in shown
    assert "300 秒" in shown
    assert "未获回复" in shown
    assert "杭州市西湖区****多少钱" in shown
    assert "文三路" not in shown
    assert "文三路1号" in twofour(place, *LOST_CHAT, "--unmasked").stdout


def test_chat_as_rows_holds_every_line(place: Path) -> None:
    """Messages and what happened to orders, in order."""
    words = ["chat", "--customer", "c1", "--day", "2026-06-01", "--format", "json"]
    lines = json.loads(twofour(place, *words).stdout)
    assert [line["sender"] for line in lines] == ["customer", "agent", "customer", "order", "order", "agent"]
    assert [line["waited"] for line in lines] == [None, 40, None, None, None, 900]


def test_losses_count_what_the_metric_leaves_and_say_why(place: Path) -> None:
    """Inquiries − ordered − pending; reasons in words and as truths."""
    found = json.loads(twofour(place, "losses", *JUNE, "--format", "json").stdout)
    (loss,) = found["rows"]
    assert (loss["customer_id"], loss["agent_name"], loss["products"]) == ("c2", "小美", "四件套")
    assert loss["reasons"] == "回复慢；提问未回复；最后在谈价"
    assert (loss["waits"], loss["longest"], loss["unanswered_waits"]) == (2, 300, 1)
    assert (loss["slow_answer"], loss["no_recommendation"]) == (True, False)
    assert {row["reason"]: row["losses"] for row in found["summary"]} == {
        "slow_answer": 1, "unanswered": 1, "price_talk": 1, "no_recommendation": 0, "no_reason": 0,
    }  # fmt: skip


@pytest.mark.parametrize(("language", "title"), [("zh", "付款流失"), ("en", "lost payments")])
def test_losses_table_fits_eighty_columns(place: Path, language: str, title: str) -> None:
    """Totals, reasons, subjects, rows."""
    done = twofour(place, "losses", *JUNE, "--kind", "payment", "--by", "agent", language=language)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(title)
    assert "小丽" in done.stdout
    assert max(map(columns, done.stdout.splitlines())) <= 80


def test_losses_file_counts_by_member(place: Path, tmp_path: Path) -> None:
    """The summary sheet of a workbook breaks the losses down."""
    book = tmp_path / "losses.xlsx"
    done = twofour(place, "losses", *JUNE, "--by", "member", "--out", book, language="en")
    assert done.returncode == 0, done.stderr
    summary = fastexcel.read_excel(book).load_sheet("summary").to_polars()
    assert summary.select("subject", "inquiries", "lost").rows() == [("m1", 2, 1), ("m2", 1, 0)]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["evidence", "sales", *JUNE, "--out", "x.doc"], 2, "needs the suffix"),
        (["losses", *JUNE, "--agent", "a", "--team", "b"], 2, "only one of"),
        (["chat", "--customer", "c1", "--day", "2026-06-09"], 4, "no chat or order"),
        (["evidence", "sales", *JUNE, "--out", "nowhere/x.csv"], 5, "cannot write"),
    ],
)
def test_mistakes_are_one_clear_message(place: Path, words: list[str], code: int, says: str) -> None:
    """Each has its exit code and says what would be right; never a traceback."""
    done = twofour(place, *words, language="en")
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_real_bytes_of_a_csv_file_open_in_a_spreadsheet(place: Path, tmp_path: Path) -> None:
    """A file begins with a byte-order mark, standard output does not."""
    out = tmp_path / "losses.csv"
    twofour(place, "losses", *JUNE, "--out", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    printed = subprocess.run(
        [
            sys.executable,
            "-c",
            "from twofour.cli.app import main; main()",
            "losses",
            *JUNE,
            "--format",
            "csv",
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "TWOFOUR_DATA": str(place / "lake")},
    ).stdout
    assert printed.startswith(b"shop_id,")
